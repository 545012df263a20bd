import { isJsonObject, type JsonObject, spliceMembers } from '@tollgate/kernel';
import type { ObjectAnswer, ProviderObject } from '@tollgate/dispatch';
import { endedResponse, NamedIds, shownMembers } from '@tollgate/formats';
import type { Ending } from '../pipeline/ending.js';
import { goneError } from '../pipeline/gone-error.js';
import { relayProviderHeaders } from '../pipeline/response-headers.js';
import { sendError } from '../pipeline/send-error.js';
import { keepNamed } from './keep-named.js';
import { NOTHING_MADE } from './nothing-made.js';
import { withShownIds } from './object-errors.js';
import type { ObjectRequest } from './object-request.js';
import { shownIdsOf } from './shown-ids-of.js';

/** The end of a call about an object: the provider's answer with the ids and the model's name that the client knows, or its refusal. */
export async function endWhole(
  { parts, walked, action, object, exchange }: ObjectRequest,
  answer: Exclude<ObjectAnswer, { kind: 'stream' }>,
): Promise<Ending> {
  if (answer.kind === 'whole' && action.method === 'DELETE') await parts.objects.remove(object);
  if (answer.kind === 'whole' && isEndedInBackground(answer)) void parts.backgroundSettler.hasten(object.requestId);
  if (answer.kind === 'whole') await keepNamed(parts, walked, object, namedIn(walked, answer));
  const refused = answer.kind === 'failed' ? withShownIds(answer.error, [object]) : undefined;
  const error = exchange.signal.aborted ? goneError(exchange) : refused;
  const head = {
    'content-type': 'application/json',
    'x-litellm-call-id': walked.ingress.callId,
    'x-litellm-model-id': object.deploymentId,
    'x-litellm-response-cost': '0',
  };
  return {
    ...NOTHING_MADE,
    status: exchange.signal.aborted ? 'cancelled' : error === undefined ? 'success' : 'failure',
    httpStatus: exchange.signal.aborted ? 499 : (error?.status ?? 200),
    error,
    send: () => {
      if (error !== undefined || answer.kind === 'failed')
        return sendError(parts, walked, error ?? goneError(exchange), { headers: answer.headers }, exchange);
      exchange.send(200, { ...relayProviderHeaders(answer.headers), ...head }, restate(answer, object));
    },
    spoil: (unwritten) => sendError(parts, walked, unwritten, {}, exchange),
  };
}

/** One that was made in the background has its items only now, and what was asked has ids only there. */
function namedIn({ surface }: ObjectRequest['walked'], { value }: WholeAnswer): readonly string[] {
  const named = new NamedIds(surface.format.id);
  named.pushValue(value);
  return named.idsOf(true);
}

/** Its cost may be known now. */
function isEndedInBackground({ value }: WholeAnswer): boolean {
  return isJsonObject(value) && value['background'] === true && endedResponse(value) !== undefined;
}

type WholeAnswer = Extract<ObjectAnswer, { kind: 'whole' }>;

/** Byte for byte, but for the members that the client knows by other values. */
function restate({ value, text }: WholeAnswer, object: ProviderObject): string {
  if (!isJsonObject(value)) return text;
  const changed: JsonObject = {
    ...(typeof value['model'] === 'string' && { model: object.modelRequested }),
    ...shownMembers(value, shownIdsOf(object)),
  };
  return spliceMembers(text, new Map(Object.entries(changed).map(([name, member]) => [name, JSON.stringify(member)])));
}
