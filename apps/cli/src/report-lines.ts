import type { ConfigReport } from '@tollgate/config';

/** What the start says of keys that have no effect, a line for each kind. */
export function reportLines({ unknown, unserved }: ConfigReport): readonly string[] {
  return [
    ...(unknown.length > 0 ? [`unknown in the configuration: ${unknown.join('; ')}`] : []),
    ...(unserved.length > 0 ? [`in the configuration, known and not served: ${unserved.join(', ')}`] : []),
  ];
}
