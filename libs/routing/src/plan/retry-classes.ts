import type { FailureClass } from '@tollgate/canonical';

/**
 * Whether the same request may be sent again after a failure. LiteLLM retries 400s as well, which wastes calls and hides the first
 * error; here a request that is wrong stays wrong.
 */
const RETRIED: Readonly<Record<FailureClass, boolean>> = {
  // 408, and our own timeouts
  timeout: true,
  // 429
  'rate-limit': true,
  // 500, 409 with a lock, 425
  server: true,
  // 502, 503, 504, 529
  unavailable: true,
  connection: true,
  // broken off before anything was sent to the client
  incomplete: true,
  'bad-request': false,
  'context-window': false,
  'content-policy': false,
  authentication: false,
  permission: false,
  'not-found': false,
  unprocessable: false,
  budget: false,
  'client-closed': false,
};

export const RETRY_CLASSES: readonly FailureClass[] = (Object.keys(RETRIED) as FailureClass[]).filter(
  (name) => RETRIED[name],
);
