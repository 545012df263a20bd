import { isJsonObject, type JsonObject, type JsonValue } from './json.js';
import { isSecretName, maskSecrets } from './mask-secrets.js';

/**
 * `model_info` is the operator's to write and LiteLLM shows all of it. A text under the name of a secret is left out all the same, and a
 * credential within a text is masked. Numbers stay: `input_cost_per_token` is a price.
 */
export function toShownNotes(notes: JsonObject): JsonObject {
  const rows = Object.entries(notes).flatMap(([name, value]): readonly (readonly [string, JsonValue])[] =>
    value === undefined || (isSecretName(name) && !isHarmless(value)) ? [] : [[name, toShown(value)]],
  );
  return Object.fromEntries(rows);
}

function toShown(value: JsonValue): JsonValue {
  if (typeof value === 'string') return maskSecrets(value);
  if (Array.isArray(value)) return value.map(toShown);
  return isJsonObject(value) ? toShownNotes(value) : value;
}

function isHarmless(value: JsonValue): boolean {
  return value === null || typeof value === 'number' || typeof value === 'boolean';
}
