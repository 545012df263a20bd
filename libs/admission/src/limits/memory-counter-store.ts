import { type Clock, TransientMap } from '@tollgate/kernel';
import type { BalanceSource } from './balance-source.port.js';
import { checkAsk, checkSettlement } from './check-amounts.js';
import { stateOf, type CounterEntry } from './counter-entry.js';
import {
  CounterStore,
  type CounterKey,
  type CounterState,
  type ReserveAnswer,
  type ReserveAsk,
  type ScopeRef,
  type Settlement,
} from './counter-store.port.js';
import { belongsToAttempt } from './counters-for.js';
import { decide, type Decision } from './decide.js';
import type { LedgerProgress } from './ledger-progress.port.js';
import type { AttemptHolds, RequestHolds } from './request-holds.js';
import { SeededCounters } from './seeded-counters.js';

const COUNTERS_MAX = 200_000;

/**
 * Exact counters of one process, for as long as it holds the lock `counters`. Every step between two awaits is atomic.
 *
 * A money counter is what the ledger says (`SeededCounters`) plus what this process has not brought there yet. Charges of requests
 * that still run are in no record yet, so they stand beside (`open`) until the request ends. Whatever a request costs is charged
 * to every money counter of its scopes that is live by then, so a budget that is set while answers are under way counts those too.
 */
export class MemoryCounterStore extends CounterStore {
  private readonly counters: SeededCounters;
  private readonly requests = new TransientMap<RequestHolds>();
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly clock: Clock,
    balances: BalanceSource,
    private readonly progress: LedgerProgress,
    options: { readonly countersMax?: number } = {},
  ) {
    super();
    this.counters = new SeededCounters(clock, balances, progress, options.countersMax ?? COUNTERS_MAX);
  }

  /** Counters in memory, for the metric and for tests. */
  get size(): number {
    return this.counters.size;
  }

  override async reserve(ask: ReserveAsk): Promise<ReserveAnswer> {
    checkAsk(ask);
    if (this.requests.get(ask.requestId)?.attempts.has(ask.attempt) === true) {
      throw new RangeError(`attempt ${ask.attempt} of ${ask.requestId} holds already`);
    }
    return this.counters.whenSeeded(ask.counters, (entries) => {
      const charged = ask.previous !== undefined && this.charge(ask.requestId, ask.previous);
      const answer = this.answer(ask, entries);
      // only what freed something wakes others: a waiter that asks again with the same `previous` would wake itself for ever
      if (charged) this.notify();
      return answer;
    });
  }

  override settle(requestId: string, settlement: Settlement, final: boolean): Promise<void> | undefined {
    checkSettlement(settlement);
    this.charge(requestId, settlement);
    if (final) this.end(requestId);
    this.notify();
    return undefined;
  }

  override reseed(scope?: ScopeRef): void {
    this.counters.reseed(scope);
  }

  override async read(counter: CounterKey): Promise<CounterState> {
    const state = (entry: CounterEntry | undefined): CounterState =>
      entry === undefined ? { settled: 0n, held: 0n } : stateOf(entry, this.clock.now());
    if (counter.kind !== 'money') return state(this.counters.find(counter));
    return this.counters.whenSeeded([counter], ([entry]) => state(entry));
  }

  override onRelease(listener: () => void): void {
    this.listeners.push(listener);
  }

  private answer(ask: ReserveAsk, entries: readonly CounterEntry[]): ReserveAnswer {
    const now = this.clock.now();
    const states = entries.map((entry) => stateOf(entry, now));
    const decision = decide(ask, states);
    if (decision.kind === 'exhausted') {
      const { settled, held } = states[decision.index] ?? { settled: 0n, held: 0n };
      return { kind: 'exhausted', counter: counterAt(ask, decision.index), used: settled, held };
    }
    if (decision.kind === 'busy') return { kind: 'busy', counter: counterAt(ask, decision.index) };
    if (ask.behind !== undefined) return { kind: 'busy', counter: ask.behind };
    this.hold(ask, entries, decision);
    return {
      kind: 'granted',
      heldNano: decision.heldNano,
      outputTokens: decision.outputTokens,
      loweredBy: decision.loweredBy === undefined ? undefined : counterAt(ask, decision.loweredBy).scope,
      states: entries.map((entry) => stateOf(entry, now)),
    };
  }

  private hold(
    ask: ReserveAsk,
    entries: readonly CounterEntry[],
    granted: Extract<Decision, { kind: 'granted' }>,
  ): void {
    const request = this.requestOf(ask);
    const attempt: AttemptHolds = {
      scopes: ask.scopes,
      money: [],
      heldNano: granted.heldNano,
      tokens: [],
      heldTokens: ask.tokens,
      slots: [],
      settled: undefined,
      charged: new Set(),
    };
    request.attempts.set(ask.attempt, attempt);
    for (const entry of entries) holdOne(entry, ask, granted.heldNano, request, attempt);
  }

  private requestOf(ask: ReserveAsk): RequestHolds {
    const known = this.requests.get(ask.requestId);
    if (known !== undefined) return known;
    const request: RequestHolds = { admittedAt: ask.admittedAt, attempts: new Map(), slots: new Set() };
    this.requests.set(ask.requestId, request);
    return request;
  }

  /** Turns an attempt's hold into its charge, once. False when it was charged before, or holds nothing here. */
  private charge(requestId: string, settlement: Settlement): boolean {
    const request = this.requests.get(requestId);
    const attempt = request?.attempts.get(settlement.attempt);
    if (request === undefined || attempt === undefined || attempt.settled !== undefined) return false;
    attempt.settled = settlement;
    for (const entry of attempt.money) entry.held -= attempt.heldNano;
    for (const entry of attempt.tokens) {
      entry.held -= attempt.heldTokens;
      entry.since += settlement.tokens;
    }
    for (const entry of attempt.slots) entry.slots.delete(slotOf(requestId, settlement.attempt));
    this.chargeCost(request, attempt, settlement.costNano);
    return true;
  }

  private chargeCost(request: RequestHolds, attempt: AttemptHolds, costNano: bigint): void {
    for (const scope of attempt.scopes) {
      for (const entry of this.counters.moneyOf(scope)) {
        if (attempt.charged.has(entry) || !contains(entry, request.admittedAt)) continue;
        attempt.charged.add(entry);
        entry.open += costNano;
      }
    }
  }

  /** The request's record stands in the journal: its charges are the ledger's from here on. An attempt that nobody settled costs its hold. */
  private end(requestId: string): void {
    const request = this.requests.get(requestId);
    if (request === undefined) return;
    for (const [number, attempt] of request.attempts) {
      this.charge(requestId, { attempt: number, costNano: attempt.heldNano, tokens: attempt.heldTokens });
      const { costNano = 0n, pending } = attempt.settled ?? {};
      this.chargeCost(request, attempt, costNano);
      for (const entry of attempt.charged) {
        entry.open -= costNano;
        entry.since += costNano;
        if (pending === true) entry.sincePending += costNano;
        entry.lastRecord = this.progress.appended();
      }
    }
    for (const entry of request.slots) entry.slots.delete(requestId);
    this.requests.delete(requestId);
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

function holdOne(
  entry: CounterEntry,
  ask: ReserveAsk,
  heldNano: bigint,
  request: RequestHolds,
  attempt: AttemptHolds,
): void {
  switch (entry.counter.kind) {
    case 'money':
      attempt.money.push(entry);
      entry.held += heldNano;
      return;
    case 'tokens':
      attempt.tokens.push(entry);
      entry.held += ask.tokens;
      return;
    case 'requests':
      entry.since += 1n;
      return;
    case 'concurrency': {
      const own = belongsToAttempt(entry.counter.scope);
      if (own) attempt.slots.push(entry);
      else request.slots.add(entry);
      entry.slots.set(own ? slotOf(ask.requestId, ask.attempt) : ask.requestId, ask.leaseUntil);
    }
  }
}

function contains(entry: CounterEntry, admittedAt: number): boolean {
  const { start, end } = entry.counter.window;
  return start <= admittedAt && (end === undefined || admittedAt < end);
}

function counterAt(ask: ReserveAsk, index: number): ReserveAsk['counters'][number] {
  const counter = ask.counters[index];
  if (counter === undefined) throw new Error(`no counter ${index}`);
  return counter;
}

function slotOf(requestId: string, attempt: number): string {
  return `${requestId}#${attempt}`;
}
