import { isJsonObject, type JsonObject } from '@tollgate/kernel';

/** A stream always asks for usage, `stream: false` is the default, null is absent, and one stop sequence is a list of one. */
export function normaliseRequest(body: JsonObject): JsonObject {
  const { stream, stream_options: options, ...rest } = body;
  const streaming =
    stream === true
      ? { stream, stream_options: { ...(isJsonObject(options) ? options : {}), include_usage: true } }
      : {};
  const stop = typeof rest['stop'] === 'string' ? { stop: [rest['stop']] } : {};
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return { ...present, ...stop, ...streaming };
}
