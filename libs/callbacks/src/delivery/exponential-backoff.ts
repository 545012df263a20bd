/**
 * Doubles from `firstMs` up to `maxMs`; a random half of it is taken off, so that what failed together does not come back
 * together. `attemptsMade` counts from 1.
 */
export function exponentialBackoff({ firstMs, maxMs }: { readonly firstMs: number; readonly maxMs: number }) {
  return (attemptsMade: number, random: number): number => {
    const full = Math.min(maxMs, firstMs * 2 ** Math.min(attemptsMade - 1, 40));
    return Math.round(full / 2 + (full / 2) * random);
  };
}
