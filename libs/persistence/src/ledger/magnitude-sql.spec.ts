import fc from 'fast-check';
import { magnitudeOf } from './magnitude-sql.js';

describe('the magnitude of an amount', () => {
  it.each<[bigint, number]>([
    [-5n, 10],
    [0n, 10],
    [1n, 11],
    [9n, 19],
    [10n, 21],
    [4_567_000n, 74],
    [9_223_372_036_854_775_807n, 199],
  ])('of %s is %s: its digits and the first of them', (amount, magnitude) => {
    expect(magnitudeOf(amount)).toBe(magnitude);
  });

  it('of a larger amount is never smaller', () => {
    const amount = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const [smaller, larger] = one < other ? [one, other] : [other, one];
        expect(magnitudeOf(smaller)).toBeLessThanOrEqual(magnitudeOf(larger));
      }),
    );
  });
});
