import {
  costProduct,
  LIMIT_NANO_USD_MAX,
  NANO_USD_MAX,
  nanoUsdFromUsd,
  roundUpCost,
  sumNanoUsd,
  unitPriceFromUsdPerUnit,
  usdFromNanoUsd,
} from './nano-usd.js';

describe('money', () => {
  test.each([
    [0.1, 100_000_000n],
    [0.3, 300_000_000n],
    [1e-9, 1n],
    [0, 0n],
    [9_007_199, LIMIT_NANO_USD_MAX],
  ])('%p dollars are %p nano-dollars, and back', (usd, nano) => {
    expect(nanoUsdFromUsd(usd)).toBe(nano);
    expect(usdFromNanoUsd(nano)).toBe(usd);
  });

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [9_100_000]])('%p dollars cannot be held', (usd) => {
    expect(nanoUsdFromUsd(usd)).toBeUndefined();
  });

  test("LiteLLM's price for a single token is kept exactly, to a thousandth of a nano-dollar", () => {
    expect(unitPriceFromUsdPerUnit(2.5e-6)).toBe(2_500_000_000n);
    expect(unitPriceFromUsdPerUnit(7.5e-8)).toBe(75_000_000n);
  });

  test('a cost is rounded up once, and never from nothing', () => {
    expect(roundUpCost(costProduct(1, 1n) + costProduct(1, 999_999n))).toBe(1n);
    expect(roundUpCost(costProduct(1, 1_000_001n))).toBe(2n);
    expect(roundUpCost(0n)).toBe(0n);
  });
});

describe('sumNanoUsd', () => {
  it('adds up, and stands still at what a BIGINT holds', () => {
    expect(sumNanoUsd([])).toBe(0n);
    expect(sumNanoUsd([1n, 2n, 3n])).toBe(6n);
    expect(sumNanoUsd([NANO_USD_MAX, 1n])).toBe(NANO_USD_MAX);
  });
});
