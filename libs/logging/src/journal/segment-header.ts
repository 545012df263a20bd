import type { Instant } from '@tollgate/kernel';
import { z } from 'zod';

/** The first frame of a segment. */
export interface SegmentHeader {
  /** RECORD_VERSION of the build that wrote it, which tells kinds and members of all its frames. */
  readonly version: number;
  readonly instanceId: string;
  readonly pid: number;
  readonly processStart: string;
  readonly createdAt: Instant;
}

const schema = z.object({
  version: z.int().min(1),
  instanceId: z.string(),
  pid: z.int(),
  processStart: z.string(),
  createdAt: z.int(),
});

export function parseSegmentHeader(json: string): SegmentHeader | undefined {
  return schema.safeParse(JSON.parse(json)).data;
}
