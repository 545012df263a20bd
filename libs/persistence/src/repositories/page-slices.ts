import type { Instant } from '@tollgate/kernel';

/** Rows of a part of a range, the newest first, and how many there are. */
export interface CountedPart {
  readonly from: Instant | undefined;
  /** Before this instant. */
  readonly to: Instant | undefined;
  readonly count: number;
}

/** Rows to be read, in one direction from an edge of a part: `skip` of them are passed over. */
export interface PageSlice {
  readonly from: Instant | undefined;
  readonly to: Instant | undefined;
  readonly direction: 'newest first' | 'oldest first';
  readonly skip: number;
  readonly take: number;
}

/**
 * Where the rows `offset` to `offset + size` of parts (newest first) are, so that no more rows are passed over than half a part has,
 * however far back the page is. Slices are in the order of the page.
 */
export function pageSlices(parts: readonly CountedPart[], offset: number, size: number): readonly PageSlice[] {
  const slices: PageSlice[] = [];
  let before = offset;
  let wanted = size;
  for (const { from, to, count } of parts) {
    if (wanted === 0) break;
    const take = Math.min(wanted, count - before);
    if (take > 0) {
      const behind = count - before - take;
      const nearer = before <= behind;
      add(slices, {
        from,
        to,
        direction: nearer ? 'newest first' : 'oldest first',
        skip: nearer ? before : behind,
        take,
      });
      wanted -= take;
    }
    before = Math.max(0, before - count);
  }
  return slices;
}

/** Whole parts that follow each other are read in one go. */
function add(slices: PageSlice[], next: PageSlice): void {
  const last = slices.at(-1);
  if (last?.direction === 'newest first' && next.direction === 'newest first' && next.skip === 0)
    slices[slices.length - 1] = { ...last, from: next.from, take: last.take + next.take };
  else slices.push(next);
}
