import { isJsonObject, type JsonObject } from '@tollgate/kernel';

/** An object member of a body; one that a multipart client had to send as JSON text is parsed. Undefined when it is neither. */
export function readObjectMember(body: JsonObject, name: string): JsonObject | undefined {
  const value = body[name];
  if (isJsonObject(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
