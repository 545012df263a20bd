import type { UnitPrices } from '@tollgate/canonical';
import { type NanoUsd, usdFromNanoUsd } from '@tollgate/kernel';
import { type Cost, priceOfBucket } from '@tollgate/metering';
import type { EstimateCostDto } from './dto/estimate-cost.dto.js';

const NANO_PER_MILLION_IN_USD = 1e15;

/** Parts of a call's cost by LiteLLM's names; no margin is taken. */
const PARTS = {
  input_cost: 'input',
  output_cost: 'output',
  margin_cost: undefined,
  cache_read_cost: 'cacheRead',
  cache_creation_cost: 'cacheWrite5m',
  reasoning_cost: 'reasoning',
} as const;

/** Answer of `/cost/estimate` (transcript spend-and-activity, step 22). */
export function toCostEstimate(
  asked: EstimateCostDto,
  { cost, costNano, prices, provider }: { cost: Cost; costNano: NanoUsd; prices: UnitPrices; provider: string },
): object {
  const part = (bucket: string | undefined): NanoUsd => (bucket === undefined ? 0n : (cost.breakdown[bucket] ?? 0n));
  const parts = Object.entries(PARTS).map(([name, bucket]) => [name, part(bucket)] as const);
  const costs = [['cost', costNano] as const, ...parts];
  const of = (period: string, calls: number | null): object =>
    Object.fromEntries(
      costs.map(([name, nano]) => [`${period}_${name}`, calls === null ? null : times(nano, calls)] as const),
    );
  return {
    model: asked.model,
    input_tokens: asked.input_tokens,
    output_tokens: asked.output_tokens,
    cache_read_input_tokens: asked.cache_read_input_tokens,
    cache_creation_input_tokens: asked.cache_creation_input_tokens,
    reasoning_tokens: asked.reasoning_tokens,
    num_requests_per_day: asked.num_requests_per_day ?? null,
    num_requests_per_month: asked.num_requests_per_month ?? null,
    ...Object.fromEntries(costs.map(([name, nano]) => [`${name}_per_request`, usdFromNanoUsd(nano)] as const)),
    ...of('daily', asked.num_requests_per_day ?? null),
    ...of('monthly', asked.num_requests_per_month ?? null),
    ...unitPrices(prices),
    provider,
  };
}

function times(nano: NanoUsd, calls: number): number {
  return usdFromNanoUsd(nano * BigInt(calls));
}

/** Dollars per token, as they apply to that many. */
function unitPrices(prices: UnitPrices): object {
  const usd = (bucket: Parameters<typeof priceOfBucket>[1]): number | null => {
    const price = priceOfBucket(prices, bucket);
    return price === undefined ? null : Number(price) / NANO_PER_MILLION_IN_USD;
  };
  return {
    input_cost_per_token: usd('input'),
    output_cost_per_token: usd('output'),
    cache_read_input_token_cost: usd('cacheRead'),
    cache_creation_input_token_cost: usd('cacheWrite5m'),
    output_cost_per_reasoning_token: usd('reasoning'),
  };
}
