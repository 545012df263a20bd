import { type JsonObject, parseJson } from '@tollgate/kernel';
import { type CanonicalResponse, GatewayError } from '@tollgate/canonical';
import type { Dispatched } from '@tollgate/dispatch';
import { endedResponse, type StreamContext, writeResponse } from '@tollgate/formats';
import type { Exchange } from '../http/exchange.js';
import { beginBackground } from '../objects/begin-background.js';
import { keepAnswer } from '../objects/keep-answer.js';
import { keepingOf } from '../objects/keep-bridged.js';
import { AnswerCollector, textOf } from './answer-collector.js';
import { answerHeaders } from './answer-headers.js';
import { answerStream, type StreamAnswer } from './answer-stream.js';
import type { Walked } from './build-record.js';
import type { Ending } from './ending.js';
import type { PipelineParts } from './pipeline-parts.js';
import { goneError } from './gone-error.js';
import { endStreamWithError, sendError } from './send-error.js';
import { withChargedUsage } from './with-charged-usage.js';

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
    const background = await beginBackground(parts, walked, dispatched);
    const kept = await keepAnswer(parts, walked, dispatched);
    const keeping = keepingOf(parts, walked, dispatched);
    const shown: StreamContext = {
      ...context,
      // who asked for one model and was answered by another is told so
      ...(dispatched.fallbacks > 0 && { requestedModel: dispatched.attempt.step.model.name }),
      ...(kept?.shownId !== undefined && { shownId: kept.shownId }),
      ...(keeping !== undefined && { keeping: keeping.told }),
    };
    const input = {
      parts,
      walked,
      dispatched,
      context: shown,
      exchange,
      collector,
      kept,
      keep: keeping?.keep,
      background,
    };
    return dispatched.answer.kind === 'unary'
      ? await answerWhole(input, dispatched.answer.response)
      : await answerStream(input, dispatched.answer);
  } catch (cause) {
    return answerFault(parts, walked, dispatched, cause, exchange, collector);
  }
}

async function answerWhole(
  { parts, walked, dispatched, context, exchange, keep, background }: Omit<StreamAnswer, 'collector' | 'kept'>,
  response: CanonicalResponse,
): Promise<Ending> {
  const { attempt, earlier, firstTokenAt, status } = dispatched;
  const isToCome = background !== undefined && endedResponse(response.source?.value ?? null) === undefined;
  const closed = isToCome
    ? parts.accounts.closeLater(attempt, background.isAskedLater)
    : parts.accounts.close(attempt, {
        usage: response.usage,
        text: () => textOf(response),
        outcome: 'success',
        firstTokenAt,
        status,
        ...(response.serviceTier !== undefined && { serviceTier: response.serviceTier }),
      });
  const told = withChargedUsage(response, closed);
  const body = writeResponse(walked.surface.format, told, { ...context, now: parts.clock.now() });
  if (keep !== undefined && !exchange.signal.aborted) await keep(parseJson(body) as JsonObject);
  const gone = exchange.signal.aborted;
  return {
    status: isToCome && background.isAskedLater ? 'pending' : gone ? 'cancelled' : 'success',
    httpStatus: gone ? 499 : 200,
    error: gone ? goneError(exchange) : undefined,
    closed,
    earlier,
    response: () => response,
    providerResponseId: response.id === '' ? undefined : response.id,
    finish: response.choices[0]?.finish,
    firstTokenAt,
    send: () =>
      exchange.send(200, { ...answerHeaders({ walked, parts }, dispatched, closed), ...resultHeaders(response) }, body),
    spoil: (error) => sendError(parts, walked, error, {}, exchange),
  };
}

/** What the body is, and where an answer was made here. */
function resultHeaders({ result }: CanonicalResponse): Record<string, string> {
  const type = { 'content-type': result?.kind === 'text' ? result.contentType : 'application/json' };
  return result?.kind === 'token-count' && result.counted ? { ...type, 'x-tollgate-token-count': 'gateway' } : type;
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
