import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalResponse, Usage } from '@tollgate/canonical';
import { decodeUsage } from './convert-usage.js';
import { decodeResponse } from './decode-response.js';
import { decodeFailure } from './errors.js';

/** How a response that was made in the background ended. */
export interface EndedResponse {
  readonly outcome: 'success' | 'failure' | 'cancelled';
  readonly usage?: Usage;
  readonly serviceTier?: string;
  /** What the provider says of a failure. */
  readonly message?: string;
  readonly response?: CanonicalResponse;
}

const OUTCOMES: Readonly<Record<string, EndedResponse['outcome']>> = {
  completed: 'success',
  incomplete: 'success',
  failed: 'failure',
  cancelled: 'cancelled',
};

/** Reads a response as its provider keeps it; undefined while it is in the making (API reference 2.3.0, Response: `status`). */
export function endedResponse(value: JsonValue): EndedResponse | undefined {
  if (!isJsonObject(value)) return undefined;
  const { status, service_tier: serviceTier } = value;
  const outcome = typeof status === 'string' && Object.hasOwn(OUTCOMES, status) ? OUTCOMES[status] : undefined;
  if (outcome === undefined) return undefined;
  const usage = decodeUsage(value);
  return {
    outcome,
    ...(usage !== undefined && { usage }),
    ...(typeof serviceTier === 'string' && { serviceTier }),
    ...(outcome === 'failure' && { message: decodeFailure(value).message }),
    ...(outcome === 'success' && Array.isArray(value['output']) && { response: decodeResponse(value) }),
  };
}
