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
  for (const [name, value] of Object.entries(headers)) {
    if (NOT_RELAYED.has(name)) continue;
    relayed[`llm_provider-${name}`] = value;
    if (name === 'x-request-id') relayed['llm_provider-request-id'] = value;
    if (REPEATED.test(name)) relayed[name] = value;
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

/** The cost headers of an answer; a stream's cost is not known when its headers go out: zeroes, as LiteLLM sends. */
export function costHeaders(cost: CostHeaders | 'streamed'): Record<string, string> {
  const fixed = {
    'x-litellm-response-cost-discount-amount': '0.0',
    'x-litellm-response-cost-margin-amount': '0.0',
    'x-litellm-response-cost-margin-percent': '0.0',
    'x-litellm-response-cost-tool-usage': '0.0',
  };
  if (cost === 'streamed') {
    return {
      ...fixed,
      'x-litellm-response-cost-input': '0.0',
      'x-litellm-response-cost-original': '0.0',
      'x-litellm-response-cost-output': '0.0',
    };
  }
  if (cost.totalNano === undefined) return {};
  return {
    ...fixed,
    'x-litellm-response-cost': dollars(cost.totalNano),
    'x-litellm-response-cost-original': dollars(cost.totalNano),
    'x-litellm-response-cost-input': dollars(cost.inputNano),
    'x-litellm-response-cost-output': dollars(cost.outputNano),
    ...(cost.cacheReadNano > 0n && { 'x-litellm-response-cost-cache-read': dollars(cost.cacheReadNano) }),
  };
}

/** Dollars as Python prints a float: always with a fraction. */
export function dollars(nano: bigint): string {
  const text = String(usdFromNanoUsd(nano));
  return /[.e]/.test(text) ? text : `${text}.0`;
}
