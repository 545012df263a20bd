import type { CanonicalResponse } from '@tollgate/canonical';
import type { ClosedAttempt } from '@tollgate/dispatch';

/**
 * An answer of embeddings whose provider told no usage (Google's wire has none), with what was charged: its dialect always tells one, and
 * clients add up what they read there. An answer in words keeps silent where its provider did: what is charged for its time is no count of it.
 */
export function withChargedUsage(
  response: CanonicalResponse,
  { usage }: Pick<ClosedAttempt, 'usage'>,
): CanonicalResponse {
  if (response.result?.kind !== 'embeddings' || response.usage !== undefined || usage === undefined) return response;
  return { ...response, usage };
}
