/**
 * How large an amount is: its digits, times ten, and its first digit. Larger amounts have no smaller magnitude. It changes at most ten
 * times as an amount grows tenfold: an index over it is left alone by most additions, which an index over the amount is not.
 */
export function magnitudeSql(amount: string): string {
  const digits = `greatest(${amount}, 0)::text`;
  return `(length(${digits}) * 10 + left(${digits}, 1)::int)::smallint`;
}

/** The same of an amount that is at hand. */
export function magnitudeOf(amount: bigint): number {
  const digits = String(amount < 0n ? 0n : amount);
  return digits.length * 10 + Number(digits[0]);
}
