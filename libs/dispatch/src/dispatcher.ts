import { type Clock, type Outcome, fail, succeed, sumNanoUsd } from '@tollgate/kernel';
import {
  type AttemptRecord,
  type Credential,
  type FailureClass,
  GatewayError,
  internalError,
  type RouteStep,
  type UpstreamFailure,
  type Warning,
} from '@tollgate/canonical';
import type { Journal } from '@tollgate/logging';
import type { TokenCounter } from '@tollgate/metering';
import type { BuiltRequest, ProviderAdapter, ProviderOperation } from '@tollgate/providers';
import type { Logger } from '@tollgate/telemetry';
import type { UpstreamClient } from '@tollgate/upstream';
import type { TokenDecoder } from './as-text.js';
import type { AttemptAccounts, Held } from './attempt-accounts.js';
import type { Attempted, Shown } from './attempted.js';
import { buildBounded } from './build-bounded.js';
import type { Serving } from './count-here.js';
import { describeFailure } from './describe-failure.js';
import type { CredentialSource } from './credential-source.port.js';
import type { DispatchAsk } from './dispatch-ask.js';
import type { ClosedAttempt, Dispatched, DispatchFailure, LiveAttempt } from './dispatched.js';
import { fitRequest } from './fit-request.js';
import { selectServing } from './select-serving.js';
import { sendAttempt } from './send-attempt.js';
import type { Sent } from './sent.js';
import { toldAnswer } from './told-answer.js';
import { traceAnswer, traceRequest } from './trace-attempt.js';
import { newWalk, type Walk, walkPlan } from './walk-plan.js';

interface DispatchParts {
  readonly providers: ReadonlyMap<string, ProviderAdapter>;
  readonly accounts: AttemptAccounts;
  readonly journal: Journal;
  readonly upstream: UpstreamClient;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Counts and decodes tokens for providers that do not: see selectServing and fitRequest. */
  readonly tokens: { readonly count: TokenCounter; readonly decode: TokenDecoder };
  /** Told of each attempt's end: the health tracker. */
  readonly onOutcome: (
    deploymentId: string,
    failureClass: FailureClass | undefined,
    failure: UpstreamFailure | undefined,
  ) => void;
}

/** Who is not asked needs no credential: none is fetched. */
const UNSIGNED: Outcome<Credential, GatewayError> = succeed({});

/** Walks a route plan: reserve, build, sign, journal, send, peek; commits to the first answer that begins. Knows no strategy. */
export class Dispatcher {
  constructor(private readonly parts: DispatchParts) {}

  /** Never throws: whatever an attempt holds is in what is returned, or given back. */
  async dispatch(ask: DispatchAsk): Promise<Outcome<Dispatched, DispatchFailure>> {
    const walk = newWalk(ask);
    const answered = await walkPlan(walk, ask.plan, {
      clock: this.parts.clock,
      attempt: (step) => this.attempt(walk, step),
    });
    if (answered !== undefined) return succeed(answered);
    const { shown, closed, fallbacks } = walk;
    return fail({
      error: shown?.error ?? new GatewayError('no_healthy_deployment', { message: 'No deployment could be tried.' }),
      headers: shown?.headers ?? {},
      attempts: closed.map(({ record }) => record),
      open: closed.at(-1),
      fallbacks,
    });
  }

  private async attempt(walk: Walk, step: RouteStep): Promise<Attempted> {
    const { ask } = walk;
    const { providers, tokens } = this.parts;
    const serving = selectServing(providers, tokens.count, ask, step);
    if (serving === undefined) return refuse(notServed(step));
    const fitted = await fitRequest(ask.request, step.target, serving.operation, tokens.decode);
    if (!fitted.ok) return refuse(fitted.error);
    const { request, warnings } = fitted.value;
    return this.attemptWith(walk, { ...ask, request }, step, { ...serving, mended: warnings });
  }

  private async attemptWith(
    walk: Walk,
    ask: DispatchAsk,
    step: RouteStep,
    { provider, operation, mended }: Serving & { readonly mended: readonly Warning[] },
  ): Promise<Attempted> {
    const { closed } = walk;
    // before anything is held: a token may have to be fetched
    const signing =
      toldAnswer(ask, step) === undefined ? this.parts.credentials.credentialOf(step.deployment) : UNSIGNED;
    const credential = signing instanceof Promise ? await signing : signing;
    if (!credential.ok) return { ...refuse(credential.error), failureClass: 'authentication' };
    const reserved = await this.reserve(walk, ask, step, operation);
    if (!reserved.ok) return { ...refuse(reserved.error), failureClass: 'budget' };
    const { reservation } = reserved.value;
    const built = buildBounded(operation, ask, step, reservation);
    const live: LiveAttempt = {
      number: walk.number,
      step,
      provider,
      operation,
      ...reserved.value,
      startedAt: this.parts.clock.now(),
      startedMs: this.parts.clock.monotonicMs(),
      warnings: built.ok ? [...mended, ...built.value.warnings] : [],
      outputLimit: built.ok ? built.value.outputLimit : undefined,
    };
    if (!built.ok) return this.giveBack(walk, live, built.error);
    const charged = sumNanoUsd(closed.map((attempt) => attempt.costNano ?? 0n));
    try {
      await this.parts.journal.started(ask.started(live.number, step, live.atStake, charged));
    } catch (cause) {
      const message = 'The journal cannot be written, so the call could not be accounted for. Try again.';
      return this.giveBack(walk, live, new GatewayError('journal_unavailable', { message, cause, retryAfterMs: 1000 }));
    }
    walk.number += 1;
    try {
      return await this.send(ask, live, { built: built.value, credential: credential.value }, closed);
    } catch (cause) {
      return this.failInside(live, cause);
    }
  }

  private async reserve(
    { deadline, number, closed }: Walk,
    ask: DispatchAsk,
    step: RouteStep,
    operation: ProviderOperation,
  ): Promise<Outcome<Held, GatewayError>> {
    const remainingMs = Math.max(0, deadline - this.parts.clock.monotonicMs());
    try {
      return await this.parts.accounts.reserve({ ask, step, operation, number, previous: closed.at(-1), remainingMs });
    } catch (cause) {
      return fail(internalError(cause));
    }
  }

  /** Of an attempt that is not sent. Where nothing was sent before, the request is over for its counters, and begins anew. */
  private giveBack(walk: Walk, live: LiveAttempt, error: GatewayError): Attempted {
    const first = walk.closed.length === 0;
    this.parts.accounts.release(live, first);
    if (!first) walk.number += 1;
    return refuse(error);
  }

  private async send(
    ask: DispatchAsk,
    live: LiveAttempt,
    { built, credential }: { readonly built: BuiltRequest; readonly credential: Credential },
    earlier: readonly ClosedAttempt[],
  ): Promise<Attempted> {
    const { step, provider, operation } = live;
    const sent = await sendAttempt(
      {
        provider,
        operation,
        spec: built.spec,
        ...(built.more !== undefined && { more: built.more }),
        credential,
        now: live.startedAt,
        stream: ask.request.stream,
        asked: ask.request,
        outlivesCall: live.bound.outlivesCall === true,
        context: ask.context,
        timeouts: step.timeouts,
        tls: step.deployment.tls,
        addresses: step.deployment.addresses,
        signal: ask.signal,
        onSigned: (spec) => traceRequest(this.parts.logger, ask, live, spec),
      },
      this.parts.upstream,
    );
    traceAnswer(this.parts.logger, ask, live, sent, this.parts.clock.monotonicMs());
    return sent.kind === 'failed' ? this.failedAs(live, sent) : this.answeredAs(live, sent, earlier);
  }

  private failedAs(live: LiveAttempt, sent: Extract<Sent, { kind: 'failed' }>): Attempted {
    const { step, provider, operation } = live;
    const { failure, failureClass, usage, headers } = sent;
    this.parts.onOutcome(step.deployment.id, failureClass, failure);
    return {
      kind: 'failed',
      closed: this.parts.accounts.closeFailed(live, failure, failureClass, usage),
      failureClass,
      error: describeFailure(failure, failureClass, provider, step.target, operation),
      retryAfterMs: failure.retryAfterMs,
      headers,
    };
  }

  private answeredAs(
    live: LiveAttempt,
    sent: Exclude<Sent, { kind: 'failed' }>,
    earlier: readonly ClosedAttempt[],
  ): Attempted {
    this.parts.onOutcome(live.step.deployment.id, undefined, undefined);
    return {
      kind: 'answered',
      dispatched: {
        attempt: live,
        firstTokenAt: this.parts.clock.now(),
        status: sent.status,
        headers: sent.headers,
        answer:
          sent.kind === 'unary'
            ? { kind: 'unary', response: sent.response }
            : { kind: 'stream', events: sent.events, rest: sent.rest },
        earlier: earlier.map((closed): AttemptRecord => closed.record),
      },
    };
  }

  /** A fault of ours after the money was held: charged like an answer that never came, and not tried again. */
  private failInside(live: LiveAttempt, cause: unknown): Attempted {
    const failure: UpstreamFailure = {
      message: 'the gateway failed while it read the answer',
      unbilled: false,
      transport: 'invalid',
    };
    return {
      ...refuse(internalError(cause)),
      kind: 'failed',
      closed: this.parts.accounts.closeFailed(live, failure, 'incomplete'),
    };
  }
}

/** `bad-request`: nothing else will do better. */
function refuse(error: GatewayError): Shown & { readonly kind: 'refused' } {
  return { kind: 'refused', error, failureClass: 'bad-request', retryAfterMs: undefined, headers: {} };
}

function notServed(step: RouteStep): GatewayError {
  return new GatewayError('provider_not_served', {
    message: `The provider '${step.target.provider}' of model '${step.target.group}' does not serve this kind of request here.`,
  });
}
