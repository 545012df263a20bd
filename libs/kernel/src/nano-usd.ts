/** Money: integer nano-dollars (1 USD = 1,000,000,000). */
export type NanoUsd = bigint;

/** Largest limit per window that a counter can hold exactly as a double (9,007,199 USD); more is refused, not rescaled. */
export const LIMIT_NANO_USD_MAX = 9_007_199_000_000_000n;

/** Largest amount that a BIGINT of the ledger holds. */
export const NANO_USD_MAX: NanoUsd = 2n ** 63n - 1n;

/** Sum of amounts >= 0, at most NANO_USD_MAX: whoever gets that much has to say so. */
export function sumNanoUsd(amounts: readonly NanoUsd[]): NanoUsd {
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  return sum < NANO_USD_MAX ? sum : NANO_USD_MAX;
}

/** Dollars as a client writes them (a JSON number) to nano-dollars, rounded to the nearest; undefined when not finite or out of range. */
export function nanoUsdFromUsd(usd: number): NanoUsd | undefined {
  const nano = Math.round(usd * 1e9);
  return Number.isSafeInteger(nano) ? BigInt(nano) : undefined;
}

/** Nano-dollars as the JSON number that LiteLLM's API shows (dollars). */
export function usdFromNanoUsd(nano: NanoUsd): number {
  return Number(nano) / 1e9;
}

/** Nano-dollars per million units for a price given in dollars per single unit (LiteLLM's `input_cost_per_token`). */
export function unitPriceFromUsdPerUnit(usdPerUnit: number): NanoUsd | undefined {
  return nanoUsdFromUsd(usdPerUnit * 1e6);
}

/** Cost of `units` at `nanoPerMillion`, not yet divided: add several such products, then round up once with `roundUpCost`. */
export function costProduct(units: number, nanoPerMillion: NanoUsd): bigint {
  return BigInt(units) * nanoPerMillion;
}

/** Rounds a sum of `costProduct`s up to whole nano-dollars. */
export function roundUpCost(product: bigint): NanoUsd {
  return (product + 999_999n) / 1_000_000n;
}
