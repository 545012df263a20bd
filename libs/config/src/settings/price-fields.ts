import { price } from '../lenient-values.js';

const optional = price.nullish();

/** LiteLLM's prices of a model, dollars per token or whatever else the name says (a request, a picture, a second …). In `litellm_params` or `model_info`. */
export const priceFields = {
  input_cost_per_token: optional,
  output_cost_per_token: optional,
  cache_read_input_token_cost: optional,
  cache_creation_input_token_cost: optional,
  cache_creation_input_token_cost_above_1hr: optional,
  input_cost_per_audio_token: optional,
  output_cost_per_audio_token: optional,
  output_cost_per_reasoning_token: optional,
  input_cost_per_image_token: optional,
  output_cost_per_image_token: optional,
  input_cost_per_image: optional,
  output_cost_per_image: optional,
  input_cost_per_pixel: optional,
  output_cost_per_pixel: optional,
  input_cost_per_second: optional,
  output_cost_per_second: optional,
  input_cost_per_character: optional,
  ocr_cost_per_page: optional,
  input_cost_per_request: optional,
  input_cost_per_token_above_128k_tokens: optional,
  output_cost_per_token_above_128k_tokens: optional,
  input_cost_per_token_above_200k_tokens: optional,
  output_cost_per_token_above_200k_tokens: optional,
  cache_read_input_token_cost_above_200k_tokens: optional,
  cache_creation_input_token_cost_above_200k_tokens: optional,
} as const;

export type PriceFields = { readonly [K in keyof typeof priceFields]?: number | null | undefined };

export const PRICE_FIELD_NAMES = Object.keys(priceFields) as readonly (keyof PriceFields)[];
