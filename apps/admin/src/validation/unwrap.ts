import type { GatewayError } from '@tollgate/canonical';
import type { Outcome } from '@tollgate/kernel';

/** Nest's handlers answer refusals by throwing. */
export function unwrap<T>(outcome: Outcome<T, GatewayError>): T {
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}
