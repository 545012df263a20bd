import { waitFor } from './wait-for.js';

/** A window of rates is a minute of the clock: a test that began in one and ended in the next would see both. */
export async function waitForRoomInMinute(): Promise<void> {
  await waitFor('a minute with room', () => Date.now() % 60_000 < 50_000, 11_000);
}
