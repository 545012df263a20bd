import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { FailureClass, UpstreamFailure } from '@tollgate/canonical';
import { classifyStatus } from '../classify-status.js';

/** `The input token count (1200010) exceeds the maximum number of tokens allowed (1048576).` (recording `vertex/errors/context-length`) */
const CONTEXT_WINDOW = /token count .*exceeds the maximum|maximum number of tokens allowed|context (length|window)/i;

/** An unknown key is answered with 400 and this reason (recording `errors/invalid-key`). */
const BAD_KEY = new Set(['API_KEY_INVALID', 'API_KEY_EXPIRED']);

/** Words of google.rpc.Code: an error event inside a stream has no status of its own. */
const BY_WORD: Readonly<Record<string, FailureClass>> = {
  INVALID_ARGUMENT: 'bad-request',
  FAILED_PRECONDITION: 'bad-request',
  OUT_OF_RANGE: 'bad-request',
  UNAUTHENTICATED: 'authentication',
  PERMISSION_DENIED: 'permission',
  NOT_FOUND: 'not-found',
  RESOURCE_EXHAUSTED: 'rate-limit',
  DEADLINE_EXCEEDED: 'timeout',
  UNAVAILABLE: 'unavailable',
};

/** How a failure that Google reports is to be treated by retry, fallback and cooldown. */
export function classifyGeminiFailure(failure: UpstreamFailure): FailureClass {
  const { status, type, message } = failure;
  if (reasonsOf(failure.raw).some((reason) => BAD_KEY.has(reason))) return 'authentication';
  const known = type !== undefined && Object.hasOwn(BY_WORD, type) ? BY_WORD[type] : undefined;
  // a host that answers every failure with 400 still says which it was
  const byStatus =
    status === undefined || status === 200 || status === 400
      ? (known ?? (status === 400 ? 'bad-request' : 'server'))
      : classifyStatus(status);
  return byStatus === 'bad-request' && CONTEXT_WINDOW.test(message) ? 'context-window' : byStatus;
}

/** google.rpc.ErrorInfo: `{reason: API_KEY_INVALID}`. */
function reasonsOf(raw: JsonValue | undefined): readonly string[] {
  const error = isJsonObject(raw) && isJsonObject(raw['error']) ? raw['error'] : {};
  const details = Array.isArray(error['details']) ? (error['details'] as readonly JsonValue[]) : [];
  return details.flatMap((detail) =>
    isJsonObject(detail) && typeof detail['reason'] === 'string' ? [detail['reason']] : [],
  );
}
