import type { Instant } from '@tollgate/kernel';
import { z } from 'zod';

/** Raised only when a reader of the older form could go wrong; new members and frame kinds do not raise it. */
export const SEGMENT_VERSION = 1;

/** The first frame of a segment. */
export interface SegmentHeader {
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
