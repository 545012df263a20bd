import type { GatewayError, UpstreamFailure } from '@tollgate/canonical';
import { type Answer, classifyFailure, type ClosedAttempt, describeFailure, type Dispatched } from '@tollgate/dispatch';
import type { StreamContext, StreamEncoder } from '@tollgate/formats';
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

/** How the answer is told to its client. */
interface Telling {
  readonly encoder: StreamEncoder;
  readonly framing: Framing;
}

/** Sends a stream's head and events, and makes its end ready. Throws only for a fault of ours. */
export async function answerStream(input: StreamAnswer, begun: Extract<Answer, { kind: 'stream' }>): Promise<Ending> {
  const { parts, dispatched, exchange, collector, kept } = input;
  const { attempt } = dispatched;
  const cost: { nano: bigint | undefined } = { nano: undefined };
  const telling = openTelling(input, () => cost.nano);
  exchange.begin(200, headOf(input, telling.framing));
  const { choices } = attempt.bound;
  const bound = outputBoundOf(attempt);
  const named = kept?.named;
  const relayed = await relayStream({ ...begun, ...telling, collector, choices, bound, named }, exchange);
  if (!relayed.clientGone) await kept?.keepNamed();
  const failed = relayed.failure === undefined ? undefined : failureOf(relayed.failure, input);
  if (failed !== undefined)
    parts.health.recordOutcome(attempt.step.deployment.id, failed.failureClass, relayed.failure);
  const drawn = drawUp(input, relayed, failed);
  cost.nano = drawn.closed.costNano;
  // the client's end is made before the record is written: nothing may fail after it
  const end = relayed.clientGone || failed !== undefined ? '' : endOf(telling, relayed);
  if (end !== '' && telling.encoder.whole !== undefined) await input.keep?.(telling.encoder.whole);
  return endingOf(input, telling, {
    relayed,
    drawn,
    end,
    error: relayed.clientGone ? goneError(exchange) : failed?.error,
  });
}

function openTelling({ walked, context }: StreamAnswer, costNano: () => bigint | undefined): Telling {
  const { format } = walked.surface;
  const costUsd = (): number | undefined => {
    const nano = costNano();
    return nano === undefined ? undefined : usdFromNanoUsd(nano);
  };
  return { encoder: format.openEncoder({ ...context, costUsd }), framing: FRAMINGS[format.framing] };
}

function headOf({ parts, walked, dispatched }: StreamAnswer, framing: Framing): Record<string, string> {
  return {
    ...answerHeaders({ walked, parts }, dispatched, undefined),
    'content-type': contentTypeOf(framing, dispatched),
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  };
}

function outputBoundOf({ bound, reservation }: Dispatched['attempt']): OutputBound {
  const granted = reservation.outputTokens;
  return new OutputBound(granted === undefined ? undefined : granted * bound.choices);
}

interface DrawnUp {
  readonly closed: ClosedAttempt;
  readonly status: Ending['status'];
}

/** What is made in the background is made to its end without this stream: where that broke off, its account is drawn up later. */
function drawUp(input: StreamAnswer, relayed: Relayed, failed: Failed | undefined): DrawnUp {
  const { parts, dispatched, background } = input;
  if (background !== undefined && (relayed.clientGone || failed !== undefined)) {
    const closed = parts.accounts.closeLater(dispatched.attempt, background.isAskedLater);
    return { closed, status: background.isAskedLater ? 'pending' : closed.record.outcome };
  }
  const closed = parts.accounts.close(dispatched.attempt, received(input, relayed, failed?.failureClass));
  return { closed, status: closed.record.outcome };
}

/** What was held back of the answer, and what its dialect ends with. */
function endOf({ encoder, framing }: Telling, { held }: Relayed): string {
  let text = encode({ encoder, framing }, held);
  for (const event of encoder.end()) text += framing.encode(event);
  return text;
}

function endingOf(
  { walked, dispatched, exchange, collector }: StreamAnswer,
  { encoder, framing }: Telling,
  {
    relayed,
    drawn,
    end,
    error,
  }: {
    readonly relayed: Relayed;
    readonly drawn: DrawnUp;
    readonly end: string;
    readonly error: GatewayError | undefined;
  },
): Ending {
  const { format } = walked.surface;
  return {
    ...drawn,
    httpStatus: relayed.clientGone ? 499 : (error?.status ?? 200),
    error,
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
