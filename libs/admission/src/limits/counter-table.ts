import type { Clock, Instant } from '@tollgate/kernel';
import { counterKeyText, scopeKeyText } from './counter-key.js';
import { isIdle, newCounterEntry, stateOf, type CounterEntry } from './counter-entry.js';
import type { CounterKey, ScopeRef } from './counter-store.port.js';
import type { LedgerProgress } from './ledger-progress.port.js';

/** How long a counter outlives its window, for requests that were admitted in it and still wait. */
const LINGER_MS = 120_000;

/**
 * All counters of the process. Bounded: with each new entry the oldest two are looked at, and dropped when nothing hangs on them
 * and their window is over, or they are money counters (which the ledger can seed again) beyond `entriesMax`.
 */
export class CounterTable {
  private readonly entries = new Map<string, CounterEntry>();
  private readonly moneyByScope = new Map<string, Set<CounterEntry>>();

  constructor(
    private readonly clock: Clock,
    private readonly progress: LedgerProgress,
    private readonly entriesMax: number,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  find(counter: CounterKey): CounterEntry | undefined {
    return this.entries.get(counterKeyText(counter));
  }

  /** The entries of `counters`, made where they are missing; none of them is dropped to make room for another. */
  acquire(counters: readonly CounterKey[]): readonly CounterEntry[] {
    const acquired = new Set<CounterEntry>();
    return counters.map((counter) => {
      const entry = this.find(counter) ?? this.create(counter, acquired);
      acquired.add(entry);
      return entry;
    });
  }

  /** Money counters of a scope, of every window. */
  moneyOf(scope: ScopeRef): Iterable<CounterEntry> {
    return this.moneyByScope.get(scopeKeyText(scope)) ?? [];
  }

  /** Money counters of every scope. */
  *allMoney(): Generator<CounterEntry> {
    for (const entries of this.moneyByScope.values()) yield* entries;
  }

  private create(counter: CounterKey, inUse: ReadonlySet<CounterEntry>): CounterEntry {
    this.sweep(2, inUse);
    const entry = newCounterEntry(counter);
    this.entries.set(counterKeyText(counter), entry);
    if (counter.kind === 'money') this.indexMoney(entry);
    return entry;
  }

  private indexMoney(entry: CounterEntry): void {
    const key = scopeKeyText(entry.counter);
    const known = this.moneyByScope.get(key);
    if (known === undefined) this.moneyByScope.set(key, new Set([entry]));
    else known.add(entry);
  }

  private sweep(count: number, inUse: ReadonlySet<CounterEntry>): void {
    const now = this.clock.now();
    for (const [key, entry] of [...firstOf(this.entries, count)]) {
      this.entries.delete(key);
      if (!inUse.has(entry) && this.isDroppable(entry, now)) this.unindex(entry);
      else this.entries.set(key, entry);
    }
  }

  private isDroppable(entry: CounterEntry, now: Instant): boolean {
    stateOf(entry, now);
    if (!isIdle(entry, this.progress.committed())) return false;
    if (entry.counter.window.end !== undefined && entry.counter.window.end + LINGER_MS <= now) return true;
    if (entry.counter.kind === 'concurrency') return true;
    return entry.counter.kind === 'money' && this.entries.size >= this.entriesMax;
  }

  private unindex(entry: CounterEntry): void {
    const key = scopeKeyText(entry.counter);
    const known = this.moneyByScope.get(key);
    known?.delete(entry);
    if (known?.size === 0) this.moneyByScope.delete(key);
  }
}

function* firstOf<K, V>(map: ReadonlyMap<K, V>, count: number): Generator<[K, V]> {
  let taken = 0;
  for (const entry of map) {
    if (taken >= count) return;
    taken += 1;
    yield entry;
  }
}
