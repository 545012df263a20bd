import type { FailureClass, GatewayError } from '@tollgate/canonical';
import type { ClosedAttempt, Dispatched } from './dispatched.js';

/** How an attempt went. */
export type Attempted =
  | { readonly kind: 'answered'; readonly dispatched: Omit<Dispatched, 'retries' | 'fallbacks'> }
  | ({ readonly kind: 'failed'; readonly closed: ClosedAttempt } & Shown)
  /** Nothing was sent: no money for it, or the request cannot be built for this target. */
  | ({ readonly kind: 'refused' } & Shown);

/** What a client is shown of an attempt that failed, and what dispatch goes by. */
export interface Shown {
  readonly error: GatewayError;
  readonly failureClass: FailureClass;
  readonly retryAfterMs: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}
