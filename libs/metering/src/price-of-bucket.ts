import type { UnitPrices } from '@tollgate/canonical';

/** What is charged by the unit. */
export type Bucket = Exclude<keyof UnitPrices, 'request'>;

/**
 * The price of a bucket where the list has none of its own: cached input costs what input does and reasoning what output does (LiteLLM
 * 1.106 does so, recording `chat-basic` with the priced model); so do the tokens of pictures (the package's lists mean it so). Audio,
 * searches and what is priced by the piece have no substitute: their price is unknown.
 */
const SUBSTITUTES: Readonly<Partial<Record<Bucket, Bucket>>> = {
  cacheRead: 'input',
  cacheWrite1h: 'cacheWrite5m',
  cacheWrite5m: 'input',
  inputImage: 'input',
  outputImage: 'output',
  reasoning: 'output',
};

/** Nano-dollars per million units; undefined when it is unknown. */
export function priceOfBucket(prices: UnitPrices, bucket: Bucket): bigint | undefined {
  const substitute = SUBSTITUTES[bucket];
  return prices[bucket] ?? (substitute === undefined ? undefined : priceOfBucket(prices, substitute));
}
