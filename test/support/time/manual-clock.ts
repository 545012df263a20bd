import { Clock, type Instant } from '@tollgate/kernel';

/** Time that stands still until a test moves it. */
export class ManualClock extends Clock {
  constructor(public at: Instant = 0) {
    super();
  }

  override now(): Instant {
    return this.at;
  }

  override monotonicMs(): number {
    return this.at;
  }

  advance(ms: number): void {
    this.at += ms;
  }
}
