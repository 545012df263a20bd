import { isJsonObject, spliceMembers, type JsonValue } from '@tollgate/kernel';
import type { WireEvent } from '@tollgate/canonical';

/** An event of this dialect for a client of it: the same bytes, with the model's public name where the provider names its own. */
export function relayEvent(event: WireEvent, data: JsonValue | undefined, model: string): readonly WireEvent[] {
  // what the client reads of an error is the gateway's to say
  if (!isJsonObject(data) || data['error'] !== undefined) return [];
  if (data['modelVersion'] === undefined || data['modelVersion'] === model) return [event];
  return [{ ...event, data: spliceMembers(event.data, new Map([['modelVersion', JSON.stringify(model)]])) }];
}
