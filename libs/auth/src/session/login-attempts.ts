import { type Clock, fail, type Outcome, RecentMap, succeed } from '@tollgate/kernel';

const FAILURES_MAX = 10;
/** For names in turn: many people share an address, and one of them must not shut out the others by guessing at one name. */
const FAILURES_OF_ADDRESS_MAX = 100;
/** More of a name tells none apart. */
const NAME_LENGTH_MAX = 200;
const WINDOW_MS = 300_000;
const PLACES_MAX = 10_000;

interface Limit {
  readonly place: string;
  readonly max: number;
}

/** How often an address has guessed wrong lately, and at which name. */
export class LoginAttempts {
  private readonly guesses = new RecentMap<{ readonly count: number; readonly since: number }>(PLACES_MAX);

  constructor(private readonly clock: Clock) {}

  /**
   * What comes of a guess, undefined where it is wrong; fails with the milliseconds until the address may try again. A guess counts from its
   * beginning, so that many at once are as many, and no more where it is right or could not be judged. One that is right forgives no other:
   * who has a password of his own would guess those of others for ever. `name`: whose it is, where that is asked.
   */
  async judge<Found>(
    address: string,
    guess: () => Promise<Found | undefined>,
    name?: string,
  ): Promise<Outcome<Found | undefined, number>> {
    const limits = limitsOf(address, name);
    const waitMs = Math.max(...limits.map((limit) => this.waitOf(limit)));
    if (waitMs > 0) return fail(waitMs);
    for (const { place } of limits) this.add(place, 1);
    let isWrong = false;
    try {
      const found = await guess();
      isWrong = found === undefined;
      return succeed(found);
    } finally {
      if (!isWrong) for (const { place } of limits) this.add(place, -1);
    }
  }

  private waitOf({ place, max }: Limit): number {
    const known = this.guesses.get(place);
    if (known === undefined || known.count < max) return 0;
    return known.since + WINDOW_MS - this.clock.monotonicMs();
  }

  private add(place: string, guesses: 1 | -1): void {
    const now = this.clock.monotonicMs();
    const known = this.guesses.get(place);
    const isOld = known === undefined || now - known.since >= WINDOW_MS;
    const { count, since } = isOld ? { count: 0, since: now } : known;
    this.guesses.set(place, { count: Math.max(0, count + guesses), since });
  }
}

function limitsOf(address: string, name: string | undefined): readonly Limit[] {
  if (name === undefined) return [{ place: address, max: FAILURES_MAX }];
  return [
    { place: `${address} ${name.slice(0, NAME_LENGTH_MAX)}`, max: FAILURES_MAX },
    { place: address, max: FAILURES_OF_ADDRESS_MAX },
  ];
}
