import { isJsonObject, isSecretName, maskSecrets, type JsonObject, type JsonValue } from '@tollgate/kernel';

/** Members whose texts name something and open nothing. */
const PLAIN: ReadonlySet<string> = new Set([
  'model',
  'api_base',
  'base_url',
  'api_version',
  'custom_llm_provider',
  'litellm_credential_name',
  'region_name',
  'reasoning_effort',
  'azure_authority_host',
  'azure_scope',
]);
const HIDDEN = '***';

/**
 * `litellm_params` as answers, the audit and the log may show them. A text is hidden unless its member is known to hold no secret: whatever a
 * provider calls its credentials, and whatever stands in headers and bodies of one's own.
 */
export function toShownParams(params: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, toShown(name, value ?? null)]));
}

function toShown(name: string, value: JsonValue): JsonValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return isSecretName(name) ? HIDDEN : value;
  if (typeof value === 'string') return PLAIN.has(name) ? maskSecrets(withoutQuery(value)) : HIDDEN;
  if (Array.isArray(value)) return value.map((item: JsonValue) => toShown(name, item));
  return isJsonObject(value) ? toShownParams(value) : HIDDEN;
}

/** What stands behind an address is a credential more often than not. */
function withoutQuery(text: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text.replace(/[?#].*$/s, '') : text;
}
