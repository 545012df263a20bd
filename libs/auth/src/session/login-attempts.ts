import { type Clock, RecentMap } from '@tollgate/kernel';

const FAILURES_MAX = 10;
const WINDOW_MS = 300_000;
const ADDRESSES_MAX = 10_000;

/** How often an address has guessed wrong lately. */
export class LoginAttempts {
  private readonly failures = new RecentMap<{ readonly count: number; readonly since: number }>(ADDRESSES_MAX);

  constructor(private readonly clock: Clock) {}

  /** Milliseconds until it may try again; undefined: now. */
  waitOf(address: string): number | undefined {
    const known = this.failures.get(address);
    if (known === undefined || known.count < FAILURES_MAX) return undefined;
    const left = known.since + WINDOW_MS - this.clock.monotonicMs();
    return left > 0 ? left : undefined;
  }

  failed(address: string): void {
    const now = this.clock.monotonicMs();
    const known = this.failures.get(address);
    const isOld = known === undefined || now - known.since >= WINDOW_MS;
    this.failures.set(address, isOld ? { count: 1, since: now } : { count: known.count + 1, since: known.since });
  }

  succeeded(address: string): void {
    this.failures.delete(address);
  }
}
