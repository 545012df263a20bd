import type { Snapshot } from '@tollgate/canonical';

/** Holds the snapshot in use. A request takes `current` once and keeps it to its end; a swap changes all of it or nothing. */
export class SnapshotHolder {
  private snapshot: Snapshot;

  constructor(first: Snapshot) {
    this.snapshot = first;
  }

  current(): Snapshot {
    return this.snapshot;
  }

  /** Puts a newer snapshot in place; one that was compiled from older data and finished later is left out. Tells whether it was taken. */
  swap(next: Snapshot): boolean {
    if (next.version <= this.snapshot.version) return false;
    this.snapshot = next;
    return true;
  }
}
