import { type CountedPart, pageSlices, type PageSlice } from './page-slices.js';

/** Rows are numbered from the newest, so that row n is of the instant -n - 1. */
function partsOf(counts: readonly number[]): readonly CountedPart[] {
  let before = 0;
  return counts.map((count) => {
    const part = { from: -before - count, to: -before, count };
    before += count;
    return part;
  });
}

/** What a store would give for a slice. */
function read({ from = 0, to = 0, direction, skip, take }: PageSlice): readonly number[] {
  const rows = Array.from({ length: to - from }, (_, index) => index - to);
  if (direction === 'newest first') return rows.slice(skip, skip + take);
  return rows
    .reverse()
    .slice(skip, skip + take)
    .reverse();
}

describe('pageSlices', () => {
  it.each([[[10]], [[3, 0, 7, 1]], [[1, 1, 1, 1, 1]], [[0, 5]], [[]]])(
    'finds every page of parts of %j, each row once and in order',
    (counts) => {
      const parts = partsOf(counts);
      const total = counts.reduce((sum, count) => sum + count, 0);
      for (const size of [1, 2, 3, 50]) {
        const pages = Array.from({ length: Math.ceil(total / size) + 1 }, (_, page) =>
          pageSlices(parts, page * size, size).flatMap(read),
        );
        expect(pages.flat()).toEqual(Array.from({ length: total }, (_, index) => index));
        expect(pages.at(-1)).toEqual([]);
      }
    },
  );

  it('passes over no more than half a part, however far back the page is', () => {
    const parts = partsOf(Array.from({ length: 90 }, () => 1_000));
    for (const offset of [0, 499, 950, 45_500, 89_950])
      for (const { skip } of pageSlices(parts, offset, 50)) expect(skip).toBeLessThanOrEqual(500);
  });

  it('reads a page of many parts in two goes at most', () => {
    const parts = partsOf(Array.from({ length: 90 }, () => 3));
    for (const offset of [0, 1, 2, 100, 200]) expect(pageSlices(parts, offset, 50).length).toBeLessThanOrEqual(2);
  });
});
