import type { Clock } from '@tollgate/kernel';

/** How many keys may be looked up in the store: per second (also the burst), and at once. */
export interface LookupBounds {
  readonly perSecond: number;
  readonly atOnce: number;
}

/** A bucket of look-ups: keeps a flood of unknown keys from the store. */
export class LookupCap {
  private tokens: number;
  private filledAtMs: number;
  private running = 0;

  constructor(
    private readonly clock: Clock,
    private readonly bounds: LookupBounds,
  ) {
    this.tokens = bounds.perSecond;
    this.filledAtMs = clock.monotonicMs();
  }

  /** False: refuse. True: look up, then call `release`. */
  take(): boolean {
    const nowMs = this.clock.monotonicMs();
    const filled = ((nowMs - this.filledAtMs) / 1000) * this.bounds.perSecond;
    this.tokens = Math.min(this.bounds.perSecond, this.tokens + filled);
    this.filledAtMs = nowMs;
    if (this.tokens < 1 || this.running >= this.bounds.atOnce) return false;
    this.tokens -= 1;
    this.running += 1;
    return true;
  }

  release(): void {
    this.running -= 1;
  }
}
