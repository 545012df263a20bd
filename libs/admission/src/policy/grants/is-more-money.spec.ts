import { isMoreMoney, type MoneyPerTime } from './is-more-money.js';

const of = (maxBudgetNano: bigint | null, budgetDuration: string | null = null): MoneyPerTime => ({
  maxBudgetNano,
  budgetDuration,
});

describe('money per time', () => {
  it.each([
    [of(100n, '1d'), of(100n, '30d')],
    [of(4n, '1d'), of(100n, '30d')],
    [of(101n, '1mo'), of(100n, '30d')],
    [of(1n, '30d'), of(1n)],
    [of(2n), of(1n)],
    [of(101n), of(100n, '30d')],
    [of(null), of(1n, '1s')],
    [of(null, '1d'), of(1n)],
  ])('%p is more than %p', (asked, held) => {
    expect(isMoreMoney(asked, held)).toBe(true);
  });

  it.each([
    [of(100n, '30d'), of(100n, '1d')],
    [of(100n, '1mo'), of(100n, '30d')],
    [of(100n, '30d'), of(100n, '1mo')],
    [of(3n, '1d'), of(90n, '30d')],
    [of(7n, '1w'), of(1n, '24h')],
    [of(1n), of(1n, '30d')],
    [of(0n, '1s'), of(0n)],
    [of(5n, '1s'), of(null, '30d')],
    [of(null), of(null)],
  ])('%p is not more than %p', (asked, held) => {
    expect(isMoreMoney(asked, held)).toBe(false);
  });
});
