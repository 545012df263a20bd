import { assertNever, isJsonObject } from '@tollgate/kernel';
import type { FailureClass, UpstreamFailure } from '@tollgate/canonical';
import { classifyStatus } from './classify-status.js';

/** Codes and types of OpenAI's dialect that say more than the status. */
const BY_CODE: Readonly<Record<string, FailureClass>> = {
  context_length_exceeded: 'context-window',
  exceed_context_size_error: 'context-window',
  string_above_max_length: 'context-window',
  too_many_prompt_tokens: 'context-window',
  content_filter: 'content-policy',
  content_policy_violation: 'content-policy',
  content_policy: 'content-policy',
  invalid_api_key: 'authentication',
  authentication_error: 'authentication',
  invalid_authentication: 'authentication',
  insufficient_permissions: 'permission',
  model_not_found: 'not-found',
  rate_limit_exceeded: 'rate-limit',
  insufficient_quota: 'rate-limit',
  server_error: 'server',
  internal_server_error: 'server',
  overloaded_error: 'unavailable',
  engine_overloaded: 'unavailable',
};

/** Beside what every provider's statuses say: those of OpenAI's hosts. */
const OWN_STATUSES: Readonly<Record<number, FailureClass>> = {
  402: 'permission',
  409: 'unavailable',
  410: 'not-found',
  425: 'unavailable',
  529: 'unavailable',
};

/** What only the words say: hosts report a prompt too long and filtered content as a plain 400. */
const BY_TEXT: readonly (readonly [RegExp, FailureClass])[] = [
  [
    /maximum context length|context (window|length|size)|prompt is too long|too many (input )?tokens|reduce the length/i,
    'context-window',
  ],
  [/content (management )?policy|content[ _]filter|safety system/i, 'content-policy'],
  // xAI refuses a key with 400 (recording `xai/error-invalid-key`)
  [/^incorrect api key provided/i, 'authentication'],
];

/** How a failed call in OpenAI's dialect is to be treated: what the transport saw, then the provider's code, then its status. */
export function classifyOpenaiFailure(failure: UpstreamFailure): FailureClass {
  if (failure.transport !== undefined) return classifyTransport(failure.transport);
  const status = failure.status ?? readStatus(failure);
  const refused =
    status === undefined || (status >= 400 && status < 500 && status !== 401 && status !== 403 && status !== 429);
  return (refused ? classifyRefusal(failure) : undefined) ?? classifyOwnStatus(status);
}

function classifyTransport(transport: NonNullable<UpstreamFailure['transport']>): FailureClass {
  switch (transport) {
    case 'connect-timeout':
    case 'first-token-timeout':
    case 'idle-timeout':
    case 'total-timeout':
      return 'timeout';
    case 'unreachable':
    case 'reset':
      return 'connection';
    case 'aborted':
      return 'client-closed';
    case 'incomplete':
      return 'incomplete';
    case 'invalid':
    case 'too-large':
      return 'server';
    case 'redirected':
      return 'not-found';
    default:
      return assertNever(transport);
  }
}

function classifyRefusal(failure: UpstreamFailure): FailureClass | undefined {
  const words = [failure.code, failure.type, readMember(failure, 'code'), readMember(failure, 'type')];
  for (const word of words) {
    const known = typeof word === 'string' && Object.hasOwn(BY_CODE, word) ? BY_CODE[word] : undefined;
    if (known !== undefined) return known;
  }
  return BY_TEXT.find(([pattern]) => pattern.test(failure.message))?.[1];
}

/** Anything but an error status says only that the provider failed. */
function classifyOwnStatus(status: number | undefined): FailureClass {
  return status === undefined || status < 400 ? 'server' : classifyStatus(status, OWN_STATUSES);
}

/** An error inside a stream carries the status it would have had as its code, at some hosts. */
function readStatus(failure: UpstreamFailure): number | undefined {
  const code = Number(failure.code ?? readMember(failure, 'code'));
  return Number.isInteger(code) && code >= 400 && code < 600 ? code : undefined;
}

function readMember(failure: UpstreamFailure, name: 'code' | 'type'): unknown {
  const error = isJsonObject(failure.raw) ? failure.raw['error'] : undefined;
  return isJsonObject(error) ? error[name] : undefined;
}
