import { isJsonObject, type JsonObject } from '@tollgate/kernel';

/** Whether the client asks for the usage of its stream. */
export function asksUsage({ stream, stream_options: options }: JsonObject): boolean {
  return stream === true && isJsonObject(options) && options['include_usage'] === true;
}

/** `stream_options` without what the gateway governs, the usage; undefined where nothing else stands there. */
export function otherStreamOptions(options: JsonObject): JsonObject | undefined {
  const { include_usage: _governed, ...others } = options;
  return Object.keys(others).length > 0 ? others : undefined;
}
