import { type Clock, type Outcome, fail, succeed } from '@tollgate/kernel';
import {
  type AttemptRecord,
  type FailureClass,
  GatewayError,
  type Reservation,
  type RouteStep,
  type UpstreamFailure,
} from '@tollgate/canonical';
import type { Journal } from '@tollgate/logging';
import type { BuiltRequest, ProviderAdapter, ProviderOperation } from '@tollgate/providers';
import type { Logger } from '@tollgate/telemetry';
import type { UpstreamClient } from '@tollgate/upstream';
import type { AttemptAccounts } from './attempt-accounts.js';
import { checkSpec } from './check-spec.js';
import { describeFailure } from './describe-failure.js';
import type { DispatchAsk } from './dispatch-ask.js';
import type { ClosedAttempt, Dispatched, DispatchFailure, LiveAttempt } from './dispatched.js';
import { pause } from './pause.js';
import { sendAttempt } from './send-attempt.js';
import { traceAnswer, traceRequest } from './trace-attempt.js';

interface DispatchParts {
  readonly providers: ReadonlyMap<string, ProviderAdapter>;
  readonly accounts: AttemptAccounts;
  readonly journal: Journal;
  readonly upstream: UpstreamClient;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each attempt's end: the health tracker. */
  readonly onOutcome: (deploymentId: string, failureClass: FailureClass | undefined, failure: UpstreamFailure | undefined) => void;
}

type Attempted =
  | { readonly kind: 'answered'; readonly dispatched: Dispatched }
  | { readonly kind: 'failed'; readonly closed: ClosedAttempt; readonly failureClass: FailureClass; readonly error: GatewayError; readonly retryAfterMs: number | undefined; readonly headers: Readonly<Record<string, string>> }
  /** Nothing was sent: no money for it, or the request cannot be built for this target. */
  | { readonly kind: 'refused'; readonly error: GatewayError; readonly failureClass: FailureClass };

/** Walks a route plan: reserve, build, sign, journal, send, peek; commits to the first answer that begins. Knows no strategy. */
export class Dispatcher {
  constructor(private readonly parts: DispatchParts) {}

  async dispatch(ask: DispatchAsk): Promise<Outcome<Dispatched, DispatchFailure>> {
    const deadline = this.parts.clock.monotonicMs() + ask.plan.deadlineMs;
    const attempts: ClosedAttempt[] = [];
    let shown: { error: GatewayError; headers: Readonly<Record<string, string>> } | undefined;
    let last: { failureClass: FailureClass; retryAfterMs: number | undefined } | undefined;
    for (const step of ask.plan.steps) {
      if (last !== undefined) {
        if (!step.afterFailures.includes(last.failureClass)) break;
        const delayMs = Math.max(step.delayMs, last.retryAfterMs ?? 0);
        if (this.parts.clock.monotonicMs() + delayMs >= deadline) break;
        await pause(delayMs, ask.signal);
        if (ask.signal.aborted) break;
      }
      const attempted = await this.attempt(ask, step, attempts);
      if (attempted.kind === 'answered') return succeed(attempted.dispatched);
      shown ??= { error: attempted.error, headers: attempted.kind === 'failed' ? attempted.headers : {} };
      if (attempted.kind === 'failed') attempts.push(attempted.closed);
      last = { failureClass: attempted.failureClass, retryAfterMs: attempted.kind === 'failed' ? attempted.retryAfterMs : undefined };
    }
    return fail({
      error: shown?.error ?? new GatewayError('no_healthy_deployment', { message: 'No deployment could be tried.' }),
      headers: shown?.headers ?? {},
      attempts: attempts.map((closed) => closed.record),
      open: attempts.at(-1),
    });
  }

  private async attempt(ask: DispatchAsk, step: RouteStep, earlier: readonly ClosedAttempt[]): Promise<Attempted> {
    const provider = this.parts.providers.get(step.target.provider);
    const operation = provider?.adapters[ask.request.operation];
    if (provider === undefined || operation === undefined) return refuse(notServed(step));
    const number = earlier.length + 1;
    const reserved = await this.parts.accounts.reserve({ ask, step, operation, number, previous: earlier.at(-1) });
    if (!reserved.ok) return { kind: 'refused', error: reserved.error, failureClass: 'budget' };
    const { reservation } = reserved.value;
    const built = buildBounded(operation, ask, step, reservation);
    const live: LiveAttempt = {
      number,
      step,
      provider,
      ...reserved.value,
      startedAt: this.parts.clock.now(),
      startedMs: this.parts.clock.monotonicMs(),
      warnings: built.ok ? built.value.warnings : [],
      outputLimit: built.ok ? built.value.outputLimit : undefined,
    };
    if (!built.ok) {
      this.parts.accounts.release(live, earlier.length === 0);
      return { kind: 'refused', error: built.error, failureClass: 'bad-request' };
    }
    const charged = earlier.reduce((sum, closed) => sum + (closed.costNano ?? 0n), 0n);
    try {
      await this.parts.journal.started(ask.started(number, step, reservation, charged));
    } catch (cause) {
      this.parts.accounts.release(live, earlier.length === 0);
      return refuse(new GatewayError('journal_unavailable', { message: 'The journal cannot be written.', cause, retryAfterMs: 1000 }));
    }
    try {
      return await this.send(ask, live, operation, built.value, earlier);
    } catch (cause) {
      return this.failInside(live, cause);
    }
  }

  private async send(ask: DispatchAsk, live: LiveAttempt, operation: ProviderOperation, built: BuiltRequest, earlier: readonly ClosedAttempt[]): Promise<Attempted> {
    const { step, provider } = live;
    const sent = await sendAttempt(
      {
        provider,
        operation,
        spec: built.spec,
        credential: step.deployment.credential,
        now: live.startedAt,
        stream: ask.request.stream,
        context: ask.context,
        timeouts: step.timeouts,
        signal: ask.signal,
        onSigned: (spec) => traceRequest(this.parts.logger, ask, live, spec),
      },
      this.parts.upstream,
    );
    traceAnswer(this.parts.logger, ask, live, sent, this.parts.clock.monotonicMs());
    if (sent.kind === 'failed') {
      this.parts.onOutcome(step.deployment.id, sent.failureClass, sent.failure);
      return {
        kind: 'failed',
        closed: this.parts.accounts.closeFailed(live, sent.failure, sent.failureClass),
        failureClass: sent.failureClass,
        error: describeFailure(sent.failure, sent.failureClass, provider, step.target),
        retryAfterMs: sent.failure.retryAfterMs,
        headers: sent.headers,
      };
    }
    this.parts.onOutcome(step.deployment.id, undefined, undefined);
    return {
      kind: 'answered',
      dispatched: {
        attempt: live,
        firstTokenAt: this.parts.clock.now(),
        status: sent.status,
        headers: sent.headers,
        answer: sent.kind === 'unary' ? { kind: 'unary', response: sent.response } : { kind: 'stream', events: sent.events, rest: sent.rest },
        earlier: earlier.map((closed): AttemptRecord => closed.record),
      },
    };
  }

  /** A fault of ours after the money was held: charged like an answer that never came, and not tried again. */
  private failInside(live: LiveAttempt, cause: unknown): Attempted {
    const failure: UpstreamFailure = { message: 'the gateway failed while it read the answer', unbilled: false, transport: 'invalid' };
    return {
      kind: 'failed',
      closed: this.parts.accounts.closeFailed(live, failure, 'incomplete'),
      failureClass: 'bad-request',
      error: new GatewayError('internal_error', { message: 'Internal error.', cause, detail: String(cause) }),
      retryAfterMs: undefined,
      headers: {},
    };
  }
}

/** Builds the bytes and refuses them when the limit in them is not the one that is held. */
function buildBounded(operation: ProviderOperation, ask: DispatchAsk, step: RouteStep, reservation: Reservation): Outcome<BuiltRequest, GatewayError> {
  const limit = reservation.limitUpstream ? reservation.outputTokens : undefined;
  const built = operation.buildRequest(ask.request, step.target, limit);
  if (!built.ok) return built;
  const inBytes = built.value.outputLimit;
  // an operator's own smaller limit may stand there; a larger one, or none, is not what is held
  if (limit !== undefined && (inBytes === undefined || inBytes > limit)) {
    return fail(
      new GatewayError('internal_error', {
        message: 'The output limit could not be applied to the request.',
        detail: `held ${limit}, in the bytes ${String(inBytes)} (${step.target.litellmModel})`,
      }),
    );
  }
  return checkSpec(built.value, step.target);
}

function refuse(error: GatewayError): Attempted {
  return { kind: 'refused', error, failureClass: 'bad-request' };
}

function notServed(step: RouteStep): GatewayError {
  return new GatewayError('provider_not_served', {
    message: `The provider '${step.target.provider}' of model '${step.target.group}' does not serve this kind of request here.`,
  });
}
