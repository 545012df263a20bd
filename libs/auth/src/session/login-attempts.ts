import { type Clock, fail, type Outcome, RecentMap, succeed } from '@tollgate/kernel';

const FAILURES_MAX = 10;
const WINDOW_MS = 300_000;
const ADDRESSES_MAX = 10_000;

/** How often an address has guessed wrong lately. */
export class LoginAttempts {
  private readonly guesses = new RecentMap<{ readonly count: number; readonly since: number }>(ADDRESSES_MAX);

  constructor(private readonly clock: Clock) {}

  /**
   * What comes of a guess, undefined where it is wrong; fails with the milliseconds until the address may try again. A guess counts from its
   * beginning, so that many at once are as many, and no more where it is right or could not be judged. One that is right forgives no other:
   * who has a password of his own would guess those of others for ever.
   */
  async judge<Found>(
    address: string,
    guess: () => Promise<Found | undefined>,
  ): Promise<Outcome<Found | undefined, number>> {
    const waitMs = this.waitOf(address);
    if (waitMs !== undefined) return fail(waitMs);
    this.add(address, 1);
    let isWrong = false;
    try {
      const found = await guess();
      isWrong = found === undefined;
      return succeed(found);
    } finally {
      if (!isWrong) this.add(address, -1);
    }
  }

  private waitOf(address: string): number | undefined {
    const known = this.guesses.get(address);
    if (known === undefined || known.count < FAILURES_MAX) return undefined;
    const left = known.since + WINDOW_MS - this.clock.monotonicMs();
    return left > 0 ? left : undefined;
  }

  private add(address: string, guesses: 1 | -1): void {
    const now = this.clock.monotonicMs();
    const known = this.guesses.get(address);
    const isOld = known === undefined || now - known.since >= WINDOW_MS;
    const { count, since } = isOld ? { count: 0, since: now } : known;
    this.guesses.set(address, { count: Math.max(0, count + guesses), since });
  }
}
