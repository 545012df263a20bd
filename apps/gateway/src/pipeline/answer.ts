import { type CanonicalResponse, GatewayError } from '@tollgate/canonical';
import type { Dispatched } from '@tollgate/dispatch';
import { type StreamContext, writeResponse } from '@tollgate/formats';
import type { Exchange } from '../http/exchange.js';
import { AnswerCollector, textOf } from './answer-collector.js';
import { answerHeaders } from './answer-headers.js';
import { answerStream } from './answer-stream.js';
import type { Walked } from './build-record.js';
import type { Ending } from './ending.js';
import type { PipelineParts } from './pipeline-parts.js';
import { goneError } from './gone-error.js';
import { endStreamWithError, sendError } from './send-error.js';

/** Relays what dispatch began, all but its end. A fault of ours here still ends with what the provider billed. */
export async function answer(
  parts: PipelineParts,
  walked: Walked,
  dispatched: Dispatched,
  context: StreamContext,
  exchange: Exchange,
): Promise<Ending> {
  const collector = new AnswerCollector();
  try {
    return dispatched.answer.kind === 'unary'
      ? answerWhole(parts, walked, dispatched, dispatched.answer.response, exchange)
      : await answerStream({ parts, walked, dispatched, context, exchange, collector }, dispatched.answer);
  } catch (cause) {
    return answerFault(parts, walked, dispatched, cause, exchange, collector);
  }
}

function answerWhole(
  parts: PipelineParts,
  walked: Walked,
  dispatched: Dispatched,
  response: CanonicalResponse,
  exchange: Exchange,
): Ending {
  const { attempt, earlier, firstTokenAt, status } = dispatched;
  const closed = parts.accounts.close(attempt, {
    usage: response.usage,
    text: () => textOf(response),
    outcome: 'success',
    firstTokenAt,
    status,
    ...(response.serviceTier !== undefined && { serviceTier: response.serviceTier }),
  });
  const shown = { requestedModel: walked.request?.model ?? '', now: parts.clock.now(), newId: () => parts.ids.newId() };
  const body = writeResponse(walked.surface.format, response, shown);
  const gone = exchange.signal.aborted;
  return {
    status: gone ? 'cancelled' : 'success',
    httpStatus: gone ? 499 : 200,
    error: gone ? goneError(exchange) : undefined,
    closed,
    earlier,
    response: () => response,
    providerResponseId: response.id === '' ? undefined : response.id,
    finish: response.choices[0]?.finish,
    firstTokenAt,
    send: () =>
      exchange.send(
        200,
        { ...answerHeaders({ walked, parts }, dispatched, closed), 'content-type': 'application/json' },
        body,
      ),
    spoil: (error) => sendError(parts, walked, error, {}, exchange),
  };
}

function answerFault(
  parts: PipelineParts,
  walked: Walked,
  { answer: begun, attempt, earlier, firstTokenAt, status }: Dispatched,
  cause: unknown,
  exchange: Exchange,
  collector: AnswerCollector,
): Ending {
  if (begun.kind === 'stream') begun.rest.abort();
  const error = new GatewayError('internal_error', { message: 'Internal error.', cause, detail: String(cause) });
  const interim = collector.interimUsage;
  const closed = parts.accounts.close(attempt, {
    usage: begun.kind === 'unary' ? begun.response.usage : collector.usage,
    ...(interim !== undefined && { interim }),
    text: () => (begun.kind === 'unary' ? textOf(begun.response) : collector.text),
    outcome: 'failure',
    failure: { message: error.message, unbilled: false },
    firstTokenAt,
    status,
  });
  const send = (problem: GatewayError): void =>
    exchange.begun
      ? endStreamWithError(walked.surface.format, problem, exchange)
      : sendError(parts, walked, problem, { attempts: [...earlier, closed.record] }, exchange);
  return {
    status: 'failure',
    httpStatus: error.status,
    error,
    closed,
    earlier,
    response: undefined,
    providerResponseId: undefined,
    finish: undefined,
    firstTokenAt,
    send: () => send(error),
    spoil: send,
  };
}
