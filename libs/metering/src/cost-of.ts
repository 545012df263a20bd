import { type ModelPrice, totalInputTokens, type Usage } from '@tollgate/canonical';
import { costProduct, LIMIT_NANO_USD_MAX, type NanoUsd, roundUpCost } from '@tollgate/kernel';
import { type Bucket, priceOfBucket } from './price-of-bucket.js';
import { pricesThatApply } from './prices-that-apply.js';

export interface Cost {
  /** Nano-dollars, rounded up once; undefined: unknown. */
  readonly costNano: NanoUsd | undefined;
  /** Nano-dollars by bucket, each rounded up: for explaining, their sum may exceed `costNano` by a few. */
  readonly breakdown: Readonly<Record<string, NanoUsd>>;
  /** Nano-dollars per million units that were used, by bucket. */
  readonly prices: Readonly<Record<string, NanoUsd>>;
  /** Where the prices came from. */
  readonly priceSource: string | undefined;
}

/**
 * The most that one attempt is believed to cost, nano-dollars: no limit can be larger. A usage that comes to more at its prices is unknown;
 * what is estimated stops here. A thousand such attempts still fit into a BIGINT of the ledger.
 */
export const ATTEMPT_COST_NANO_MAX = LIMIT_NANO_USD_MAX;

const UNKNOWN: Cost = { costNano: undefined, breakdown: {}, prices: {}, priceSource: undefined };

/**
 * The cost of an attempt. Unknown when the usage or the price of one of its buckets is; a bucket with zero units needs no price.
 * `serviceTier` is the answer's own, not the one asked for.
 */
export function costOf(usage: Usage | undefined, price: ModelPrice | undefined, serviceTier?: string): Cost {
  if (usage === undefined || price === undefined) return UNKNOWN;
  const applied = pricesThatApply(price, totalInputTokens(usage), serviceTier);
  const breakdown: Record<string, NanoUsd> = {};
  const prices: Record<string, NanoUsd> = {};
  let product = 0n;
  for (const [bucket, member] of UNITS) {
    const units = usage[member];
    if (units === undefined || units === 0) continue;
    const unitPrice = priceOfBucket(applied, bucket);
    if (unitPrice === undefined) return { ...UNKNOWN, priceSource: price.source };
    const part = costProduct(units, unitPrice);
    product += part;
    prices[bucket] = unitPrice;
    breakdown[bucket] = roundUpCost(part);
  }
  if (applied.request !== undefined && applied.request > 0n) breakdown['request'] = applied.request;
  return { costNano: roundUpCost(product) + (applied.request ?? 0n), breakdown, prices, priceSource: price.source };
}

const UNITS: readonly (readonly [Bucket, Exclude<keyof Usage, 'raw' | 'made'>])[] = [
  ['input', 'inputUncached'],
  ['cacheRead', 'cacheRead'],
  ['cacheWrite5m', 'cacheWrite5m'],
  ['cacheWrite1h', 'cacheWrite1h'],
  ['inputAudio', 'inputAudio'],
  ['inputImage', 'inputImage'],
  ['output', 'output'],
  ['reasoning', 'reasoning'],
  ['outputAudio', 'outputAudio'],
  ['outputImage', 'outputImage'],
  ['search', 'searches'],
  ['image', 'images'],
  ['second', 'seconds'],
  ['character', 'characters'],
  ['page', 'pages'],
];
