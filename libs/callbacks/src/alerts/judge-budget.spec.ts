import { judgeBudget } from './judge-budget.js';

const maxBudget = 1_000n;

describe('what a budget is judged to have crossed', () => {
  it.each([
    [849n, []],
    [850n, [['threshold_crossed', 85]]],
    [949n, [['threshold_crossed', 85]]],
    [950n, [['threshold_crossed', 95]]],
    [999n, [['threshold_crossed', 95]]],
    [1_000n, [['budget_crossed', 100]]],
    [5_000n, [['budget_crossed', 100]]],
  ])('at %s of 1000: the highest limit alone', (spent, expected) => {
    const crossed = judgeBudget({ maxBudget }, spent, false);
    expect(crossed.map(({ event, threshold }) => [event, threshold])).toEqual(expected);
  });

  it('is the whole of it when a call was refused near its end, since no call may ever spend the rest', () => {
    expect(judgeBudget({ maxBudget }, 850n, true)).toEqual([
      { event: 'budget_crossed', threshold: 100, limitNano: maxBudget },
    ]);
  });

  it('is a refusal of its own long before, so that the end is told of as well', () => {
    expect(judgeBudget({ maxBudget }, 500n, true)).toEqual([
      { event: 'budget_crossed', threshold: 0, limitNano: maxBudget },
    ]);
  });

  it('is a soft budget beside the other, and by itself', () => {
    expect(judgeBudget({ softBudget: 10n }, 9n, false)).toEqual([]);
    expect(judgeBudget({ softBudget: 10n }, 10n, true)).toEqual([
      { event: 'soft_budget_crossed', threshold: 100, limitNano: 10n },
    ]);
    expect(judgeBudget({ maxBudget, softBudget: 10n }, 860n, false).map(({ event }) => event)).toEqual([
      'soft_budget_crossed',
      'threshold_crossed',
    ]);
  });

  it('is spent from the start where nothing may be spent', () => {
    expect(judgeBudget({ maxBudget: 0n }, 0n, false).map(({ event }) => event)).toEqual(['budget_crossed']);
  });
});
