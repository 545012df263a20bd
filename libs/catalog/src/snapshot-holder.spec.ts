import type { Snapshot } from '@tollgate/canonical';
import { SnapshotHolder } from './snapshot-holder.js';

const snapshot = (version: number): Snapshot => ({ version }) as Snapshot;

describe('SnapshotHolder', () => {
  it('swaps the whole for a newer one, and keeps what it has when an older compile ends later', () => {
    const holder = new SnapshotHolder(snapshot(1));
    const pinned = holder.current();
    expect(holder.swap(snapshot(3))).toBe(true);
    expect(holder.swap(snapshot(2))).toBe(false);
    expect([holder.current().version, pinned.version]).toEqual([3, 1]);
  });
});
