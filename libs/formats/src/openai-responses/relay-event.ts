import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { WireEvent } from '@tollgate/canonical';
import type { StreamContext } from '../format.js';
import { shownMembers } from './shown-members.js';

/**
 * An event of this dialect for a client of it: the same bytes, with the model's public name and the ids that the client is shown in the
 * response that it carries. An event that tells of a failure is not relayed: what the client reads of an error is the gateway's to say.
 */
export function relayEvent(
  event: WireEvent,
  data: JsonValue | undefined,
  context: Pick<StreamContext, 'requestedModel' | 'costUsd' | 'shownId'>,
): readonly WireEvent[] {
  if (!isJsonObject(data)) return [event];
  if (data['type'] === 'error' || data['type'] === 'response.failed') return [];
  const response = data['response'];
  if (!isJsonObject(response)) return [event];
  const changed = changedMembers(response, context);
  return Object.keys(changed).length === 0
    ? [event]
    : [{ ...event, data: restate(event.data, data, response, changed) }];
}

function changedMembers(
  response: JsonObject,
  { requestedModel: model, costUsd, shownId }: Pick<StreamContext, 'requestedModel' | 'costUsd' | 'shownId'>,
): JsonObject {
  const { usage } = response;
  // what the answer cost, where LiteLLM tells it (transcript `responses native`, step 2)
  const cost = isJsonObject(usage) ? costUsd?.() : undefined;
  return {
    ...(typeof response['model'] === 'string' && response['model'] !== model && { model }),
    ...(isJsonObject(usage) && cost !== undefined && { usage: { ...usage, cost } }),
    ...shownMembers(response, shownId),
  };
}

/** Inside a JSON string its quotes would be escaped, so that a hit is a member; whose it is, is seen from the outcome. */
function restate(text: string, data: JsonObject, response: JsonObject, changed: JsonObject): string {
  let told = text;
  for (const [name, value] of Object.entries(changed)) {
    const member = `${JSON.stringify(name)}:`;
    told = told.replace(member + JSON.stringify(response[name]), () => member + JSON.stringify(value));
  }
  return tells(told, changed) ? told : JSON.stringify({ ...data, response: { ...response, ...changed } });
}

/** Proof that it was the response's own members that were replaced, and not some in what the client sent. */
function tells(text: string, changed: JsonObject): boolean {
  const { response } = JSON.parse(text) as { readonly response?: JsonValue };
  return (
    isJsonObject(response) &&
    Object.entries(changed).every(([name, value]) => JSON.stringify(response[name]) === JSON.stringify(value))
  );
}
