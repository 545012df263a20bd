import type { Ticker } from '@tollgate/kernel';
import type { CounterStore, Settlement } from './counter-store.port.js';

const RETRY_MS = 100;

interface Pending {
  readonly requestId: string;
  readonly settlement: Settlement;
  readonly final: boolean;
}

/**
 * Settlements on their way to the store: sent at once, never awaited by the caller, sent again until the store has taken them
 * (settling is idempotent). What a killed process leaves behind is repaired from the ledger.
 */
export class Settlements {
  private readonly failed = new Set<Pending>();
  private readonly sending = new Set<Promise<void>>();
  private stopTicking: (() => void) | undefined;

  constructor(
    private readonly store: CounterStore,
    private readonly ticker: Ticker,
  ) {}

  /** Settlements that the store has not taken yet. */
  get pending(): number {
    return this.failed.size + this.sending.size;
  }

  send(requestId: string, settlement: Settlement, final: boolean): void {
    this.attempt({ requestId, settlement, final });
  }

  /** Resolves when nothing is on its way any more. */
  async drain(): Promise<void> {
    while (this.pending > 0) {
      this.retry();
      await Promise.all(this.sending);
      if (this.failed.size > 0) await this.nextTick();
    }
  }

  private attempt(pending: Pending): void {
    const settled = this.store.settle(pending.requestId, pending.settlement, pending.final);
    if (settled === undefined) return;
    const sent: Promise<void> = settled.catch(() => this.keep(pending)).finally(() => this.sending.delete(sent));
    this.sending.add(sent);
  }

  private keep(pending: Pending): void {
    this.failed.add(pending);
    this.stopTicking ??= this.ticker.every(RETRY_MS, () => this.retry());
  }

  private retry(): void {
    const again = [...this.failed];
    this.failed.clear();
    this.stopTicking?.();
    this.stopTicking = undefined;
    for (const pending of again) this.attempt(pending);
  }

  private nextTick(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.ticker.every(RETRY_MS, () => {
        stop();
        resolve();
      });
    });
  }
}
