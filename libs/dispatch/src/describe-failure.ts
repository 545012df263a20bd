import {
  type ErrorCode,
  type FailureClass,
  GatewayError,
  type ProviderDescription,
  type Target,
  type UpstreamFailure,
} from '@tollgate/canonical';
import { isErrorStatus } from '@tollgate/formats';
import type { ProviderOperation } from '@tollgate/providers';

interface Grammar {
  /** LiteLLM's exception class. */
  readonly name: string;
  /** What OpenAI-style handlers put between class and provider. */
  readonly repeated: string;
  readonly type?: string;
}

/**
 * LiteLLM's text for a provider's error, by class (transcripts `chat-provider-errors` and `messages-provider-errors` of LiteLLM
 * 1.106.2). The class comes first, then for OpenAI-style providers once more, then `<Provider>Exception - <text>`.
 */
const GRAMMAR: Readonly<Record<Exclude<FailureClass, 'budget' | 'client-closed'>, Grammar>> = {
  'bad-request': { name: 'BadRequestError', repeated: '' },
  'context-window': {
    name: 'ContextWindowExceededError',
    repeated: 'litellm.BadRequestError: ContextWindowExceededError: ',
  },
  'content-policy': {
    name: 'ContentPolicyViolationError',
    repeated: 'litellm.BadRequestError: ContentPolicyViolationError: ',
  },
  authentication: { name: 'AuthenticationError', repeated: 'AuthenticationError: ', type: 'authentication_error' },
  permission: { name: 'BadRequestError', repeated: '' },
  'not-found': { name: 'NotFoundError', repeated: '' },
  timeout: { name: 'Timeout', repeated: 'APITimeoutError - ', type: 'timeout_error' },
  'rate-limit': { name: 'RateLimitError', repeated: 'RateLimitError: ', type: 'throttling_error' },
  unprocessable: { name: 'UnprocessableEntityError', repeated: '' },
  server: { name: 'InternalServerError', repeated: 'InternalServerError: ', type: 'internal_server_error' },
  unavailable: {
    name: 'ServiceUnavailableError',
    repeated: 'ServiceUnavailableError: ',
    type: 'internal_server_error',
  },
  connection: { name: 'InternalServerError', repeated: 'InternalServerError: ', type: 'internal_server_error' },
  incomplete: { name: 'InternalServerError', repeated: 'InternalServerError: ', type: 'internal_server_error' },
};

const TRANSPORT_CODES: Readonly<Record<NonNullable<UpstreamFailure['transport']>, ErrorCode>> = {
  'connect-timeout': 'upstream_connect_timeout',
  'first-token-timeout': 'upstream_first_token_timeout',
  'idle-timeout': 'upstream_idle_timeout',
  'total-timeout': 'upstream_total_timeout',
  unreachable: 'upstream_unreachable',
  reset: 'upstream_unreachable',
  aborted: 'client_closed',
  incomplete: 'upstream_incomplete',
  invalid: 'upstream_invalid_response',
  'too-large': 'upstream_invalid_response',
  redirected: 'upstream_redirected',
};

/** The error a client sees for a failed attempt, in LiteLLM's words, without the router's suffix. */
export function describeFailure(
  failure: UpstreamFailure,
  failureClass: FailureClass,
  provider: ProviderDescription,
  target: Target,
  operation: Pick<ProviderOperation, 'showsErrorBody'> = {},
): GatewayError {
  if (failureClass === 'client-closed') {
    return new GatewayError('client_closed', { message: 'The client closed the connection.', upstream: failure });
  }
  if (failureClass === 'budget') {
    return new GatewayError('budget_exceeded', { message: failure.message, upstream: failure });
  }
  const message = inLitellmWords(failure, failureClass, provider, operation);
  const type = GRAMMAR[failureClass].type ?? failure.type;
  const common = {
    message,
    upstream: failure,
    ...(type !== undefined && { type }),
    // LiteLLM's own class for it has no parameter
    ...(failure.param != null && failureClass !== 'context-window' && { param: failure.param }),
    ...(failure.retryAfterMs !== undefined && { retryAfterMs: failure.retryAfterMs }),
  };
  if (failure.transport !== undefined) {
    const detail = failure.transport === 'redirected' ? { detail: JSON.stringify(failure.raw) } : {};
    return new GatewayError(TRANSPORT_CODES[failure.transport], { ...common, ...detail });
  }
  if (failureClass === 'authentication') {
    // a 401 would make users rotate their own good keys
    return new GatewayError('upstream_auth_failed', {
      ...common,
      type: 'upstream_auth_failed',
      message: `${message} (the gateway's own credential for deployment ${target.deploymentId} of '${target.group}' was refused; your key is fine)`,
    });
  }
  return new GatewayError('upstream_error', {
    ...common,
    ...statusOf(failure, failureClass),
  });
}

/** What an error inside a stream stands for that says no status. */
const STATUS_OF_CLASS: Readonly<Partial<Record<FailureClass, number>>> = {
  'bad-request': 400,
  'context-window': 400,
  'content-policy': 400,
  permission: 403,
  'not-found': 404,
  unprocessable: 422,
  'rate-limit': 429,
  unavailable: 503,
};

function statusOf({ status }: UpstreamFailure, failureClass: FailureClass): { readonly status?: number } {
  if (isErrorStatus(status)) return { status };
  const meant = STATUS_OF_CLASS[failureClass];
  return meant === undefined ? {} : { status: meant };
}

function inLitellmWords(
  failure: UpstreamFailure,
  failureClass: keyof typeof GRAMMAR,
  { litellm: { exception, errorText } }: ProviderDescription,
  operation: Pick<ProviderOperation, 'showsErrorBody'>,
): string {
  const { name, repeated } = GRAMMAR[failureClass];
  const repeats = errorText !== 'body';
  const showsBody = errorText !== 'message' || operation.showsErrorBody === true;
  const text = showsBody ? (failure.body ?? failure.message) : failure.message;
  const told = repeats ? `${repeated}${exception}` : exception;
  const handling = !repeats && (failureClass === 'server' || failureClass === 'unavailable');
  return `litellm.${name}: ${told} - ${text}${handling ? `. Handle with \`litellm.${name}\`.` : ''}`;
}
