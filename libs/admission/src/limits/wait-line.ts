import type { CounterRef } from '@tollgate/canonical';
import { counterKeyText } from './counter-key.js';
import type { ReserveAnswer, ReserveAsk } from './counter-store.port.js';

/** Bounds of the waiting in one process. */
export interface WaitBounds {
  readonly waitersMax: number;
  readonly bodyBytesMax: number;
  /** Waiters of one key that stand in the common line; its others stand behind them in a line of its own. */
  readonly placesPerKey: number;
}

export const WAIT_BOUNDS: WaitBounds = { waitersMax: 256, bodyBytesMax: 64 * 1024 * 1024, placesPerKey: 4 };

export type WaitEnd =
  | { readonly kind: 'answered'; readonly ask: ReserveAsk; readonly answer: Exclude<ReserveAnswer, { kind: 'busy' }> }
  | { readonly kind: 'failed'; readonly cause: unknown }
  | { readonly kind: 'timeout' | 'aborted' | 'full' | 'closed'; readonly counter: CounterRef };

export interface WaitRequest {
  /** What the store is asked, made anew for each try: what is known of the deployment may have changed. */
  readonly ask: () => ReserveAsk;
  /** What every one of these asks takes from. */
  readonly counters: readonly CounterRef[];
  readonly keyId: string;
  readonly bodyBytes: number;
  /** The counter that lacks. */
  readonly counter: CounterRef;
  /** Monotonic milliseconds. */
  readonly until: number;
  readonly signal: AbortSignal;
}

interface Waiter extends WaitRequest {
  lacking: CounterRef;
  readonly money: readonly string[];
  gone: boolean;
  readonly finish: (end: WaitEnd) => void;
}

/**
 * Who waits for money that others hold. First come first served among those who lack the same counter; waiters of other
 * counters are not held up. A key has a few places in the common line, so that a quiet key waits for a few answers however
 * many calls a noisy one makes. When the process's bounds are reached the key with the largest share gives up its newest.
 */
export class WaitLine {
  private line: Waiter[] = [];
  private readonly behind = new Map<string, Waiter[]>();
  private readonly all = new Set<Waiter>();
  /** What is waited for; made anew when it is asked for after a change. */
  private lacking: ReadonlySet<string> | undefined;
  private passing = false;
  private again = false;

  constructor(
    private readonly bounds: WaitBounds,
    private readonly attempt: (ask: ReserveAsk) => Promise<ReserveAnswer>,
    /** Gives back what was granted to a waiter that had left meanwhile. */
    private readonly giveBack: (ask: ReserveAsk) => void,
  ) {}

  get size(): number {
    return this.all.size;
  }

  /** A money counter of `counters` that somebody already waits for. */
  waitedFor(counters: readonly CounterRef[]): CounterRef | undefined {
    if (this.all.size === 0) return undefined;
    const lacking = (this.lacking ??= new Set([...this.all].map((waiter) => counterKeyText(waiter.lacking))));
    return counters.find((counter) => counter.kind === 'money' && lacking.has(counterKeyText(counter)));
  }

  wait(request: WaitRequest): Promise<WaitEnd> {
    if (request.signal.aborted) return Promise.resolve({ kind: 'aborted', counter: request.counter });
    if (!this.makeRoom(request)) return Promise.resolve({ kind: 'full', counter: request.counter });
    return new Promise((resolve) => this.enter(request, resolve));
  }

  /** Tries again, in order. Calls while a pass runs make it run once more. */
  async wake(): Promise<void> {
    if (this.all.size === 0) return;
    this.again = true;
    if (this.passing) return;
    this.passing = true;
    while (this.again) {
      this.again = false;
      await this.pass();
    }
    this.passing = false;
  }

  /** Ends the waiting of those whose time is up. */
  expire(nowMs: number): void {
    for (const waiter of [...this.all]) {
      if (waiter.until <= nowMs) this.leave(waiter, { kind: 'timeout', counter: waiter.lacking });
    }
  }

  close(): void {
    for (const waiter of [...this.all]) this.leave(waiter, { kind: 'closed', counter: waiter.lacking });
  }

  private enter(request: WaitRequest, resolve: (end: WaitEnd) => void): void {
    const aborted = (): void => this.leave(waiter, { kind: 'aborted', counter: waiter.lacking });
    const waiter: Waiter = {
      ...request,
      lacking: request.counter,
      money: request.counters.filter(({ kind }) => kind === 'money').map(counterKeyText),
      gone: false,
      finish: (end) => {
        request.signal.removeEventListener('abort', aborted);
        resolve(end);
      },
    };
    request.signal.addEventListener('abort', aborted, { once: true });
    this.all.add(waiter);
    this.lacking = undefined;
    const placed = this.line.filter((other) => other.keyId === waiter.keyId).length;
    if (placed < this.bounds.placesPerKey) this.line.push(waiter);
    else this.behind.set(waiter.keyId, [...(this.behind.get(waiter.keyId) ?? []), waiter]);
    // what it lacks may have come free between the store's answer and its entry
    void this.wake();
  }

  private async pass(): Promise<void> {
    const lacking = new Set<string>();
    for (const waiter of [...this.line]) {
      if (waiter.gone || waiter.money.some((key) => lacking.has(key))) continue;
      const end = await this.tryOnce(waiter);
      if (waiter.gone && end?.kind === 'answered' && end.answer.kind === 'granted') this.giveBack(end.ask);
      if (end !== undefined) this.leave(waiter, end);
      else lacking.add(counterKeyText(waiter.lacking));
    }
  }

  private async tryOnce(waiter: Waiter): Promise<WaitEnd | undefined> {
    try {
      const ask = waiter.ask();
      const answer = await this.attempt(ask);
      if (answer.kind !== 'busy') return { kind: 'answered', ask, answer };
      waiter.lacking = answer.counter;
      this.lacking = undefined;
      return undefined;
    } catch (cause) {
      return { kind: 'failed', cause };
    }
  }

  /** Whoever leaves may let others of its key, or those behind it, come to their turn. */
  private leave(waiter: Waiter, end: WaitEnd): void {
    if (waiter.gone) return;
    waiter.gone = true;
    this.all.delete(waiter);
    this.lacking = undefined;
    const stood = this.line.includes(waiter);
    this.line = this.line.filter((other) => other !== waiter);
    const own = (this.behind.get(waiter.keyId) ?? []).filter((other) => other !== waiter);
    if (stood) this.line.push(...own.splice(0, 1));
    if (own.length === 0) this.behind.delete(waiter.keyId);
    else this.behind.set(waiter.keyId, own);
    waiter.finish(end);
    void this.wake();
  }

  private makeRoom(request: WaitRequest): boolean {
    while (this.all.size >= this.bounds.waitersMax) {
      if (!this.evictFor(request, () => 1)) return false;
    }
    if (request.bodyBytes > this.bounds.bodyBytesMax) return false;
    while (sum(this.all, bytesOf) + request.bodyBytes > this.bounds.bodyBytesMax) {
      if (!this.evictFor(request, bytesOf)) return false;
    }
    return true;
  }

  /** Sends the newest waiter of the key with the largest share away, if that share is larger than the newcomer's would be. */
  private evictFor(request: WaitRequest, weigh: (waiter: { readonly bodyBytes: number }) => number): boolean {
    const shares = new Map<string, number>();
    for (const waiter of this.all) shares.set(waiter.keyId, (shares.get(waiter.keyId) ?? 0) + weigh(waiter));
    const [heaviest, share] = [...shares].reduce((most, next) => (next[1] > most[1] ? next : most), ['', 0]);
    if (share <= (shares.get(request.keyId) ?? 0) + weigh(request)) return false;
    const newest = [...this.all].filter((waiter) => waiter.keyId === heaviest).at(-1);
    if (newest === undefined) return false;
    this.leave(newest, { kind: 'full', counter: newest.lacking });
    return true;
  }
}

function bytesOf(waiter: { readonly bodyBytes: number }): number {
  return waiter.bodyBytes;
}

function sum(waiters: Iterable<Waiter>, weigh: (waiter: Waiter) => number): number {
  let total = 0;
  for (const waiter of waiters) total += weigh(waiter);
  return total;
}
