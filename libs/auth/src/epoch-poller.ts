import type { Clock, Ticker } from '@tollgate/kernel';
import type { EpochChange, EpochSource } from './epoch-source.port.js';

const POLL_MS = 250;
/** How long this process may go on without hearing from the control plane, milliseconds. */
const GRACE_MS = 300_000;

/** What a process does about changes; `everything` when it cannot be told what changed. */
export interface EpochListener {
  changed(changes: readonly EpochChange[]): void;
  everything(): void;
  /** After each poll that succeeded. */
  polled?(): void;
}

/** Watches the one-row epoch and passes on what changed. A process that made a change itself calls `poll` at once. */
export class EpochPoller {
  private readonly listeners: EpochListener[] = [];
  private seen: bigint | undefined;
  private polling: Promise<void> | undefined;
  private heardAtMs: number;
  /** Why the latest poll failed, for the log; undefined after one that succeeded. */
  lastFailure: unknown;

  constructor(
    private readonly source: EpochSource,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
  ) {
    this.heardAtMs = clock.monotonicMs();
  }

  /** The latest epoch whose changes were passed on; 0 before the first poll. */
  get heard(): bigint {
    return this.seen ?? 0n;
  }

  listen(listener: EpochListener): void {
    this.listeners.push(listener);
  }

  /** Polls now, then every 250 ms until the returned function is called. */
  async start(): Promise<() => void> {
    const stop = this.ticker.every(POLL_MS, () => void this.poll());
    await this.poll();
    return stop;
  }

  /**
   * Reads the epoch and passes on what changed since the last time. Never rejects: a failure counts against the grace. One poll
   * runs at a time; whoever calls during one gets a poll that begins after it.
   */
  async poll(): Promise<void> {
    if (this.polling !== undefined) {
      const running = this.polling;
      await running;
      if (this.polling !== undefined && this.polling !== running) return this.polling;
    }
    this.polling = this.pollOnce().finally(() => {
      this.polling = undefined;
    });
    return this.polling;
  }

  /** The control plane has not been heard for longer than the grace: what is cached may no longer be used. */
  isStale(): boolean {
    return this.clock.monotonicMs() - this.heardAtMs > GRACE_MS;
  }

  private async pollOnce(): Promise<void> {
    const startedAtMs = this.clock.monotonicMs();
    try {
      const epoch = await this.source.current();
      const { seen } = this;
      if (seen !== undefined && epoch !== seen) await this.passOn(seen, epoch);
      else this.seen = epoch;
      this.heardAtMs = startedAtMs;
      this.lastFailure = undefined;
      for (const listener of this.listeners) listener.polled?.();
    } catch (failure) {
      // counted by the grace: `heardAtMs` stays where it was
      this.lastFailure = failure;
    }
  }

  private async passOn(seen: bigint, epoch: bigint): Promise<void> {
    const changes = epoch > seen ? await this.source.changesSince(seen) : [];
    this.seen = changes.reduce((latest, change) => (change.epoch > latest ? change.epoch : latest), epoch);
    for (const listener of this.listeners) {
      if (changes.length === 0) listener.everything();
      else listener.changed(changes);
    }
  }
}
