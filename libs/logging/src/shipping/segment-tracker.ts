import { TransientMap } from '@tollgate/kernel';

interface SegmentState {
  /** Lines that are neither committed nor set aside. */
  pending: number;
  /** Requests begun here whose record is not committed. */
  readonly open: Set<string>;
  closed: boolean;
  /** From here on lines were not kept in memory and are read again from the file. */
  spilledFrom: number | undefined;
}

/** What each segment still waits for; one that waits for nothing and takes no more lines may be deleted. */
export class SegmentTracker {
  private readonly segments = new Map<string, SegmentState>();
  private readonly startedIn = new TransientMap<string[]>();

  begun(segment: string, requestId: string): void {
    const { open } = this.stateOf(segment);
    if (open.has(requestId)) return;
    open.add(requestId);
    const segments = this.startedIn.get(requestId);
    if (segments === undefined) this.startedIn.set(requestId, [segment]);
    else segments.push(segment);
  }

  pending(segment: string): void {
    this.stateOf(segment).pending += 1;
  }

  /** Whether lines of this segment are being left on disk; `offset` is where the first of them begins. */
  spill(segment: string, offset: number): void {
    this.stateOf(segment).spilledFrom ??= offset;
  }

  isSpilled(segment: string): boolean {
    return this.segments.get(segment)?.spilledFrom !== undefined;
  }

  /** The oldest segment with lines left on disk, which are then no longer counted as such. */
  takeSpilled(): { readonly segment: string; readonly from: number } | undefined {
    for (const [segment, state] of this.segments) {
      if (state.spilledFrom === undefined) continue;
      const from = state.spilledFrom;
      state.spilledFrom = undefined;
      return { segment, from };
    }
    return undefined;
  }

  /** A line is committed or set aside. */
  settled(segment: string): void {
    const state = this.segments.get(segment);
    if (state !== undefined) state.pending -= 1;
  }

  /** The record of a request is committed or set aside: nothing it began is open any more. */
  ended(requestId: string): void {
    for (const segment of this.startedIn.get(requestId) ?? []) this.segments.get(segment)?.open.delete(requestId);
    this.startedIn.delete(requestId);
  }

  closed(segment: string): void {
    this.stateOf(segment).closed = true;
  }

  /** Segments that may be deleted; they are forgotten. */
  takeDone(): readonly string[] {
    const done = [...this.segments].filter(([, state]) => state.closed && state.pending === 0 && state.open.size === 0);
    for (const [segment] of done) this.segments.delete(segment);
    return done.map(([segment]) => segment);
  }

  private stateOf(segment: string): SegmentState {
    const known = this.segments.get(segment);
    if (known !== undefined) return known;
    const state: SegmentState = { pending: 0, open: new Set(), closed: false, spilledFrom: undefined };
    this.segments.set(segment, state);
    return state;
  }
}
