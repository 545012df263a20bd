import type { ModelPrice, UnitPrices } from '@tollgate/canonical';

/**
 * The unit prices of an answer: those of its service tier where the price list has it, with the long-context tier that its input
 * reached. A tier replaces the prices it names; the others stay.
 */
export function pricesThatApply(price: ModelPrice, inputTokens: number, serviceTier: string | undefined): UnitPrices {
  const tier = [...price.tiers]
    .sort((a, b) => b.aboveInputTokens - a.aboveInputTokens)
    .find((row) => inputTokens > row.aboveInputTokens);
  const byService =
    serviceTier === undefined
      ? undefined
      : Object.hasOwn(price.serviceTiers, serviceTier)
        ? price.serviceTiers[serviceTier]
        : undefined;
  // Where both apply the dearer of each pair does: no list says what a long prompt costs at another service tier.
  return { ...price.base, ...dearer(tier?.prices ?? {}, byService ?? {}) };
}

function dearer(a: UnitPrices, b: UnitPrices): UnitPrices {
  const merged: Record<string, bigint> = { ...a };
  for (const [unit, value] of Object.entries(b) as [string, bigint][]) {
    const present = merged[unit];
    merged[unit] = present === undefined || value > present ? value : present;
  }
  return merged;
}
