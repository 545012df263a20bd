import type { Clock, Instant } from '@tollgate/kernel';
import { isSameCounter } from './counter-key.js';
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
  /** Those looked at longest ago first. */
  private readonly entries = new Set<CounterEntry>();
  /** By the scope's name and id, as they are: a key made of them would be written and hashed anew for each look-up. */
  private readonly scopes = new Map<string, Map<string, CountersOfScope>>();

  constructor(
    private readonly clock: Clock,
    private readonly progress: LedgerProgress,
    private readonly entriesMax: number,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  find(counter: CounterKey): CounterEntry | undefined {
    const known = this.scopes.get(counter.scope)?.get(counter.id);
    if (known === undefined) return undefined;
    // from the newest: windows that are over stay until the sweep comes round to them, which takes long where counters are many
    return listFor(counter, known).findLast((entry) => isSameCounter(entry.counter, counter));
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
  moneyOf({ scope, id }: ScopeRef): readonly CounterEntry[] {
    return this.scopes.get(scope)?.get(id)?.money ?? NONE;
  }

  /** Money counters of every scope. */
  *allMoney(): Generator<CounterEntry> {
    for (const byId of this.scopes.values()) for (const { money } of byId.values()) yield* money;
  }

  private create(counter: CounterKey, inUse: ReadonlySet<CounterEntry>): CounterEntry {
    this.sweep(2, inUse);
    const entry = newCounterEntry(counter);
    this.entries.add(entry);
    this.index(entry);
    return entry;
  }

  private index(entry: CounterEntry): void {
    const { scope, id } = entry.counter;
    const byId = this.scopes.get(scope) ?? new Map<string, CountersOfScope>();
    this.scopes.set(scope, byId);
    const known = byId.get(id) ?? { money: [], rates: [] };
    byId.set(id, known);
    listFor(entry.counter, known).push(entry);
  }

  private sweep(count: number, inUse: ReadonlySet<CounterEntry>): void {
    const now = this.clock.now();
    for (const entry of [...firstOf(this.entries, count)]) {
      this.entries.delete(entry);
      if (!inUse.has(entry) && this.isDroppable(entry, now)) this.unindex(entry);
      else this.entries.add(entry);
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
    const { scope, id } = entry.counter;
    const byId = this.scopes.get(scope);
    const known = byId?.get(id);
    if (known === undefined) return;
    const list = listFor(entry.counter, known);
    list.splice(list.indexOf(entry), 1);
    if (known.money.length === 0 && known.rates.length === 0) byId?.delete(id);
  }
}

/** The few counters of one scope: its windows, of every kind. */
interface CountersOfScope {
  readonly money: CounterEntry[];
  readonly rates: CounterEntry[];
}

const NONE: readonly CounterEntry[] = [];

function listFor({ kind }: CounterKey, counters: CountersOfScope): CounterEntry[] {
  return kind === 'money' ? counters.money : counters.rates;
}

function* firstOf<T>(values: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const value of values) {
    if (taken >= count) return;
    taken += 1;
    yield value;
  }
}
