import type { Instant, NanoUsd } from '@tollgate/kernel';
import type { AttemptEnd } from '@tollgate/admission';
import type {
  AttemptRecord,
  CanonicalResponse,
  GatewayError,
  ModelFacts,
  ModelPrice,
  Reservation,
  RouteStep,
  UsageBound,
  Usage,
  Warning,
} from '@tollgate/canonical';
import type { BoundEstimate, Cost } from '@tollgate/metering';
import type { ProviderAdapter, ProviderOperation } from '@tollgate/providers';
import type { AnswerStream, EventChunks } from './answer-stream.js';

/** An attempt that holds money and slots: it must be closed, whatever happens. */
export interface LiveAttempt {
  readonly number: number;
  readonly step: RouteStep;
  readonly provider: ProviderAdapter;
  /** Of the provider's: what it was asked over. */
  readonly operation: ProviderOperation;
  readonly reservation: Reservation;
  readonly bound: UsageBound;
  /** Charged when the process dies before it ends: the hold, or where nobody's money is held the most that it can cost. */
  readonly atStake: NanoUsd;
  /** What it can cost, counted when it is first asked for. */
  readonly estimate: () => BoundEstimate;
  /** Input tokens as counted for the hold; undefined where no limit needed them. */
  readonly counted: number | undefined;
  readonly pricing: { readonly price: ModelPrice | undefined; readonly facts: ModelFacts };
  readonly startedAt: Instant;
  /** Monotonic. */
  readonly startedMs: number;
  readonly warnings: readonly Warning[];
  /** The output limit in the bytes that went out. */
  readonly outputLimit: number | undefined;
}

/** An attempt whose account is drawn up: what it is charged, and its line in the record. */
export interface ClosedAttempt {
  readonly attempt: LiveAttempt;
  readonly record: AttemptRecord;
  /** Nano-dollars; undefined: the price is unknown. */
  readonly costNano: NanoUsd | undefined;
  readonly cost: Cost;
  readonly estimated: boolean;
  readonly usage: Usage | undefined;
  /** The provider reported a usage that no answer can have; it was charged an estimate. Somebody should look at it. */
  readonly disbelieved?: boolean;
  /** Nobody said that it failed, and its provider may be making the answer all the same: it is begun nowhere else. */
  readonly mayGoOn?: boolean;
  readonly end: AttemptEnd;
}

export type Answer =
  | { readonly kind: 'unary'; readonly response: CanonicalResponse }
  /** `events` were read already; `rest` gives what follows. */
  | { readonly kind: 'stream'; readonly events: readonly EventChunks[]; readonly rest: AnswerStream };

/** An answer has begun; nothing was sent to the client yet. */
export interface Dispatched {
  readonly attempt: LiveAttempt;
  readonly firstTokenAt: Instant;
  readonly status: number;
  /** The provider's response headers, lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: Answer;
  /** Attempts that failed before. */
  readonly earlier: readonly AttemptRecord[];
  /** Attempts at the group that answers, before this one. */
  readonly retries: number;
  /** Groups that took over, the one that answers the last of them. */
  readonly fallbacks: number;
}

/** No attempt gave an answer. */
export interface DispatchFailure {
  /** What the client sees: the first attempt's error. */
  readonly error: GatewayError;
  readonly attempts: readonly AttemptRecord[];
  /** The last attempt, which still holds something. */
  readonly open: ClosedAttempt | undefined;
  /** Response headers of the provider whose error is shown. */
  readonly headers: Readonly<Record<string, string>>;
  /** Groups that took over, and could not answer either. */
  readonly fallbacks: readonly FailedFallback[];
}

export interface FailedFallback {
  readonly model: string;
  /** Of its first attempt. */
  readonly error: GatewayError;
}
