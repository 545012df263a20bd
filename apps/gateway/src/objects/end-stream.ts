import { findDeployment, type GatewayError } from '@tollgate/canonical';
import { classifyFailure, describeFailure, type ObjectAnswer } from '@tollgate/dispatch';
import { FRAMINGS } from '@tollgate/framing';
import { NamedIds } from '@tollgate/formats';
import { AnswerCollector } from '../pipeline/answer-collector.js';
import type { Ending } from '../pipeline/ending.js';
import { goneError } from '../pipeline/gone-error.js';
import { OutputBound } from '../pipeline/output-bound.js';
import { encode, type Relayed, relayStream } from '../pipeline/relay-stream.js';
import { relayProviderHeaders } from '../pipeline/response-headers.js';
import { endStreamWithError } from '../pipeline/send-error.js';
import { keepNamed } from './keep-named.js';
import { NOTHING_MADE } from './nothing-made.js';
import { withShownIds } from './object-errors.js';
import type { ObjectRequest } from './object-request.js';
import { shownIdsOf } from './shown-ids-of.js';

type Streamed = Extract<ObjectAnswer, { kind: 'stream' }>;

/** Relays the events of a response that is made, or was made, in the background; what they say was used is charged where it was asked for. */
export async function endStream(asked: ObjectRequest, answer: Streamed): Promise<Ending> {
  const { parts, walked, object, exchange } = asked;
  const { format } = walked.surface;
  const framing = FRAMINGS[format.framing];
  const encoder = format.openEncoder({
    now: parts.clock.now(),
    newId: () => parts.ids.newId(),
    requestedModel: object.modelRequested,
    includeUsage: true,
    shownId: shownIdsOf(object),
  });
  exchange.begin(200, {
    ...relayProviderHeaders(answer.headers),
    'content-type': framing.contentType,
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
    'x-litellm-call-id': walked.ingress.callId,
    'x-litellm-model-id': object.deploymentId,
  });
  const { events, rest } = answer;
  const collector = new AnswerCollector();
  const bound = new OutputBound(undefined);
  const named = new NamedIds(format.id);
  const relayed = await relayStream({ events, rest, encoder, framing, collector, choices: 1, bound, named }, exchange);
  if (!relayed.clientGone) await keepNamed(parts, walked, object, named.idsOf(true));
  void parts.backgroundSettler.hasten(object.requestId);
  const error = relayed.clientGone ? goneError(exchange) : failureOf(asked, answer, relayed);
  return {
    ...NOTHING_MADE,
    status: relayed.clientGone ? 'cancelled' : error === undefined ? 'success' : 'failure',
    httpStatus: relayed.clientGone ? 499 : (error?.status ?? 200),
    error,
    send: () => {
      if (relayed.clientGone && !exchange.revoked) return exchange.cut();
      if (error !== undefined) return endStreamWithError(format, error, exchange, encoder);
      const end = encode({ encoder, framing }, relayed.held);
      if (end !== '') void exchange.write(end, framing.encoding);
      exchange.end();
    },
    spoil: (unwritten) => endStreamWithError(format, unwritten, exchange, encoder),
  };
}

function failureOf(
  { walked, object }: ObjectRequest,
  { provider, operation }: Streamed,
  { failure }: Relayed,
): GatewayError | undefined {
  const target = findDeployment(walked.snapshot, object.deploymentId)?.target;
  if (failure === undefined || target === undefined) return undefined;
  const error = describeFailure(failure, classifyFailure(operation, failure), provider, target, operation);
  return withShownIds(error, [object]);
}
