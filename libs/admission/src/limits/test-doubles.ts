import type { Clock } from '@tollgate/kernel';
import type { Principal } from '@tollgate/canonical';
import type { AttemptAsk, AttemptBound } from './attempt-ask.js';
import { type Balance, BalanceSource } from './balance-source.port.js';
import { CounterLock } from './counter-lock.port.js';
import type { ReserveAsk } from './counter-store.port.js';
import { LedgerProgress } from './ledger-progress.port.js';

/** A ledger whose balances a test sets; `failing` rejects, `duringRead` runs between the read and its answer. */
export class FakeBalances extends BalanceSource {
  readonly balances = new Map<string, bigint>();
  /** Of the balance of the same name. */
  readonly pending = new Map<string, bigint>();
  reads = 0;
  failing = false;
  duringRead: () => void = () => undefined;

  override async balanceOf(counter: { scope: string; id: string; window: { start: number } }): Promise<Balance> {
    this.reads += 1;
    await Promise.resolve();
    if (this.failing) throw new Error('the ledger is down');
    const name = `${counter.scope}/${counter.id}/${counter.window.start}`;
    const balance = { amount: this.balances.get(name) ?? 0n, pending: this.pending.get(name) ?? 0n };
    this.duringRead();
    return balance;
  }
}

/** A journal that a test ships by hand. */
export class FakeProgress extends LedgerProgress {
  appendedCount = 0;
  committedCount = 0;
  private waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  override appended(): number {
    return this.appendedCount;
  }
  override committed(): number {
    return this.committedCount;
  }
  override reached(count: number): Promise<void> {
    if (this.committedCount >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ count, resolve }));
  }
  append(): void {
    this.appendedCount += 1;
  }
  commitAll(): void {
    this.committedCount = this.appendedCount;
    for (const { count, resolve } of this.waiting) if (this.committedCount >= count) resolve();
    this.waiting = this.waiting.filter(({ count }) => this.committedCount < count);
  }
}

/** A lock that a test loses and takes again. */
export class FakeLock extends CounterLock {
  private value = true;
  private readonly listeners: ((held: boolean) => void)[] = [];

  set isHeld(held: boolean) {
    this.value = held;
    for (const listener of this.listeners) listener(held);
  }
  override held(): boolean {
    return this.value;
  }
  override onChange(listener: (held: boolean) => void): void {
    this.listeners.push(listener);
  }
}

/** When the time of these specs begins. */
export const STARTED_AT = Date.UTC(2026, 10, 20, 12, 0, 30);

export const PRINCIPAL: Principal = {
  kind: 'key',
  keyId: 'key-1',
  keyHash: 'f'.repeat(64),
  keyName: 'sk-...abcd',
  role: 'internal_user',
  models: [],
  teamModels: [],
  aliases: {},
  allowedRoutes: [],
  blocked: false,
  scopes: [],
  tags: [],
  metadata: {},
};

/** 8 input tokens at 1,000 nano-dollars, output at 2,000 a token, up to 32,768 tokens. */
export const BOUND: AttemptBound = {
  inputTokens: 8,
  price: { inputNano: 8_000n, outputNanoPerMillion: 2_000_000_000n },
  unbounded: [],
  outputMax: 32_768,
  choices: 1,
  needsWholeAnswer: false,
  reasoning: false,
  unlimited: false,
};

let requests = 0;

export function attemptAsk(clock: Clock, changes: Partial<AttemptAsk> = {}): AttemptAsk {
  requests += 1;
  return {
    requestId: `request-${requests}`,
    attempt: 1,
    admittedAt: clock.now(),
    principal: PRINCIPAL,
    scopes: [],
    deploymentId: 'deployment-1',
    upstreamModel: 'gpt-4o-2024',
    model: 'gpt-4o',
    bound: BOUND,
    settings: { budgetExceededStatus: 422, budgetOutputFloor: 2048, budgetWaitMs: 30_000 },
    bodyBytes: 1000,
    signal: new AbortController().signal,
    totalTimeoutMs: 6_000_000,
    ...changes,
  };
}

export function storeAsk(clock: Clock, changes: Partial<ReserveAsk> = {}): ReserveAsk {
  requests += 1;
  return {
    requestId: `request-${requests}`,
    attempt: 1,
    admittedAt: clock.now(),
    counters: [],
    scopes: [],
    tokens: 0n,
    leaseUntil: clock.now() + 60_000,
    ...changes,
  };
}
