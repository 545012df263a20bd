import type { Instant } from '@tollgate/kernel';
import { readDate } from './read-date.js';

/** An edge of a range from a query (see `readDate`); undefined where the query sets none. Throws the refusal of what is no date. */
export function readEdge(text: string | undefined, edge: 'start' | 'end', param?: string): Instant | undefined {
  if (text === undefined) return undefined;
  const instant = readDate(text, edge, param);
  if (!instant.ok) throw instant.error;
  return instant.value;
}
