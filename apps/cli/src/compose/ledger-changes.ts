import type { CounterStore } from '@tollgate/admission';
import type { EpochChange, EpochListener } from '@tollgate/auth';
import type { ScopeName } from '@tollgate/canonical';

const PREFIX = 'spend:';

/** Counts anew from the ledger where somebody changed it otherwise than by a call: `spend:<scope>` among the epoch's changes. */
export class LedgerChanges implements EpochListener {
  constructor(private readonly counters: Pick<CounterStore, 'reseed'>) {}

  changed(changes: readonly EpochChange[]): void {
    for (const { kind, id } of changes)
      if (kind.startsWith(PREFIX)) this.counters.reseed({ scope: kind.slice(PREFIX.length) as ScopeName, id });
  }

  everything(): void {
    this.counters.reseed();
  }
}
