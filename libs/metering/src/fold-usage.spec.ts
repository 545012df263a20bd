import type { CanonicalChunk, Usage } from '@tollgate/canonical';
import { completeUsage, foldUsage } from './fold-usage.js';

const report = (usage: Partial<Usage>): CanonicalChunk => ({ type: 'usage', usage, final: false });

describe('foldUsage', () => {
  it('puts a later figure in the place of the earlier one, bucket by bucket', () => {
    const chunks = [report({ inputUncached: 12, cacheRead: 8, output: 1 }), report({ output: 10 })];
    expect(foldUsage(chunks)).toEqual({ inputUncached: 12, cacheRead: 8, output: 10 });
  });

  it('ignores every other chunk and is unknown without a report', () => {
    expect(foldUsage([{ type: 'text-delta', block: 0, text: 'a' }])).toBeUndefined();
  });
});

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
