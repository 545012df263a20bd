import { closeSync, openSync, readSync } from 'node:fs';
import { RECORD_VERSION } from '@tollgate/canonical';
import { type InstanceFolder, listSegments } from './journal-folder.js';
import { readSegment } from './read-segment.js';

/** A header has some 150 bytes. */
const HEAD_BYTES = 16 * 1024;

export interface LaterSegment {
  readonly segment: string;
  readonly version: number;
}

/**
 * A segment of a version that this build does not know: it may hold kinds of frames, and members that money depends on, which would be
 * skipped here. undefined: there is none, or another process has just taken the folder. A segment whose header is damaged counts as known.
 */
export function findLaterSegment({ path }: InstanceFolder): LaterSegment | undefined {
  try {
    for (const segment of listSegments(path)) {
      const version = readSegment(readHead(segment)).header?.version;
      if (version !== undefined && version > RECORD_VERSION) return { segment, version };
    }
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function readHead(segment: string): Buffer {
  const fd = openSync(segment, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(fd, head));
  } finally {
    closeSync(fd);
  }
}
