import { z } from 'zod';

const line = z.object({ requestId: z.string() });

/** The request that a journal line belongs to. Throws when the line is none of ours. */
export function requestIdOf(json: string): string {
  return line.parse(JSON.parse(json)).requestId;
}
