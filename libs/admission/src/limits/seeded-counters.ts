import type { Clock } from '@tollgate/kernel';
import type { BalanceSource } from './balance-source.port.js';
import { requireAmount } from './check-amounts.js';
import type { CounterEntry } from './counter-entry.js';
import type { CounterKey, ScopeRef } from './counter-store.port.js';
import { CounterTable } from './counter-table.js';
import type { LedgerProgress } from './ledger-progress.port.js';

const SEED_ROUNDS_MAX = 4;

/**
 * Counters in memory, those of money with a figure from the ledger. It is read when a counter is first seen: after the journal's
 * records of that moment are committed, and again when a request ended during the read (its record may or may not be in the
 * figure). If requests end during every such read the last figure stands with them added: never too low.
 */
export class SeededCounters {
  private readonly table: CounterTable;

  constructor(
    clock: Clock,
    private readonly balances: BalanceSource,
    private readonly progress: LedgerProgress,
    entriesMax: number,
  ) {
    this.table = new CounterTable(clock, progress, entriesMax);
  }

  get size(): number {
    return this.table.size;
  }

  /** As it stands: a money counter may have no figure yet. */
  find(counter: CounterKey): CounterEntry | undefined {
    return this.table.find(counter);
  }

  /** Money counters of a scope, of every window, as they stand. */
  moneyOf(scope: ScopeRef): readonly CounterEntry[] {
    return this.table.moneyOf(scope);
  }

  /** Withdraws the figures of a scope's money counters (absent: of all); they are read anew when they are next needed. */
  reseed(scope?: ScopeRef): void {
    for (const entry of scope === undefined ? this.table.allMoney() : this.table.moneyOf(scope)) {
      entry.base = undefined;
      entry.seedings += 1;
    }
  }

  /**
   * Takes `step` with the counters' entries, all with a figure from the ledger where they need one. In the same turn: an entry that
   * were handed out and used a turn later might have been dropped or read anew in between.
   */
  async whenSeeded<T>(counters: readonly CounterKey[], step: (entries: readonly CounterEntry[]) => T): Promise<T> {
    for (;;) {
      const entries = this.table.acquire(counters);
      const missing = entries.filter((entry) => entry.base === undefined);
      if (missing.length === 0) return step(entries);
      for (const entry of entries) entry.wanted += 1;
      try {
        await Promise.all(missing.map((entry) => this.seedOnce(entry)));
      } finally {
        for (const entry of entries) entry.wanted -= 1;
      }
    }
  }

  private seedOnce(entry: CounterEntry): Promise<void> {
    entry.seeding ??= this.seed(entry).finally(() => {
      entry.seeding = undefined;
    });
    return entry.seeding;
  }

  private async seed(entry: CounterEntry): Promise<void> {
    for (let round = 1; ; round += 1) {
      const { since, sincePending, seedings } = entry;
      await this.progress.reached(this.progress.appended());
      const balance = await this.balances.balanceOf(entry.counter);
      requireAmount('balance', balance.amount);
      requireAmount('pending', balance.pending);
      if (entry.seedings !== seedings || (entry.since !== since && round < SEED_ROUNDS_MAX)) continue;
      entry.base = balance.amount;
      entry.basePending = balance.pending;
      entry.since -= since;
      entry.sincePending -= sincePending;
      return;
    }
  }
}
