import type { FrameKind } from './frame.js';

/** A line that stands in the journal. */
export interface AppendedLine {
  readonly kind: Exclude<FrameKind, 'header'>;
  readonly requestId: string;
  readonly json: string;
  /** Path of its segment. */
  readonly segment: string;
  /** Where its frame begins. */
  readonly offset: number;
}

/** Who hears of what the journal wrote: the shipper. */
export interface JournalFeed {
  appended(lines: readonly AppendedLine[]): void;
  /** No further line goes into this segment. */
  closed(segment: string): void;
}
