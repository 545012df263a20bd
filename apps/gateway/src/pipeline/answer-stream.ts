import type { GatewayError, UpstreamFailure } from '@tollgate/canonical';
import { type Answer, classifyFailure, describeFailure, type Dispatched } from '@tollgate/dispatch';
import type { StreamContext } from '@tollgate/formats';
import { type Framing, FRAMINGS } from '@tollgate/framing';
import { usdFromNanoUsd } from '@tollgate/kernel';
import type { Exchange } from '../http/exchange.js';
import type { Background } from '../objects/begin-background.js';
import type { KeptAnswer } from '../objects/keep-answer.js';
import type { Keeping } from '../objects/keep-bridged.js';
import { withShownIds } from '../objects/object-errors.js';
import type { AnswerCollector } from './answer-collector.js';
import { answerHeaders } from './answer-headers.js';
import type { Walked } from './build-record.js';
import type { Ending } from './ending.js';
import { OutputBound } from './output-bound.js';
import type { PipelineParts } from './pipeline-parts.js';
import { encode, type Relayed, relayStream } from './relay-stream.js';
import { goneError } from './gone-error.js';
import { endStreamWithError } from './send-error.js';

export interface StreamAnswer {
  readonly parts: PipelineParts;
  readonly walked: Walked;
  readonly dispatched: Dispatched;
  readonly context: StreamContext;
  readonly exchange: Exchange;
  /** Shared with whoever has to end the request if this fails. */
  readonly collector: AnswerCollector;
  readonly kept: KeptAnswer | undefined;
  /** Keeps the answer as it was told at its end, where the gateway keeps it. */
  readonly keep: Keeping['keep'];
  readonly background: Background | undefined;
}

/** Sends a stream's head and events, and makes its end ready. Throws only for a fault of ours. */
export async function answerStream(input: StreamAnswer, begun: Extract<Answer, { kind: 'stream' }>): Promise<Ending> {
  const { parts, walked, dispatched, context, exchange, collector, kept, background } = input;
  const { attempt } = dispatched;
  const { format } = walked.surface;
  const framing = FRAMINGS[format.framing];
  const cost: { nano: bigint | undefined } = { nano: undefined };
  const encoder = format.openEncoder({
    ...context,
    costUsd: () => (cost.nano === undefined ? undefined : usdFromNanoUsd(cost.nano)),
  });
  exchange.begin(200, {
    ...answerHeaders({ walked, parts }, dispatched, undefined),
    'content-type': contentTypeOf(framing, dispatched),
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
  const { choices } = attempt.bound;
  const granted = attempt.reservation.outputTokens;
  const bound = new OutputBound(granted === undefined ? undefined : granted * choices);
  const named = kept?.named;
  const relayed = await relayStream({ ...begun, encoder, framing, collector, choices, bound, named }, exchange);
  if (!relayed.clientGone) await kept?.keepNamed();
  const failed = relayed.failure === undefined ? undefined : failureOf(relayed.failure, input);
  if (failed !== undefined)
    parts.health.recordOutcome(attempt.step.deployment.id, failed.failureClass, relayed.failure);
  // it is made to its end without this stream
  const isToCome = background !== undefined && (relayed.clientGone || failed !== undefined);
  const closed = isToCome
    ? parts.accounts.closeLater(attempt, background.isAskedLater)
    : parts.accounts.close(attempt, received(input, relayed, failed?.failureClass));
  cost.nano = closed.costNano;
  // the client's end is made before the record is written: nothing may fail after it
  const end =
    relayed.clientGone || failed !== undefined
      ? ''
      : encode({ encoder, framing }, relayed.held) +
        encoder
          .end()
          .map((event) => framing.encode(event))
          .join('');
  if (end !== '' && encoder.whole !== undefined) await input.keep?.(encoder.whole);
  const error = relayed.clientGone ? goneError(exchange) : failed?.error;
  return {
    status: isToCome && background.isAskedLater ? 'pending' : closed.record.outcome,
    httpStatus: relayed.clientGone ? 499 : (error?.status ?? 200),
    error,
    closed,
    earlier: dispatched.earlier,
    response: () => collector.toResponse(),
    providerResponseId: collector.providerResponseId,
    finish: collector.finish,
    firstTokenAt: dispatched.firstTokenAt,
    send: () => {
      if (relayed.clientGone && !exchange.revoked) return exchange.cut();
      if (error !== undefined) return endStreamWithError(format, error, exchange, encoder);
      if (end !== '') void exchange.write(end, framing.encoding);
      exchange.end();
    },
    spoil: (problem) => endStreamWithError(format, problem, exchange, encoder),
  };
}

/** Bytes without a form are what their provider says they are. */
function contentTypeOf(framing: Framing, { headers }: Dispatched): string {
  return (framing.id === 'raw' ? headers['content-type'] : undefined) ?? framing.contentType;
}

function received(
  { collector, dispatched }: StreamAnswer,
  { failure, clientGone, overran }: Relayed,
  failureClass: Failed['failureClass'] | undefined,
) {
  const { interimUsage, serviceTier } = collector;
  return {
    usage: collector.usage,
    text: () => collector.text,
    outcome: clientGone ? ('cancelled' as const) : failure === undefined ? ('success' as const) : ('failure' as const),
    firstTokenAt: dispatched.firstTokenAt,
    status: dispatched.status,
    overran,
    ...(interimUsage !== undefined && { interim: interimUsage }),
    ...(serviceTier !== undefined && { serviceTier }),
    ...(failure !== undefined && { failure }),
    ...(failureClass !== undefined && { failureClass }),
  };
}

interface Failed {
  readonly failureClass: ReturnType<typeof classifyFailure>;
  readonly error: GatewayError;
}

/** What broke a stream off, as the client reads it. */
function failureOf(
  failure: UpstreamFailure,
  { dispatched: { attempt }, walked }: Pick<StreamAnswer, 'dispatched' | 'walked'>,
): Failed {
  const { provider, operation, step } = attempt;
  const failureClass = classifyFailure(operation, failure);
  const error = describeFailure(failure, failureClass, provider, step.target, operation);
  return { failureClass, error: withShownIds(error, walked.references ?? []) };
}
