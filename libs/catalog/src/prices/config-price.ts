import type { ModelPrice, PicturePrices, UnitPrices } from '@tollgate/canonical';
import type { PriceFields } from '@tollgate/config';
import { type NanoUsd, nanoUsdFromUsd, unitPriceFromUsdPerUnit } from '@tollgate/kernel';

/** `input_cost_per_token` and its kin, from `litellm_params` before `model_info`. undefined when neither names a price. */
export function configPrice(params: PriceFields, info: PriceFields): ModelPrice | undefined {
  const fields: PriceFields = { ...withoutNull(info), ...withoutNull(params) };
  const given = compact({
    input: perUnit(fields.input_cost_per_token),
    cacheRead: perUnit(fields.cache_read_input_token_cost),
    cacheWrite5m: perUnit(fields.cache_creation_input_token_cost),
    cacheWrite1h: perUnit(fields.cache_creation_input_token_cost_above_1hr),
    inputAudio: perUnit(fields.input_cost_per_audio_token),
    output: perUnit(fields.output_cost_per_token),
    reasoning: perUnit(fields.output_cost_per_reasoning_token),
    outputAudio: perUnit(fields.output_cost_per_audio_token),
    inputImage: perUnit(fields.input_cost_per_image_token),
    outputImage: perUnit(fields.output_cost_per_image_token),
    image: perUnit(fields.output_cost_per_image ?? fields.input_cost_per_image),
    second: perUnit(fields.input_cost_per_second ?? fields.output_cost_per_second),
    character: perUnit(fields.input_cost_per_character),
    page: perUnit(fields.ocr_cost_per_page),
    request: fields.input_cost_per_request == null ? undefined : nanoUsdFromUsd(fields.input_cost_per_request),
  });
  const tiers = [tierOf(fields, 200), tierOf(fields, 128)].filter((tier) => Object.keys(tier.prices).length > 0);
  const pictures = picturesOf(fields);
  if (Object.keys(given).length === 0 && tiers.length === 0 && pictures === undefined) return undefined;
  // An operator who names a price per token means every token: audio costs the same unless it is named.
  const audio = compact({
    inputAudio: given.inputAudio ?? given.input,
    outputAudio: given.outputAudio ?? given.output,
  });
  const base = { ...given, ...audio };
  return { base, tiers, serviceTiers: {}, ...(pictures !== undefined && { pictures }), source: 'config' };
}

/** Prices of the config over those of the book: a price list that names input or output stands alone, anything less completes the book's. */
export function overBook(own: ModelPrice, book: ModelPrice | undefined): ModelPrice {
  const standsAlone = own.base.input !== undefined || own.base.output !== undefined;
  if (standsAlone || book === undefined) return own;
  const { pictures: listed, ...others } = book;
  // a price of the operator's for a picture is that of all
  const pictures = own.pictures ?? (own.base.image === undefined ? listed : undefined);
  return {
    ...others,
    ...(pictures !== undefined && { pictures }),
    base: { ...book.base, ...own.base },
    tiers: own.tiers.length > 0 ? own.tiers : book.tiers,
    source: 'config',
  };
}

function tierOf(fields: PriceFields, thousands: 128 | 200): ModelPrice['tiers'][number] {
  const of200 = <V>(value: V): V | undefined => (thousands === 200 ? value : undefined);
  return {
    aboveInputTokens: thousands * 1000,
    prices: compact({
      input: perUnit(fields[`input_cost_per_token_above_${thousands}k_tokens`]),
      output: perUnit(fields[`output_cost_per_token_above_${thousands}k_tokens`]),
      cacheRead: perUnit(of200(fields.cache_read_input_token_cost_above_200k_tokens)),
      cacheWrite5m: perUnit(of200(fields.cache_creation_input_token_cost_above_200k_tokens)),
    }),
  };
}

/** By the pixel; the price of a whole picture goes before it, as in LiteLLM, and so does its size where none is asked for. */
function picturesOf(fields: PriceFields): PicturePrices | undefined {
  const { input_cost_per_pixel: input, output_cost_per_pixel: output } = fields;
  if ((input == null && output == null) || fields.output_cost_per_image != null || fields.input_cost_per_image != null)
    return undefined;
  return { size: '1024x1024', rows: [], perPixel: (perUnit(input) ?? 0n) + (perUnit(output) ?? 0n) };
}

/** Of a token, or of whatever else is counted. */
function perUnit(dollars: number | null | undefined): NanoUsd | undefined {
  return dollars == null ? undefined : unitPriceFromUsdPerUnit(dollars);
}

function withoutNull(fields: PriceFields): PriceFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null));
}

function compact(units: { readonly [K in keyof UnitPrices]: UnitPrices[K] | undefined }): UnitPrices {
  return Object.fromEntries(Object.entries(units).filter(([, value]) => value !== undefined));
}
