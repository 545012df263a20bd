import { usdFromNanoUsd } from '@tollgate/kernel';

/** LiteLLM's version whose wire this build keeps; some clients read it. */
export const LITELLM_WIRE_VERSION = '1.106.2';

/** Provider headers that are also repeated without prefix (litellm-runtime.md 9). */
const REPEATED = /^x-ratelimit-(limit|remaining|reset)-(requests|tokens)$/;
/** Headers of the hop or of the provider's session that never go to a client. */
const NOT_RELAYED = new Set([
  'set-cookie',
  'set-cookie2',
  'www-authenticate',
  'proxy-authenticate',
  'strict-transport-security',
  'alt-svc',
]);

/** The provider's response headers as LiteLLM's clients read them: each under `llm_provider-`, rate limits unprefixed too. */
export function relayProviderHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const relayed: Record<string, string> = {};
  for (const name in headers) {
    if (NOT_RELAYED.has(name)) continue;
    const value = headers[name] ?? '';
    relayed[`llm_provider-${name}`] = value;
    if (name === 'x-request-id') relayed['llm_provider-request-id'] = value;
    if (name.startsWith('x-ratelimit-') && REPEATED.test(name)) relayed[name] = value;
  }
  return relayed;
}

export interface CostHeaders {
  /** Nano-dollars; undefined: unknown. */
  readonly totalNano: bigint | undefined;
  /** By bucket, nano-dollars. */
  readonly inputNano: bigint;
  readonly cacheReadNano: bigint;
  readonly outputNano: bigint;
}

/** Adds the cost headers of an answer; a stream's cost is not known when its headers go out: zeroes, as LiteLLM sends. */
export function addCostHeaders(headers: Record<string, string>, cost: CostHeaders | 'streamed'): void {
  if (cost !== 'streamed' && cost.totalNano === undefined) return;
  headers['x-litellm-response-cost-discount-amount'] = '0.0';
  headers['x-litellm-response-cost-margin-amount'] = '0.0';
  headers['x-litellm-response-cost-margin-percent'] = '0.0';
  headers['x-litellm-response-cost-tool-usage'] = '0.0';
  if (cost === 'streamed') {
    headers['x-litellm-response-cost-input'] = '0.0';
    headers['x-litellm-response-cost-original'] = '0.0';
    headers['x-litellm-response-cost-output'] = '0.0';
    return;
  }
  const total = dollars(cost.totalNano ?? 0n);
  headers['x-litellm-response-cost'] = total;
  headers['x-litellm-response-cost-original'] = total;
  headers['x-litellm-response-cost-input'] = dollars(cost.inputNano);
  headers['x-litellm-response-cost-output'] = dollars(cost.outputNano);
  if (cost.cacheReadNano > 0n) headers['x-litellm-response-cost-cache-read'] = dollars(cost.cacheReadNano);
}

/** Dollars as Python prints a float: always with a fraction. */
export function dollars(nano: bigint): string {
  if (nano === 0n) return '0.0';
  const usd = usdFromNanoUsd(nano);
  return Number.isInteger(usd) && usd < 1e21 ? `${usd}.0` : String(usd);
}
