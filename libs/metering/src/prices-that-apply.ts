import type { ModelPrice, UnitPrices } from '@tollgate/canonical';

/**
 * The unit prices of an answer: those of its service tier where the price list has it, with the long-context tier that its input
 * reached. A tier replaces the prices it names; the others stay.
 */
export function pricesThatApply(price: ModelPrice, inputTokens: number, serviceTier: string | undefined): UnitPrices {
  const tier = highestTier(price.tiers, inputTokens);
  if (tier === undefined && serviceTier === undefined) return price.base;
  const byService =
    serviceTier === undefined
      ? undefined
      : Object.hasOwn(price.serviceTiers, serviceTier)
        ? price.serviceTiers[serviceTier]
        : undefined;
  // Where both apply the dearer of each pair does: no list says what a long prompt costs at another service tier.
  return { ...price.base, ...dearer(tier?.prices ?? {}, byService ?? {}) };
}

function highestTier(tiers: ModelPrice['tiers'], inputTokens: number): ModelPrice['tiers'][number] | undefined {
  let highest: ModelPrice['tiers'][number] | undefined;
  for (const row of tiers) {
    if (inputTokens > row.aboveInputTokens && row.aboveInputTokens > (highest?.aboveInputTokens ?? -1)) highest = row;
  }
  return highest;
}

function dearer(a: UnitPrices, b: UnitPrices): UnitPrices {
  const merged: Record<string, bigint> = { ...a };
  for (const [unit, value] of Object.entries(b) as [string, bigint][]) {
    const present = merged[unit];
    merged[unit] = present === undefined || value > present ? value : present;
  }
  return merged;
}
