import type { Clock, Instant } from '@tollgate/kernel';

/**
 * Where admission instants come from: the wall clock, but never earlier than the last one, so that a clock set back cannot move
 * a scope into a window that is over (money-and-ledger 7). Reserve, settle and row use the same instant.
 */
export class AdmissionInstants {
  private last: Instant = 0;

  constructor(private readonly clock: Clock) {}

  next(): Instant {
    this.last = Math.max(this.last, this.clock.now());
    return this.last;
  }
}
