import { z } from 'zod';
import { boolean, count, number, positiveCount, seconds, text, texts } from '../lenient-values.js';
import { headerMap } from './header-map.js';
import { priceFields } from './price-fields.js';
import { pemFile, sslVerify } from './tls.js';
import { isProviderAddress, PROVIDER_ADDRESS_EXPECTED } from './provider-address.js';

const address = text.refine(isProviderAddress, { error: PROVIDER_ADDRESS_EXPECTED });

/** `litellm_params`, under LiteLLM's names. What it does not name (credentials, parameters for the provider) is kept as it stands. */
const litellmParams = z.looseObject({
  model: z.string('expected the model as <provider>/<name>').min(1, 'expected the model as <provider>/<name>'),
  custom_llm_provider: text.nullish(),
  api_base: address.nullish(),
  base_url: address.nullish(),
  api_version: text.nullish(),
  organization: z.union([text, z.array(text)], 'expected a text or a list of texts').nullish(),
  weight: number.nullish(),
  rpm: count.nullish(),
  tpm: count.nullish(),
  num_retries: count.nullish(),
  region_name: text.nullish(),
  timeout: seconds.nullish(),
  stream_timeout: seconds.nullish(),
  drop_params: boolean.nullish(),
  additional_drop_params: texts.nullish(),
  allowed_openai_params: texts.nullish(),
  extra_headers: headerMap.nullish(),
  headers: headerMap.nullish(),
  ssl_verify: sslVerify.nullish(),
  ssl_certificate: pemFile.nullish(),
  mock_response: text.nullish(),
  extra_body: z.record(z.string(), z.json(), 'expected a mapping').nullish(),
  ...priceFields,
});

/** `model_info`: free notes, and the members that mean something. */
const modelInfo = z.looseObject({
  id: text.nullish(),
  mode: text.nullish(),
  base_model: text.nullish(),
  blocked: boolean.nullish(),
  access_groups: texts.nullish(),
  max_input_tokens: positiveCount.nullish(),
  max_output_tokens: count.nullish(),
  max_tokens: count.nullish(),
  supports_reasoning: boolean.nullish(),
  supports_response_schema: boolean.nullish(),
  ...priceFields,
});

export const modelEntry = z.looseObject({
  model_name: z.string('expected the public name of the model').min(1, 'expected the public name of the model'),
  litellm_params: litellmParams,
  model_info: modelInfo.nullish(),
});

export type LitellmParams = z.output<typeof litellmParams>;
export type ModelInfo = z.output<typeof modelInfo>;

/** One entry of `model_list`. */
export interface ModelEntry {
  /** Where it stands, for problems: `model_list[2] (gpt-4o)`. */
  readonly path: string;
  /** Public name, perhaps a wildcard. */
  readonly name: string;
  readonly params: LitellmParams;
  readonly info: ModelInfo;
  /** Of a model that came over the API; absent: the operator wrote it into his file. */
  readonly kept?: KeptOrigin;
}

/** Whose a model is that is kept in the store. */
export interface KeptOrigin {
  /** The team whose own it is; absent: all may be given it. */
  readonly teamId?: string;
}
