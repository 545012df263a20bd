import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { FallbackTable, FallbackWishes } from '@tollgate/canonical';

/** A client names so many models at most, in a list or in a whole table: each is asked of the policy before anything is sent. */
const MODELS_MAX = 64;

type Read = (value: JsonValue) => FallbackWishes | undefined;

/** What a client says of fallbacks, by its member (litellm-wire.md 8); undefined: it is in no form that is served. */
export const FALLBACK_MEMBERS = {
  fallbacks: (value) => {
    const list = namesOf(value);
    if (list !== undefined) return { list };
    const general = tableOf(value);
    return general && { general };
  },
  context_window_fallbacks: (value) => {
    const contextWindow = tableOf(value);
    return contextWindow && { contextWindow };
  },
  content_policy_fallbacks: (value) => {
    const contentPolicy = tableOf(value);
    return contentPolicy && { contentPolicy };
  },
  max_fallbacks: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 ? { max: value } : undefined,
} as const satisfies Readonly<Record<string, Read>>;

/** What a member has to be, for who sent it otherwise. In a header: no comma, and few characters. */
export const FALLBACK_FORMS: Readonly<Record<string, string>> = {
  fallbacks: 'a list of models or of {group: [models]}',
  context_window_fallbacks: 'a list of {group: [models]}',
  content_policy_fallbacks: 'a list of {group: [models]}',
  max_fallbacks: 'a whole number',
} satisfies Readonly<Record<keyof typeof FALLBACK_MEMBERS, string>>;

/** `["a", { "model": "b" }]`. An entry with messages or parameters of its own is not served: it would be another request. */
function namesOf(value: JsonValue): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length > MODELS_MAX) return undefined;
  const names = value.map(nameOf);
  return names.every((name) => name !== undefined) ? names : undefined;
}

function nameOf(entry: JsonValue): string | undefined {
  if (typeof entry === 'string') return entry;
  if (!isJsonObject(entry) || Object.keys(entry).length !== 1) return undefined;
  return typeof entry['model'] === 'string' ? entry['model'] : undefined;
}

/** `[{ "group": ["a", "b"] }]` */
function tableOf(value: JsonValue): FallbackTable | undefined {
  if (!Array.isArray(value) || value.length > MODELS_MAX) return undefined;
  const table = new Map<string, readonly string[]>();
  let count = 0;
  for (const entry of value as readonly JsonValue[]) {
    if (!isJsonObject(entry)) return undefined;
    for (const group in entry) {
      const names = namesOf(entry[group] ?? null);
      if (names === undefined) return undefined;
      count += 1 + names.length;
      if (count > MODELS_MAX) return undefined;
      if (!table.has(group)) table.set(group, names);
    }
  }
  return table;
}
