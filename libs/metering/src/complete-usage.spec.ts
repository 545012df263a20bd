import { completeUsage } from './complete-usage.js';

describe('completeUsage', () => {
  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'takes a count of %p for unknown usage',
    (count) => {
      expect(completeUsage({ inputUncached: 1, output: count })).toBeUndefined();
      expect(completeUsage({ inputUncached: 1, output: 1, reasoning: count })).toBeUndefined();
    },
  );

  it('keeps an explicit zero', () => {
    expect(completeUsage({ inputUncached: 0, output: 0 })).toEqual({ inputUncached: 0, output: 0 });
  });

  it('is unknown when neither input nor output was reported', () => {
    expect(completeUsage({ cacheRead: 5 })).toBeUndefined();
  });
});
