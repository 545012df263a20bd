import type { RouteStep, UsageBound } from '@tollgate/canonical';

/** Whether what is counted is what a provider would report; of the rest only a most is known, from which nothing can be learned. */
export function isCountable(bound: UsageBound): boolean {
  return (
    bound.unbounded.length === 0 &&
    bound.images === 0 &&
    bound.documents === 0 &&
    bound.audio === 0 &&
    (bound.contextWindows ?? 0) === 0 &&
    (bound.providerToolCalls ?? 0) === 0
  );
}

/** What is learned together: tools are counted as text and rendered otherwise, so they have an error of their own. */
export function subjectOf({ deployment, target }: RouteStep, bound: UsageBound): string {
  return `${deployment.id}\u0000${target.model}\u0000${bound.tools > 0 ? 'tools' : 'text'}`;
}
