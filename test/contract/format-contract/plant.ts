import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

/** Plants an unknown member in every object, but below members whose content is the user's own. */
export function plant(value: JsonValue, owned: readonly string[]): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => plant(item, owned));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    member === undefined || owned.includes(name) ? member : plant(member, owned),
  ]);
  return { ...(Object.fromEntries(members) as JsonObject), x_unknown_member: { deep: [null, 'x', { y: 1 }] } };
}
