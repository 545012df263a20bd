import { endsWithin } from '@tollgate/kernel';
import type { Database } from '../database/database.js';

/** An answer waits no longer than this for calls that came since the last one; then it is of that moment, and the next one has them. */
const WAIT_MS = 100;

/** Sums that a function of the database makes of the daily sums, which a reader brings up to date before it looks. */
export class KeptSums {
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly addUpStatement: string,
  ) {}

  /** Resolves when what was written before is added up, or when that takes long: then it goes on behind the answer. */
  async bringUpToDate(): Promise<void> {
    // one that fails behind the answer fails again under the next
    await endsWithin(WAIT_MS, this.addUp());
  }

  /** A run that is under way may have looked too early: whoever asks meanwhile waits for the next one, all of them for the same. */
  private addUp(): Promise<void> {
    if (this.running === undefined) return (this.running = this.run());
    return (this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        return this.addUp();
      }));
  }

  private async run(): Promise<void> {
    try {
      await this.database.pool.query(this.addUpStatement);
    } finally {
      this.running = undefined;
    }
  }
}
