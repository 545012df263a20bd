import { fail, type Clock, type NanoUsd, type Outcome, type Ticker } from '@tollgate/kernel';
import type { CounterRef, GatewayError, Reservation } from '@tollgate/canonical';
import type { AttemptAsk } from './attempt-ask.js';
import { checkSettlement } from './check-amounts.js';
import { LIFETIME } from './compute-window.js';
import { concludeReserve } from './conclude-reserve.js';
import type { CounterGate } from './counter-gate.js';
import type { CounterStore, ReserveAnswer, ReserveAsk, ScopeRef } from './counter-store.port.js';
import { countersFor } from './counters-for.js';
import { unboundedCost, unpricedModel } from './limit-refusals.js';
import { moneyAsk, rateTokens } from './money-ask.js';
import { OutputExperience, type OutputSubject } from './output-experience.js';
import { Settlements } from './settlements.js';
import { WAIT_BOUNDS, WaitLine, type WaitBounds, type WaitEnd } from './wait-line.js';

const RETRY_MS = 100;
const LEASE_MARGIN_MS = 60_000;

/** How an attempt ended. */
export interface AttemptEnd extends OutputSubject {
  readonly attempt: number;
  /** What it cost, or its estimate; 0n only where it provably was not billed, or the price is not known. */
  readonly costNano: NanoUsd;
  /** Input and output tokens, for token rates. */
  readonly tokens: bigint;
  /** Output tokens of all choices as the provider reported them; absent where it reported none. */
  readonly reportedOutput?: number;
  /** `costNano` is what is held until the answer's end is known: see Settlement. */
  readonly pending?: true;
  /** It went past the limit that it was given, and was cut off for it. */
  readonly overran?: boolean;
  readonly choices: number;
}

/**
 * The one taker of limits (money-and-ledger 3). `reserve` before each attempt, `settle` once at the end of a request that was
 * granted at least once; an attempt in between is charged by the next `reserve`'s `previous`, or by `settle` with `final: false`.
 */
export class Limiter {
  private readonly line: WaitLine;
  private readonly experience: OutputExperience;
  private readonly settlements: Settlements;
  private stopTicking: (() => void) | undefined;
  private closed = false;

  constructor(
    private readonly store: CounterStore,
    private readonly gate: CounterGate,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    bounds: WaitBounds = WAIT_BOUNDS,
  ) {
    this.line = new WaitLine(
      bounds,
      (ask) => this.ask(ask),
      (ask) => this.giveBack(ask),
    );
    this.settlements = new Settlements(store, ticker);
    this.experience = new OutputExperience(clock);
    store.onRelease(() => void this.line.wake());
    gate.onReopen(() => store.reseed());
  }

  /** Callers that wait for money now, for the metric. */
  get waiting(): number {
    return this.line.size;
  }

  /**
   * Takes what one attempt needs from every scope, or refuses: 429 `rate_limited` at once, 422 `budget_exceeded`,
   * `unpriced_model` or `unbounded_cost` at once; where others hold the missing money it waits first, at most `budgetWaitMs`
   * and the client's deadline, then 429 `budget_busy`. 503 when limits cannot be counted, 499 when the client left.
   */
  async reserve(attempt: AttemptAsk): Promise<Outcome<Reservation, GatewayError>> {
    const counters = countersFor(attempt.scopes, attempt.admittedAt, attempt.attempt, attempt.entersModel);
    const refusal = this.refuseUncounted(attempt, counters);
    if (refusal !== undefined) return fail(refusal);
    try {
      const ask = this.storeAsk(attempt, counters);
      const behind = this.line.waitedFor(counters);
      const answer = await this.ask(behind === undefined ? ask : { ...ask, behind });
      if (answer.kind === 'busy') return concludeReserve(attempt, await this.wait(attempt, counters, answer.counter));
      return concludeReserve(attempt, { kind: 'answered', ask, answer });
    } catch (cause) {
      return concludeReserve(attempt, { kind: 'failed', cause });
    }
  }

  /**
   * Charges an attempt and teaches what its answer shows. With `final` the request is over and its record in the journal.
   * Returns at once; throws RangeError for an amount that is no integer >= 0.
   */
  settle(reservation: Reservation, end: AttemptEnd, final: boolean): void {
    const { attempt, costNano, tokens, pending } = end;
    const settlement = { attempt, costNano, tokens, ...(pending === true && { pending }) };
    checkSettlement(settlement);
    this.learn(reservation, end);
    this.settlements.send(reservation.requestId, settlement, final);
  }

  /** What is taught by an answer whose charge goes with the next `reserve` (`previous`). */
  learn(
    reservation: Reservation,
    end: Pick<AttemptEnd, 'reportedOutput' | 'overran' | 'choices'> & OutputSubject,
  ): void {
    if (end.overran === true) this.experience.observeOverrun(end);
    if (end.reportedOutput === undefined) return;
    const limit = reservation.limitUpstream ? reservation.outputTokens : undefined;
    this.experience.observe(end, end.reportedOutput, limit, end.choices);
  }

  /** A scope's lifetime spend with what is under way here, but for what is held; undefined when it cannot be read. */
  async spendOf(scope: ScopeRef): Promise<NanoUsd | undefined> {
    try {
      return (await this.store.read({ ...scope, kind: 'money', window: LIFETIME })).settled;
    } catch {
      return undefined;
    }
  }

  /** The process is to end: those who wait are refused (503), and nobody waits any more. What is under way goes on. */
  stopWaiting(): void {
    this.closed = true;
    this.line.close();
    this.stopTicking?.();
  }

  /** Resolves when nobody waits and every settlement has reached the store. */
  async close(): Promise<void> {
    this.stopWaiting();
    await this.settlements.drain();
  }

  private refuseUncounted(attempt: AttemptAsk, counters: readonly CounterRef[]): GatewayError | undefined {
    const closed = this.gate.refuse(counters.length > 0);
    if (closed !== undefined) return closed;
    const budget = counters.find((counter) => counter.kind === 'money');
    if (budget === undefined) return undefined;
    if (attempt.bound.price === undefined) return unpricedModel(attempt.model, attempt.bound.pieceField, budget);
    return attempt.bound.unbounded.length > 0 ? unboundedCost(attempt.bound.unbounded, budget) : undefined;
  }

  private storeAsk(attempt: AttemptAsk, counters: readonly CounterRef[]): ReserveAsk {
    const { bound, settings } = attempt;
    const unlimited = bound.unlimited || this.experience.ignoresLimit(attempt);
    return {
      requestId: attempt.requestId,
      attempt: attempt.attempt,
      admittedAt: attempt.admittedAt,
      counters,
      scopes: attempt.scopes.map(({ scope, id }) => ({ scope, id })),
      ...(bound.price === undefined
        ? {}
        : { money: moneyAsk(bound, bound.price, settings.budgetOutputFloor, unlimited) }),
      tokens: rateTokens(bound, this.experience.meanOf(attempt)),
      leaseUntil: this.clock.now() + settings.budgetWaitMs + attempt.totalTimeoutMs + LEASE_MARGIN_MS,
      ...(attempt.previous === undefined ? {} : { previous: attempt.previous }),
    };
  }

  /** One try at the store, unless counting has become impossible while the caller waited. */
  private async ask(ask: ReserveAsk): Promise<ReserveAnswer> {
    const closed = this.gate.refuse(ask.counters.length > 0);
    if (closed !== undefined) throw closed;
    return this.store.reserve(ask);
  }

  private async wait(attempt: AttemptAsk, counters: readonly CounterRef[], counter: CounterRef): Promise<WaitEnd> {
    if (this.closed) return { kind: 'closed', counter };
    const waitMs = Math.min(attempt.settings.budgetWaitMs, attempt.remainingMs ?? Infinity);
    this.stopTicking ??= this.ticker.every(RETRY_MS, () => this.tick());
    return this.line.wait({
      ask: () => this.storeAsk(attempt, counters),
      counters,
      keyId: attempt.principal.keyId,
      bodyBytes: attempt.bodyBytes,
      counter,
      until: this.clock.monotonicMs() + waitMs,
      signal: attempt.signal,
    });
  }

  /** Another process may have settled; and some have waited long enough. */
  private tick(): void {
    this.line.expire(this.clock.monotonicMs());
    void this.line.wake();
    if (this.line.size > 0) return;
    this.stopTicking?.();
    this.stopTicking = undefined;
  }

  private giveBack(ask: ReserveAsk): void {
    this.settlements.send(ask.requestId, { attempt: ask.attempt, costNano: 0n, tokens: 0n }, ask.attempt === 1);
  }
}
