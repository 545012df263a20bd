import type { BridgedResponse } from '@tollgate/dispatch';
import type { Exchange } from '../http/exchange.js';
import type { Walked } from '../pipeline/build-record.js';
import type { Ending } from '../pipeline/ending.js';
import { goneError } from '../pipeline/gone-error.js';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import { sendError } from '../pipeline/send-error.js';
import { answerBridged } from './answer-bridged.js';
import { NOTHING_MADE } from './nothing-made.js';
import type { ObjectActionId } from './object-actions.js';

interface AskedBridged {
  readonly id: ObjectActionId;
  readonly response: BridgedResponse;
  readonly exchange: Exchange;
}

/** The end of a call about a response that the gateway keeps. Throws GatewayError where it is refused. */
export async function endBridged(
  parts: PipelineParts,
  walked: Walked,
  { id, response, exchange }: AskedBridged,
): Promise<Ending> {
  const query = new URLSearchParams((exchange.request.url ?? '').split('?', 2)[1] ?? '');
  const answer = JSON.stringify(await answerBridged(parts, id, response, query));
  const error = exchange.signal.aborted ? goneError(exchange) : undefined;
  const headers = {
    'content-type': 'application/json',
    'x-litellm-call-id': walked.ingress.callId,
    'x-litellm-model-id': response.deploymentId,
    'x-litellm-response-cost': '0',
  };
  return {
    ...NOTHING_MADE,
    status: error === undefined ? 'success' : 'cancelled',
    httpStatus: error === undefined ? 200 : 499,
    error,
    send: () =>
      error === undefined ? exchange.send(200, headers, answer) : sendError(parts, walked, error, {}, exchange),
    spoil: (unwritten) => sendError(parts, walked, unwritten, {}, exchange),
  };
}
