import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalResponse } from '@tollgate/canonical';

/** The provider's own JSON, for dialects that nobody translates; empty where the answer is none. */
export function encodeJsonResult({ result }: CanonicalResponse): JsonObject {
  return result?.kind === 'json' ? result.value : {};
}
