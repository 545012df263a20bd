import type { Instant } from '@tollgate/kernel';
import type { CounterKey, CounterState } from './counter-store.port.js';

/** One counter in memory. Nano-dollars for money, else counts. */
export interface CounterEntry {
  readonly counter: CounterKey;
  /** Money: the ledger's figure; undefined until it was read. 0 for the other kinds, which have no ledger. */
  base: bigint | undefined;
  /** Settled by requests that are over, beyond what `base` holds. */
  since: bigint;
  /** Of `base` and of `since`: what is held for answers that are made in the background. */
  basePending: bigint;
  sincePending: bigint;
  /** Charged by requests that still run: not in the journal yet. */
  open: bigint;
  held: bigint;
  /** Concurrency: who holds a slot, and until when at most. */
  readonly slots: Map<string, Instant>;
  /** Journal position of the last record that is counted here. */
  lastRecord: number;
  /** Counts the calls of `reseed`: a read of the ledger that began before one is not used. */
  seedings: number;
  seeding: Promise<void> | undefined;
  /** Calls that wait until all their counters have a figure: two of them must not drop each other's for ever. */
  wanted: number;
}

export function newCounterEntry(counter: CounterKey): CounterEntry {
  return {
    counter,
    base: counter.kind === 'money' ? undefined : 0n,
    since: 0n,
    basePending: 0n,
    sincePending: 0n,
    open: 0n,
    held: 0n,
    slots: new Map(),
    lastRecord: 0,
    seedings: 0,
    seeding: undefined,
    wanted: 0,
  };
}

/** The entry's figures at `now`; slots whose lease has run out are dropped. */
export function stateOf(entry: CounterEntry, now: Instant): CounterState {
  if (entry.counter.kind !== 'concurrency') {
    const recorded = (entry.base ?? 0n) + entry.since;
    const pending = least(recorded, entry.basePending + entry.sincePending);
    return { settled: recorded - pending + entry.open, held: entry.held + pending };
  }
  for (const [holder, leaseUntil] of entry.slots) {
    if (leaseUntil <= now) entry.slots.delete(holder);
  }
  return { settled: 0n, held: BigInt(entry.slots.size) };
}

/** Nobody holds anything here and nothing of it is still on its way to the ledger. */
export function isIdle(entry: CounterEntry, committed: number): boolean {
  return (
    entry.held === 0n &&
    entry.open === 0n &&
    entry.slots.size === 0 &&
    entry.seeding === undefined &&
    entry.wanted === 0 &&
    entry.lastRecord <= committed
  );
}

/** A balance that was set back holds no more than it has. */
function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
