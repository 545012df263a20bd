import type { BudgetWatch } from '@tollgate/callbacks';
import type { Logger } from '@tollgate/telemetry';
import { Rounds } from '../rounds.js';

const CHANGES_PER_ROUND = 500;
const IDLE_MS = 1_000;
const FAULT_MS = 5_000;

/** Looks for events of budgets a second after the ledger has what was spent, or sooner. Several at once do no harm. */
export class BudgetWatcher {
  private readonly rounds: Rounds;

  constructor(watch: BudgetWatch, logger: Logger) {
    this.rounds = new Rounds({
      idleMs: IDLE_MS,
      faultMs: FAULT_MS,
      work: async () => (await watch.judge(CHANGES_PER_ROUND)) >= CHANGES_PER_ROUND,
      onFault: (error) =>
        logger.warn({ error: String(error) }, 'budgets wait to be looked at: the store cannot be reached'),
    });
  }

  start(): void {
    this.rounds.start();
  }

  /** Waits for the round that is under way. */
  stop(): Promise<void> {
    return this.rounds.stop();
  }
}
