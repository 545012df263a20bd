import { LedgerProgress } from '@tollgate/admission';
import type { JournalFeed, Shipper } from '@tollgate/logging';

/** A counter that cannot be seeded within this time is refused: the ledger is away. */
const PATIENCE_MS = 1_000;

/** Stands between journal and shipper and counts: how many records were appended, and how many of them the ledger has. */
export class JournalProgress extends LedgerProgress {
  /** What the journal tells of what it wrote. */
  readonly feed: JournalFeed = {
    appended: (lines) => {
      for (const line of lines) if (line.kind === 'finished') this.records += 1;
      this.shipper.appended(lines);
    },
    closed: (segment) => this.shipper.closed(segment),
  };
  private records = 0;
  private readonly waiting = new Set<Waiting>();
  private stopped = false;

  constructor(private readonly shipper: Shipper) {
    super();
    shipper.onShipped(() => this.wake());
  }

  override appended(): number {
    return this.records;
  }

  override committed(): number {
    return this.shipper.shippedRecords;
  }

  override reached(count: number): Promise<void> {
    if (this.committed() >= count) return Promise.resolve();
    if (this.stopped) return Promise.reject(new Error('the shipper has stopped'));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.give(entry, new Error('the ledger is behind')), PATIENCE_MS);
      const entry: Waiting = {
        count,
        settle: (error) => {
          clearTimeout(late);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      this.waiting.add(entry);
    });
  }

  /** Nothing more will be shipped: whoever still waits is told. */
  stop(): void {
    this.stopped = true;
    for (const entry of this.waiting) this.give(entry, new Error('the shipper has stopped'));
  }

  private wake(): void {
    for (const entry of this.waiting) if (this.committed() >= entry.count) this.give(entry, undefined);
  }

  private give(entry: Waiting, error: Error | undefined): void {
    if (this.waiting.delete(entry)) entry.settle(error);
  }
}

interface Waiting {
  readonly count: number;
  settle(error: Error | undefined): void;
}
