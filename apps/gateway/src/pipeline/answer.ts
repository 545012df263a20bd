import { type CanonicalResponse, GatewayError, type UpstreamFailure } from '@tollgate/canonical';
import { classifyFailure, describeFailure, type Dispatched, type DispatchFailure, type Received } from '@tollgate/dispatch';
import type { StreamContext } from '@tollgate/formats';
import { FRAMINGS } from '@tollgate/framing';
import { usdFromNanoUsd } from '@tollgate/kernel';
import type { Exchange } from '../http/exchange.js';
import { AnswerCollector, textOf } from './answer-collector.js';
import { answerHeaders, errorHeaders, type Failed } from './answer-headers.js';
import type { Walked } from './build-record.js';
import type { Ending } from './ending.js';
import type { PipelineParts } from './pipeline-parts.js';
import { encode, relayStream } from './relay-stream.js';

/** Relays what dispatch began, all but its end. A fault of ours here still ends with what the provider billed. */
export async function answer(parts: PipelineParts, walked: Walked, dispatched: Dispatched, context: StreamContext, exchange: Exchange): Promise<Ending> {
  try {
    return dispatched.answer.kind === 'unary'
      ? answerWhole(parts, walked, dispatched, dispatched.answer.response, exchange)
      : await answerStream(parts, walked, dispatched, context, exchange);
  } catch (cause) {
    return answerFault(parts, walked, dispatched, cause, exchange);
  }
}

function answerWhole(parts: PipelineParts, walked: Walked, dispatched: Dispatched, response: CanonicalResponse, exchange: Exchange): Ending {
  const { format } = walked.surface;
  const closed = parts.accounts.close(dispatched.attempt, {
    usage: response.usage,
    text: () => textOf(response),
    outcome: 'success',
    firstTokenAt: dispatched.firstTokenAt,
    status: dispatched.status,
    ...(response.serviceTier !== undefined && { serviceTier: response.serviceTier }),
  });
  const requestedModel = walked.request?.model ?? '';
  const body = JSON.stringify(format.encodeResponse(response, { requestedModel, now: parts.clock.now(), newId: () => parts.ids.newId() }));
  const gone = exchange.signal.aborted;
  if (closed.costNano !== undefined) parts.keySpend.add(walked.principal, closed.costNano);
  const shown = { walked, parts };
  return {
    status: gone ? 'cancelled' : 'success',
    httpStatus: gone ? 499 : 200,
    error: undefined,
    closed,
    earlier: dispatched.earlier,
    response: () => response,
    providerResponseId: response.id === '' ? undefined : response.id,
    finish: response.choices[0]?.finish,
    firstTokenAt: dispatched.firstTokenAt,
    send: () => exchange.send(200, { ...answerHeaders(shown, dispatched, closed), 'content-type': 'application/json' }, body),
    spoil: (error) => sendError(parts, walked, error, {}, exchange),
  };
}

async function answerStream(parts: PipelineParts, walked: Walked, dispatched: Dispatched, context: StreamContext, exchange: Exchange): Promise<Ending> {
  if (dispatched.answer.kind !== 'stream') throw new Error('not a stream');
  const { format } = walked.surface;
  const { attempt } = dispatched;
  const framing = FRAMINGS[format.framing];
  const collector = new AnswerCollector();
  let costNano: bigint | undefined;
  const encoder = format.openEncoder({ ...context, costUsd: () => (costNano === undefined ? undefined : usdFromNanoUsd(costNano)) });
  const shown = { walked, parts };
  exchange.begin(200, {
    ...answerHeaders(shown, dispatched, undefined),
    'content-type': `${framing.contentType}; charset=utf-8`,
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
  const { outputTokens } = attempt.reservation;
  const relay = { events: dispatched.answer.events, rest: dispatched.answer.rest, encoder, framing, collector };
  const outputTokensMax = outputTokens === undefined ? undefined : outputTokens * attempt.bound.choices;
  const relayed = await relayStream({ ...relay, outputTokensMax }, exchange);
  const { failure } = relayed;
  const received: Received = {
    usage: collector.usage,
    ...(collector.interimUsage !== undefined && { interim: collector.interimUsage }),
    text: () => collector.text,
    outcome: relayed.clientGone ? 'cancelled' : failure === undefined ? 'success' : 'failure',
    firstTokenAt: dispatched.firstTokenAt,
    status: dispatched.status,
    ...(failure !== undefined && { failure }),
  };
  const closed = parts.accounts.close(attempt, received);
  costNano = closed.costNano;
  if (costNano !== undefined) parts.keySpend.add(walked.principal, costNano);
  const error = failure === undefined ? undefined : streamError(dispatched, failure, walked);
  return {
    status: received.outcome,
    httpStatus: relayed.clientGone ? 499 : (error?.status ?? 200),
    error,
    closed,
    earlier: dispatched.earlier,
    response: () => collector.toResponse(),
    providerResponseId: collector.providerResponseId,
    finish: collector.finish,
    firstTokenAt: dispatched.firstTokenAt,
    send: () => {
      if (relayed.clientGone) return exchange.cut();
      if (error !== undefined) return endWithError(error);
      void exchange.write(encode({ encoder, framing }, relayed.held) + encoder.end().map((event) => framing.encode(event)).join(''));
      exchange.end();
    },
    spoil: endWithError,
  };

  function endWithError(problem: GatewayError): void {
    void exchange.write(format.encodeStreamError(problem).map((event) => framing.encode(event)).join(''));
    exchange.end();
  }
}

function answerFault(parts: PipelineParts, walked: Walked, dispatched: Dispatched, cause: unknown, exchange: Exchange): Ending {
  const { answer: begun } = dispatched;
  if (begun.kind === 'stream') begun.rest.abort();
  const error = new GatewayError('internal_error', { message: 'Internal error.', cause, detail: String(cause) });
  const closed = parts.accounts.close(dispatched.attempt, {
    usage: begun.kind === 'unary' ? begun.response.usage : undefined,
    text: () => (begun.kind === 'unary' ? textOf(begun.response) : ''),
    outcome: 'failure',
    failure: { message: error.message, unbilled: false },
    firstTokenAt: dispatched.firstTokenAt,
    status: dispatched.status,
  });
  const { format } = walked.surface;
  const send = (problem: GatewayError): void => {
    if (!exchange.begun) return sendError(parts, walked, problem, {}, exchange);
    void exchange.write(format.encodeStreamError(problem).map((event) => FRAMINGS[format.framing].encode(event)).join(''));
    exchange.end();
  };
  return {
    status: 'failure',
    httpStatus: error.status,
    error,
    closed,
    earlier: dispatched.earlier,
    response: undefined,
    providerResponseId: undefined,
    finish: undefined,
    firstTokenAt: dispatched.firstTokenAt,
    send: () => send(error),
    spoil: send,
  };
}

/** The ending of a request that no deployment answered. */
export function answerFailure(parts: PipelineParts, walked: Walked, failed: DispatchFailure, error: GatewayError, exchange: Exchange): Ending {
  const cancelled = exchange.signal.aborted || error.code === 'client_closed';
  return {
    status: cancelled ? 'cancelled' : failed.attempts.length === 0 ? 'refused' : 'failure',
    httpStatus: cancelled ? 499 : error.status,
    error,
    closed: failed.open,
    earlier: failed.open === undefined ? failed.attempts : failed.attempts.slice(0, -1),
    response: undefined,
    providerResponseId: undefined,
    finish: undefined,
    firstTokenAt: undefined,
    send: () => sendError(parts, walked, error, failed, exchange),
    spoil: (problem) => sendError(parts, walked, problem, {}, exchange),
  };
}

/** An error before anything was sent, in the caller's dialect. */
export function sendError(
  parts: PipelineParts,
  walked: Pick<Walked, 'surface' | 'ingress' | 'principal'>,
  error: GatewayError,
  failed: Failed,
  exchange: Exchange,
): void {
  const encoded = walked.surface.format.encodeError(error);
  const shown = { walked, parts };
  const headers = { ...errorHeaders(shown, error, failed), ...error.headers, ...encoded.headers, 'content-type': 'application/json' };
  exchange.send(encoded.status, headers, JSON.stringify(encoded.body));
}

function streamError(dispatched: Dispatched, failure: UpstreamFailure, walked: Walked): GatewayError {
  const { attempt } = dispatched;
  const operation = attempt.provider.adapters[walked.surface.operation];
  const failureClass = operation === undefined ? 'incomplete' : classifyFailure(operation, failure);
  return describeFailure(failure, failureClass, attempt.provider, attempt.step.target);
}
