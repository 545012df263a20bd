import { NANO_USD_MAX } from '@tollgate/kernel';

/**
 * Sum of two amounts that stands still at what a BIGINT holds: nine billion dollars are nobody's true spend, and a sum that failed would
 * refuse every later record of its scope.
 */
export function saturated(left: string, right: string): string {
  return `least(${left}::numeric + ${right}, ${String(NANO_USD_MAX)})::bigint`;
}
