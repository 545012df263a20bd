import { completeUsage, USAGE_TOKENS_MAX } from './complete-usage.js';

describe('completeUsage', () => {
  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1e15, 2 ** 31])(
    'takes a count of %p for unknown usage',
    (count) => {
      expect(completeUsage({ inputUncached: 1, output: count })).toBeUndefined();
      expect(completeUsage({ inputUncached: 1, output: 1, reasoning: count })).toBeUndefined();
    },
  );

  it('takes buckets that are too many together for unknown usage, and believes the largest that are not', () => {
    const most = USAGE_TOKENS_MAX;
    expect(completeUsage({ inputUncached: most, output: most })).toEqual({ inputUncached: most, output: most });
    expect(completeUsage({ inputUncached: most, cacheRead: 1, output: 1 })).toBeUndefined();
    expect(completeUsage({ inputUncached: 1, output: most, reasoning: 1 })).toBeUndefined();
  });

  it('keeps an explicit zero', () => {
    expect(completeUsage({ inputUncached: 0, output: 0 })).toEqual({ inputUncached: 0, output: 0 });
  });

  it('is unknown when neither input nor output was reported', () => {
    expect(completeUsage({ cacheRead: 5 })).toBeUndefined();
  });
});
