import type { Clock } from '@tollgate/kernel';

const FAILURES_TO_OPEN = 5;
const OPEN_FIRST_MS = 5_000;
const OPEN_MAX_MS = 120_000;

/**
 * Leaves a sink alone that fails again and again. Closed: everything passes. Open: nothing passes until a time that doubles
 * with each failed trial. Then one trial passes, and its outcome closes or opens the circuit.
 */
export class Circuit {
  private failures = 0;
  private openUntil = 0;
  private openMs = OPEN_FIRST_MS;
  private isTrying = false;

  constructor(private readonly clock: Clock) {}

  /** Milliseconds until it makes sense to ask again; 0: now. */
  waitMs(): number {
    if (this.failures < FAILURES_TO_OPEN) return 0;
    const remaining = this.openUntil - this.clock.monotonicMs();
    if (remaining > 0) return Math.ceil(remaining);
    return this.isTrying ? OPEN_FIRST_MS : 0;
  }

  /** The same; 0 lets the caller pass, who then must report what came of it. */
  enter(): number {
    const waitMs = this.waitMs();
    if (waitMs === 0 && this.failures >= FAILURES_TO_OPEN) this.isTrying = true;
    return waitMs;
  }

  succeeded(): void {
    this.failures = 0;
    this.openMs = OPEN_FIRST_MS;
    this.isTrying = false;
  }

  failed(): void {
    this.failures += 1;
    if (this.failures < FAILURES_TO_OPEN) return;
    const isFirst = !this.isTrying;
    this.isTrying = false;
    this.openMs = isFirst ? OPEN_FIRST_MS : Math.min(this.openMs * 2, OPEN_MAX_MS);
    this.openUntil = this.clock.monotonicMs() + this.openMs;
  }
}
