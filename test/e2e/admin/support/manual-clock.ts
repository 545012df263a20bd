import { Clock, type Instant } from '@tollgate/kernel';

/** A wall clock that a test moves; what is measured (graces, rates of look-ups) goes on in real time. */
export class ManualClock extends Clock {
  private nowMs = Math.floor(Date.now() / 1000) * 1000;

  override now(): Instant {
    return this.nowMs;
  }

  override monotonicMs(): number {
    return performance.now();
  }

  advance(ms: number): void {
    this.nowMs += ms;
  }
}
