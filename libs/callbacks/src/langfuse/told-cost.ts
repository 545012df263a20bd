import type { CompletionRecord } from '@tollgate/canonical';
import { usdFromNanoUsd } from '@tollgate/kernel';

/** Source of a price that nobody set: a self-hosted model costs the gateway's operator nothing per token. */
const NOBODY_PRICED = 'free';

/**
 * What an answered call cost, in dollars. Undefined when the price is unknown and when nobody set one: LiteLLM tells no cost then,
 * and Langfuse takes its own price where it has one, which a 0 would hide.
 */
export function toldCostUsd({ costNano, attempts }: CompletionRecord): number | undefined {
  const priced = attempts.length === 0 || attempts.some((attempt) => attempt.priceSource !== NOBODY_PRICED);
  return costNano === null || !priced ? undefined : usdFromNanoUsd(BigInt(costNano));
}
