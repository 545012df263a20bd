import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import {
  type AttemptRecord,
  type FailureClass,
  type GatewayError,
  type LimitedScope,
    type RouteStep,
  totalInputTokens,
  totalOutputTokens,
  type UpstreamFailure,
  type Usage,
} from '@tollgate/canonical';
import { type AttemptEnd, type Limiter, scopesOfTarget } from '@tollgate/admission';
import { type BoundEstimate, completeUsage, type Cost, costOf, estimateBound, estimateWithoutUsage, type TokenCounter } from '@tollgate/metering';
import type { ProviderOperation } from '@tollgate/providers';
import type { DispatchAsk } from './dispatch-ask.js';
import type { ClosedAttempt, LiveAttempt } from './dispatched.js';
import { TargetExperience } from './target-experience.js';

/** What a reservation adds to an attempt. */
export type Held = Pick<LiveAttempt, 'reservation' | 'bound' | 'estimate' | 'counted' | 'pricing'>;

export interface ReserveInput {
  readonly ask: DispatchAsk;
  readonly step: RouteStep;
  readonly operation: ProviderOperation;
  readonly number: number;
  readonly previous: ClosedAttempt | undefined;
}

/** What was received of an answer. */
export interface Received {
  readonly usage: Usage | undefined;
  /** Everything the model wrote; counted only when there is no usage. */
  readonly text: () => string;
  readonly serviceTier?: string;
  readonly outcome: 'success' | 'failure' | 'cancelled';
  readonly failure?: UpstreamFailure;
  readonly failureClass?: FailureClass;
  readonly firstTokenAt?: number;
  readonly status?: number;
}

/** The money of attempts, before and after: what they hold, and what they cost. The only caller of the limiter on the data plane. */
export class AttemptAccounts {
  private readonly experience = new TargetExperience();

  constructor(
    private readonly limiter: Limiter,
    private readonly count: TokenCounter,
    private readonly clock: Clock,
  ) {}

  /** Charges the attempt before and holds this one, in one step. */
  async reserve(input: ReserveInput): Promise<Outcome<Held, GatewayError>> {
    const { ask, step, operation, previous } = input;
    const bound = operation.format.boundUsage(ask.request);
    const estimate = lazily(() => this.estimate(ask, step, bound));
    const scopes = [...ask.grant.scopes, ...scopesOfTarget(step.deployment)];
    const counted = counts(scopes) ? estimate() : undefined;
    const reserved = await this.limiter.reserve({
      requestId: ask.requestId,
      attempt: input.number,
      admittedAt: ask.admittedAt,
      principal: ask.principal,
      scopes,
      deploymentId: step.deployment.id,
      model: ask.grant.model.name,
      bound: boundOf(bound, counted, operation, step, ask),
      settings: ask.snapshot.settings,
      bodyBytes: ask.bodyBytes,
      signal: ask.signal,
      remainingMs: ask.plan.deadlineMs,
      totalTimeoutMs: step.timeouts.totalMs,
      ...(previous !== undefined && { previous: previous.end }),
    });
    if (previous !== undefined) this.limiter.learn(previous.attempt.reservation, previous.end);
        if (!reserved.ok) return fail(reserved.error);
    const pricing = ask.snapshot.priceOf(step.deployment, step.target.model);
    return succeed({ reservation: reserved.value, bound, estimate, counted: counted?.inputTokens, pricing });
  }

  /** Draws up an attempt that answered, wholly or in part. */
  close(attempt: LiveAttempt, received: Received): ClosedAttempt {
    const { deployment, target } = attempt.step;
    const { price } = attempt.pricing;
    const usage = completeUsage(received.usage);
    if (usage === undefined) return this.closeUnreported(attempt, received);
    const cost = costOf(usage, price, received.serviceTier);
    this.experience.observe(deployment.id, totalInputTokens(usage), attempt.counted, totalOutputTokens(usage), this.elapsed(attempt));
    const account = { costNano: cost.costNano, cost, estimated: false, usage };
    return this.draw(attempt, received, account, BigInt(totalInputTokens(usage) + totalOutputTokens(usage)), target.model);
  }

  /** Draws up an attempt that gave no answer. Free only where it provably was not billed. */
  closeFailed(attempt: LiveAttempt, failure: UpstreamFailure, failureClass: FailureClass): ClosedAttempt {
    const received: Received = {
      usage: undefined,
      text: () => '',
      outcome: failureClass === 'client-closed' ? 'cancelled' : 'failure',
      failure,
      failureClass,
      ...(failure.status !== undefined && { status: failure.status }),
    };
    if (!failure.unbilled) return this.closeUnreported(attempt, received);
    const account = { costNano: 0n, cost: NOTHING, estimated: false, usage: undefined };
    return this.draw(attempt, received, account, 0n, attempt.step.target.model);
  }

  /** Gives back what an attempt holds that was never sent. `final` when no other attempt of its request follows. */
  release(attempt: LiveAttempt, final: boolean): void {
    const { deployment } = attempt.step;
    const end = { attempt: attempt.number, costNano: 0n, tokens: 0n, deploymentId: deployment.id, choices: attempt.bound.choices };
    this.limiter.settle(attempt.reservation, end, final);
  }

  /** Settles a request's last attempt: its record stands in the journal, its slots are free. */
  settle(closed: ClosedAttempt): void {
    this.limiter.settle(closed.attempt.reservation, closed.end, true);
  }

  private closeUnreported(attempt: LiveAttempt, received: Received): ClosedAttempt {
    const estimate = attempt.estimate();
    const { model } = attempt.step.target;
    const text = received.text();
    const outputReceived = text === '' ? 0 : this.count({ ...EMPTY_BOUND, inputTexts: [text] }, model);
    const held = attempt.reservation.counters.some((counter) => counter.kind === 'money') ? attempt.reservation.heldNano : undefined;
    const charge = estimateWithoutUsage({
      inputTokens: estimate.inputTokens,
      inputNano: estimate.inputNano ?? 0n,
      outputNanoPerMillion: estimate.outputNanoPerMillion ?? 0n,
      outputTokensReceived: outputReceived,
      elapsedMs: received.outcome === 'success' ? 0 : this.elapsed(attempt),
      heldNano: held,
      outputMax: attempt.outputLimit ?? estimate.outputMax,
      ...this.experience.outputRateOf(attempt.step.deployment.id),
    });
    const priced = estimate.inputNano !== undefined && estimate.outputNanoPerMillion !== undefined;
    const usage: Usage = { inputUncached: charge.inputTokens, output: charge.outputTokens };
    const costNano = priced ? charge.costNano : undefined;
    const cost: Cost = { ...NOTHING, costNano, priceSource: attempt.pricing.price?.source };
    return this.draw(attempt, received, { costNano, cost, estimated: true, usage }, BigInt(charge.inputTokens + charge.outputTokens), model);
  }

  private estimate(ask: DispatchAsk, step: RouteStep, bound: LiveAttempt['bound']): BoundEstimate {
    const { price, facts } = ask.snapshot.priceOf(step.deployment, step.target.model);
    return estimateBound({
      bound,
      model: step.target.model,
      facts,
      price,
      count: this.count,
      ratio: this.experience.inputRatioOf(step.deployment.id),
      defaultMaxOutputTokens: ask.snapshot.settings.defaultMaxOutputTokens,
      ...(ask.request.serviceTier !== undefined && { serviceTier: ask.request.serviceTier }),
    });
  }

  private elapsed(attempt: LiveAttempt): number {
    return this.clock.monotonicMs() - attempt.startedMs;
  }

  private draw(
    attempt: LiveAttempt,
    received: Received,
    account: Pick<ClosedAttempt, 'costNano' | 'cost' | 'estimated' | 'usage'>,
    tokens: bigint,
    model: string,
  ): ClosedAttempt {
    const { step, reservation } = attempt;
    const { failure } = received;
    const record: AttemptRecord = {
      attempt: attempt.number,
      deploymentId: step.deployment.id,
      provider: step.target.provider,
      model,
      apiBase: step.target.apiBase,
      startedAt: attempt.startedAt,
      endedAt: this.clock.now(),
      outcome: received.outcome,
      costNano: account.costNano === undefined ? null : String(account.costNano),
      estimated: account.estimated,
      heldNano: String(reservation.heldNano),
      prices: Object.fromEntries(Object.entries(account.cost.prices).map(([bucket, nano]) => [bucket, String(nano)])),
      ...(received.firstTokenAt !== undefined && { firstTokenAt: received.firstTokenAt }),
      ...(received.status !== undefined && { status: received.status }),
      ...(received.failureClass !== undefined && { failureClass: received.failureClass }),
      ...(failure !== undefined && { errorMessage: failure.message }),
      ...(account.usage !== undefined && { usage: account.usage }),
      ...(account.cost.priceSource !== undefined && { priceSource: account.cost.priceSource }),
    };
    const end: AttemptEnd = {
      attempt: attempt.number,
      costNano: account.costNano ?? 0n,
      tokens,
      deploymentId: step.deployment.id,
      choices: attempt.bound.choices,
      ...(account.usage !== undefined && !account.estimated && { reportedOutput: totalOutputTokens(account.usage) }),
    };
    return { attempt, record, end, ...account };
  }
}

const NOTHING: Cost = { costNano: 0n, breakdown: {}, prices: {}, priceSource: undefined };

const EMPTY_BOUND = {
  inputTexts: [] as readonly string[],
  messages: 0,
  tools: 0,
  images: 0,
  documents: 0,
  audio: 0,
  unbounded: [],
  choices: 1,
  needsWholeAnswer: false,
  reasoning: false,
};

/** Whether somebody's limit needs the tokens counted; counting costs more than everything else on the path. */
function counts(scopes: readonly LimitedScope[]): boolean {
  return scopes.some(({ limits }) => limits.maxBudget !== undefined || limits.tokensPerMinute !== undefined);
}

function boundOf(
  bound: LiveAttempt['bound'],
  estimate: BoundEstimate | undefined,
  operation: ProviderOperation,
  step: RouteStep,
  ask: DispatchAsk,
): Parameters<Limiter['reserve']>[0]['bound'] {
  const { facts } = ask.snapshot.priceOf(step.deployment, step.target.model);
  const { outputLimit } = operation;
  const priced = estimate?.inputNano !== undefined && estimate.outputNanoPerMillion !== undefined;
  return {
    inputTokens: estimate?.inputTokens ?? 0,
    price: priced
      ? // metering's price is for all choices, admission asks for one
        { inputNano: estimate.inputNano ?? 0n, outputNanoPerMillion: (estimate.outputNanoPerMillion ?? 0n) / BigInt(bound.choices) }
      : undefined,
    unbounded: estimate?.unbounded ?? [],
    outputMax: estimate?.outputMax ?? facts.maxOutputTokens ?? ask.snapshot.settings.defaultMaxOutputTokens,
    choices: bound.choices,
    needsWholeAnswer: bound.needsWholeAnswer,
    reasoning: bound.reasoning || facts.reasoning === true,
    unlimited: outputLimit === 'none',
    ...(outputLimit !== 'none' && { outputMin: outputLimit.minimum }),
    ...(bound.outputLimit !== undefined && { clientLimit: bound.outputLimit }),
    ...(bound.reasoningBudget !== undefined && { reasoningBudget: bound.reasoningBudget }),
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
