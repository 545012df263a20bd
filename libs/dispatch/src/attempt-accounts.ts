import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import {
  type Deployment,
  type FailureClass,
  type GatewayError,
  type RouteStep,
  totalInputTokens,
  totalOutputTokens,
  type UpstreamFailure,
  type Usage,
  type UsageBound,
} from '@tollgate/canonical';
import { type Limiter, scopesOfAttempt } from '@tollgate/admission';
import {
  ATTEMPT_COST_NANO_MAX,
  type Cost,
  completeUsage,
  costOf,
  countByBytes,
  estimateBound,
  priceOfPicture,
  type TokenCounter,
} from '@tollgate/metering';
import type { ProviderOperation } from '@tollgate/providers';
import { admissionBound, type CountedEstimate, needsCount } from './admission-bound.js';
import { askedTier } from './asked-tier.js';
import { countText } from './count-text.js';
import type { DispatchAsk } from './dispatch-ask.js';
import type { ClosedAttempt, LiveAttempt } from './dispatched.js';
import { drawAccount, NOTHING, type Received } from './draw-account.js';
import { isCountable, subjectOf } from './experience-subject.js';
import { mostOf } from './most-of.js';
import { picturesAccount } from './pictures-account.js';
import { TargetExperience } from './target-experience.js';
import { holdsMoney, unreportedAccount } from './unreported-account.js';

/** What a reservation adds to an attempt. */
export type Held = Pick<LiveAttempt, 'reservation' | 'atStake' | 'bound' | 'estimate' | 'counted' | 'pricing'>;

export interface ReserveInput {
  readonly ask: DispatchAsk;
  readonly step: RouteStep;
  readonly operation: ProviderOperation;
  readonly number: number;
  readonly previous: ClosedAttempt | undefined;
  /** What is left of the request's time. */
  readonly remainingMs: number;
}

/** Told of each answer whose input was counted, for the metric: reported less counted, tokens. */
type OnInputCounted = (deployment: Deployment, errorTokens: number) => void;

/** The money of attempts, before and after: what they hold, and what they cost. The only caller of the limiter on the data plane. */
export class AttemptAccounts {
  private readonly experience: TargetExperience;
  private disbelieved = 0;

  constructor(
    private readonly limiter: Limiter,
    private readonly count: TokenCounter,
    private readonly clock: Clock,
    private readonly onInputCounted: OnInputCounted = () => undefined,
  ) {
    this.experience = new TargetExperience(clock);
  }

  /** Answers since the start whose reported usage no answer can have, for the metric. */
  get reportsDisbelieved(): number {
    return this.disbelieved;
  }

  /** Charges the attempt before and holds this one, in one step. */
  async reserve(input: ReserveInput): Promise<Outcome<Held, GatewayError>> {
    const { ask, step, operation, previous } = input;
    const bound = operation.format.boundUsage(ask.request);
    const estimate = lazily(() => this.estimate(ask, step, bound));
    const scopes = scopesOfAttempt(ask.grant.scopes, step.model.name, step.deployment);
    const needed = needsCount(scopes) ? estimate() : undefined;
    const reserved = await this.limiter.reserve({
      requestId: ask.requestId,
      attempt: input.number,
      entersModel: previous?.attempt.step.model.name !== step.model.name,
      admittedAt: ask.admittedAt,
      principal: ask.principal,
      scopes,
      deploymentId: step.deployment.id,
      upstreamModel: step.target.model,
      model: step.model.name,
      bound: admissionBound(bound, needed, operation, step, ask),
      settings: ask.snapshot.settings,
      bodyBytes: ask.bodyBytes,
      signal: ask.signal,
      remainingMs: input.remainingMs,
      totalTimeoutMs: longestMs(ask, step),
      ...(previous !== undefined && { previous: previous.end }),
    });
    if (previous !== undefined) this.limiter.learn(previous.attempt.reservation, previous.end);
    if (!reserved.ok) return fail(reserved.error);
    const pricing = pricingOf(ask, step, bound);
    const reservation = reserved.value;
    const atStake = holdsMoney(reservation)
      ? reservation.heldNano
      : mostOf(this.estimate(ask, step, bound, countByBytes), bound.choices);
    return succeed({ reservation, atStake, bound, estimate, counted: needed?.counted, pricing });
  }

  /** Draws up an attempt that answered, wholly or in part. */
  close(attempt: LiveAttempt, received: Received): ClosedAttempt {
    const usage = completeUsage(received.usage);
    if (attempt.bound.free === true) return this.closeFree(attempt, received, usage);
    const pictures = usage === undefined ? undefined : picturesAccount(attempt, usage);
    if (pictures !== undefined) return drawAccount(attempt, received, pictures, this.clock.now());
    const cost = costOf(usage, attempt.pricing.price, received.serviceTier);
    if (usage !== undefined && isOtherUnit(usage, cost, attempt)) {
      const { interim: _pieces, ...others } = received;
      return this.closeUnreported(attempt, { ...others, usage: undefined });
    }
    if (usage === undefined || (cost.costNano ?? 0n) > ATTEMPT_COST_NANO_MAX) {
      const closed = this.closeUnreported(attempt, received);
      if (received.usage === undefined) return closed;
      this.disbelieved += 1;
      return { ...closed, disbelieved: true };
    }
    this.learn(attempt, usage);
    return drawAccount(attempt, received, { costNano: cost.costNano, cost, estimated: false, usage }, this.clock.now());
  }

  private learn(attempt: LiveAttempt, usage: Usage): void {
    const { step, bound, counted } = attempt;
    const reported = totalInputTokens(usage);
    // pieces teach nothing of tokens
    if (reported === 0 && totalOutputTokens(usage) === 0) return;
    if (counted !== undefined) this.onInputCounted(step.deployment, reported - counted);
    const subject = subjectOf(step, bound);
    this.experience.observe(subject, reported, counted, totalOutputTokens(usage), this.elapsed(attempt));
  }

  /**
   * Draws up an attempt that gave no answer. Free only where it provably was not billed; `usage` is what a call of several requests was
   * billed for those that were answered.
   */
  closeFailed(
    attempt: LiveAttempt,
    failure: UpstreamFailure,
    failureClass: FailureClass,
    usage?: Usage,
  ): ClosedAttempt {
    const received: Received = {
      usage,
      text: () => '',
      outcome: failureClass === 'client-closed' ? 'cancelled' : 'failure',
      failure,
      failureClass,
      ...(failure.status !== undefined && { status: failure.status }),
    };
    if (usage !== undefined) return this.close(attempt, received);
    if (!failure.unbilled && attempt.bound.free === undefined) {
      const mayGoOn = attempt.bound.outlivesCall === true && failure.transport !== undefined;
      return { ...this.closeUnreported(attempt, received), ...(mayGoOn && { mayGoOn }) };
    }
    return this.closeFree(attempt, received, undefined);
  }

  private closeFree(attempt: LiveAttempt, received: Received, usage: Usage | undefined): ClosedAttempt {
    const account = { costNano: 0n, cost: NOTHING, estimated: false, usage };
    return drawAccount(attempt, received, account, this.clock.now());
  }

  /**
   * Draws up an attempt whose answer is made in the background. Until its end is known it is charged what it holds; where nobody will be
   * able to ask for that end, all that is at stake.
   */
  closeLater(attempt: LiveAttempt, isAskedLater: boolean): ClosedAttempt {
    const { reservation, atStake, pricing } = attempt;
    const held = isAskedLater ? reservation.heldNano : atStake;
    const account = {
      costNano: pricing.price === undefined && held === 0n ? undefined : held,
      cost: NOTHING,
      estimated: true,
      usage: undefined,
    };
    const closed = drawAccount(
      attempt,
      { usage: undefined, text: () => '', outcome: 'success' },
      account,
      this.clock.now(),
    );
    const end = { ...closed.end, tokens: reservation.heldTokens, ...(isAskedLater && { pending: true as const }) };
    return { ...closed, end };
  }

  /** Gives back what an attempt holds that was never sent. `final` when no other attempt of its request follows or went before. */
  release(attempt: LiveAttempt, final: boolean): void {
    const { deployment, target } = attempt.step;
    const end = {
      attempt: attempt.number,
      costNano: 0n,
      tokens: 0n,
      deploymentId: deployment.id,
      upstreamModel: target.model,
      choices: attempt.bound.choices,
    };
    this.limiter.settle(attempt.reservation, end, final);
  }

  /** Settles a request's last attempt: its record stands in the journal, its slots are free. */
  settle(closed: ClosedAttempt): void {
    this.limiter.settle(closed.attempt.reservation, closed.end, true);
  }

  /** The last resort after a fault of ours: whatever the request still holds is charged and freed. Nothing happens when it holds nothing. */
  abandon(requestId: string): void {
    const nothing = {
      requestId,
      attempt: 0,
      admittedAt: 0,
      counters: [],
      heldNano: 0n,
      heldTokens: 0n,
      limitUpstream: false,
    };
    const end = { attempt: 0, costNano: 0n, tokens: 0n, deploymentId: '', upstreamModel: '', choices: 1 };
    this.limiter.settle(nothing, end, true);
  }

  private closeUnreported(attempt: LiveAttempt, received: Received): ClosedAttempt {
    // it ends here: how long the counting below takes is no time that the provider had
    const [endedAt, elapsedMs] = [this.clock.now(), this.elapsed(attempt)];
    const account = unreportedAccount(attempt, received, {
      outputTokensReceived: countText(this.count, received.text(), attempt.step.target.model),
      elapsedMs,
      ...this.experience.outputRateOf(subjectOf(attempt.step, attempt.bound)),
    });
    return drawAccount(attempt, received, account, endedAt);
  }

  private estimate(ask: DispatchAsk, step: RouteStep, bound: UsageBound, counter = this.count): CountedEstimate {
    const { price, facts } = pricingOf(ask, step, bound);
    const serviceTier = askedTier(ask.request, step.target);
    const counted = counter(bound, step.target.model);
    const expected = this.experience.inputOf(subjectOf(step, bound), counted);
    const input: Parameters<typeof estimateBound>[0] = {
      bound,
      model: step.target.model,
      facts,
      price,
      count: () => expected,
      defaultMaxOutputTokens: ask.snapshot.settings.defaultMaxOutputTokens,
      ...(serviceTier !== undefined && { serviceTier }),
    };
    return {
      ...estimateBound(input),
      counted: isCountable(bound) ? counted : undefined,
      ...(expected > counted && { countedInputNano: estimateBound({ ...input, count: () => counted }).inputNano }),
    };
  }

  private elapsed(attempt: LiveAttempt): number {
    return this.clock.monotonicMs() - attempt.startedMs;
  }
}

/** For the whole request to end, at most: each group that takes over has its own time. */
function longestMs({ plan, snapshot }: DispatchAsk, { timeouts }: RouteStep): number {
  const groups = plan.fallbacks === undefined ? 1 : 1 + snapshot.router.fallbacks.max;
  return timeouts.totalMs * groups;
}

/** Price and facts of a target for one request. */
function pricingOf(
  { snapshot }: DispatchAsk,
  { deployment, target }: RouteStep,
  bound: UsageBound,
): LiveAttempt['pricing'] {
  const { price, facts } = snapshot.priceOf(deployment, target.model);
  return { price: priceOfPicture(price, bound.picture), facts };
}

/** The answer was counted in pieces that have no price, and there is a price: its tokens are estimated. */
function isOtherUnit(usage: Usage, { costNano }: Cost, { pricing }: LiveAttempt): boolean {
  if (costNano !== undefined || pricing.price === undefined) return false;
  return totalInputTokens(usage) === 0 && totalOutputTokens(usage) === 0;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
