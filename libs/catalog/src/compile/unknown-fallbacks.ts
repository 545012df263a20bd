import { type FallbackTable, isServedName, type Snapshot } from '@tollgate/canonical';
import type { ConfigProblem } from '@tollgate/config';

/** Fallbacks that name no model: nothing takes over there. One that a team's own model may answer for is not told. */
export function unknownFallbacks(snapshot: Snapshot): readonly ConfigProblem[] {
  const { general, contextWindow, contentPolicy } = snapshot.router.fallbacks;
  return [
    ...unknownIn('fallbacks', general, snapshot),
    ...unknownIn('context_window_fallbacks', contextWindow, snapshot),
    ...unknownIn('content_policy_fallbacks', contentPolicy, snapshot),
  ];
}

function unknownIn(member: string, table: FallbackTable | undefined, snapshot: Snapshot): readonly ConfigProblem[] {
  return [...(table ?? [])].flatMap(([group, targets]) =>
    targets
      .filter((target) => !isServedName(snapshot, target))
      .map((target) => ({ path: `${member}.${group}`, message: `"${target}" is no model: it does not take over` })),
  );
}
