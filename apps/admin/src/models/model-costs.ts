import type { ModelPrice, UnitPrices } from '@tollgate/canonical';
import type { NanoUsd } from '@tollgate/kernel';

/** LiteLLM's names of prices. */
const NAMES: { readonly [Unit in keyof UnitPrices]: string } = {
  input: 'input_cost_per_token',
  cacheRead: 'cache_read_input_token_cost',
  cacheWrite5m: 'cache_creation_input_token_cost',
  cacheWrite1h: 'cache_creation_input_token_cost_above_1hr',
  inputAudio: 'input_cost_per_audio_token',
  inputImage: 'input_cost_per_image_token',
  output: 'output_cost_per_token',
  reasoning: 'output_cost_per_reasoning_token',
  outputAudio: 'output_cost_per_audio_token',
  outputImage: 'output_cost_per_image_token',
  image: 'output_cost_per_image',
  second: 'input_cost_per_second',
  character: 'input_cost_per_character',
  page: 'ocr_cost_per_page',
};
/** Of the tiers LiteLLM names these alone. */
const TIERED = ['input', 'output', 'cacheRead', 'cacheWrite5m'] as const;
const NANO_PER_MILLION_IN_USD = 1e15;

/** A price by LiteLLM's names, dollars per token or whatever else the name says. Empty where the price is unknown; 0 is free. */
export function toCosts(price: ModelPrice | undefined): Readonly<Record<string, number>> {
  if (price === undefined) return {};
  const { base, tiers, serviceTiers, pictures } = price;
  const units = Object.keys(NAMES) as (keyof UnitPrices)[];
  return {
    ...costsOf(base, units, ''),
    ...(base.request !== undefined && { input_cost_per_request: Number(base.request) / 1e9 }),
    ...(pictures?.perPixel !== undefined && { output_cost_per_pixel: toUsd(pictures.perPixel) }),
    ...mergeAll(
      tiers.map(({ aboveInputTokens, prices }) =>
        costsOf(prices, TIERED, `_above_${String(aboveInputTokens / 1000)}k_tokens`),
      ),
    ),
    ...mergeAll(
      Object.entries(serviceTiers).map(([tier, prices]) =>
        costsOf(prices, TIERED, tier === 'batch' ? '_batches' : `_${tier}`),
      ),
    ),
  };
}

function costsOf(
  prices: UnitPrices,
  units: readonly (keyof UnitPrices)[],
  suffix: string,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    units.flatMap((unit) => {
      const [price, name] = [prices[unit], NAMES[unit]];
      return price === undefined || name === undefined ? [] : [[`${name}${suffix}`, toUsd(price)]];
    }),
  );
}

function toUsd(nanoPerMillion: NanoUsd): number {
  return Number(nanoPerMillion) / NANO_PER_MILLION_IN_USD;
}

function mergeAll(parts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  return Object.assign({}, ...parts) as Record<string, number>;
}
