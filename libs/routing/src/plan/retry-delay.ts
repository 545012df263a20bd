const FIRST_MS = 500;
const LONGEST_MS = 8_000;
const JITTER = 0.75;

/**
 * The wait before the retry numbered from 0 at the deployment that just failed: 0.5 s doubled each time, at most 8 s, of which up to three
 * quarters are taken off at random so that clients spread; at least `floorMs`.
 */
export function retryDelayMs(retry: number, floorMs: number, random: () => number): number {
  const full = Math.min(FIRST_MS * 2 ** retry, LONGEST_MS);
  return Math.max(floorMs, Math.round(full * (1 - JITTER * random())));
}
