import { isJsonObject, type JsonValue } from '@tollgate/kernel';

/** Values that ask for what every provider does unasked, by OpenAI's names. */
const NEUTRAL: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  n: (value) => value === 1,
  frequency_penalty: (value) => value === 0,
  presence_penalty: (value) => value === 0,
  logprobs: (value) => value === false,
  top_logprobs: (value) => value === 0,
  modalities: isTextAlone,
  responseModalities: isTextAlone,
  logit_bias: (value) => isJsonObject(value) && Object.keys(value).length === 0,
};

/**
 * Whether a parameter's value is as good as none: SDKs and chat front ends send their defaults along. A provider that lacks the parameter is not
 * sent it, and nobody is told of a loss, since there is none.
 */
export function isNeutral(name: string, value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  return Object.hasOwn(NEUTRAL, name) && NEUTRAL[name]?.(value) === true;
}

/** Every provider answers in text. */
function isTextAlone(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((kind) => typeof kind === 'string' && kind.toLowerCase() === 'text');
}
