import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { WireEvent } from '@tollgate/canonical';

/** The first `model` member of a text of JSON; inside a string its quotes would be escaped. */
const MODEL = /("model"\s*:\s*)"(?:[^"\\]|\\.)*"/;

/** An event of this dialect for a client of it: the same bytes, with the model's public name in `message_start`. */
export function relayEvent(event: WireEvent, data: JsonValue | undefined, model: string): readonly WireEvent[] {
  if (!isJsonObject(data)) return [];
  if (data['type'] === 'error') return [];
  const message = data['message'];
  if (data['type'] !== 'message_start' || !isJsonObject(message)) return [event];
  return [{ ...event, data: renameModel(event.data, data, message, model) }];
}

function renameModel(text: string, data: JsonObject, message: JsonObject, model: string): string {
  const renamed = text.replace(MODEL, (_whole, name: string) => `${name}${JSON.stringify(model)}`);
  return readModel(renamed) === model ? renamed : JSON.stringify({ ...data, message: { ...message, model } });
}

/** Proof that it was the message's own `model` that was replaced, and not one further down. */
function readModel(text: string): JsonValue | undefined {
  const data = JSON.parse(text) as { readonly message?: JsonValue };
  return isJsonObject(data.message) ? data.message['model'] : undefined;
}
