import type { FailureClass } from '@tollgate/canonical';

/** LiteLLM's exceptions by how an attempt failed. */
const NAMES: Readonly<Record<FailureClass, string>> = {
  'bad-request': 'BadRequestError',
  'context-window': 'ContextWindowExceededError',
  'content-policy': 'ContentPolicyViolationError',
  authentication: 'AuthenticationError',
  permission: 'PermissionDeniedError',
  'not-found': 'NotFoundError',
  timeout: 'Timeout',
  'rate-limit': 'RateLimitError',
  unprocessable: 'UnprocessableEntityError',
  server: 'InternalServerError',
  unavailable: 'ServiceUnavailableError',
  connection: 'APIConnectionError',
  incomplete: 'APIConnectionError',
  budget: 'BudgetExceededError',
  'client-closed': 'APIConnectionError',
};

/** LiteLLM's name for a failure; `APIError` where its class is not known. */
export function exceptionOf({ failureClass }: { readonly failureClass: string | null }): string {
  return (NAMES as Readonly<Record<string, string | undefined>>)[failureClass ?? ''] ?? 'APIError';
}
