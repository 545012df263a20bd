import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { GatewayError, UpstreamFailure, WireEvent } from '@tollgate/canonical';
import { encodeErrorHeaders } from '../encode-error-headers.js';
import { ERROR_BODY_LENGTH_MAX, noErrorMessage, parseErrorBody } from '../error-body.js';
import type { ErrorBody } from '../format.js';

/** Words of google.rpc.Code by HTTP status (its definition, "HTTP Mapping"). */
const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  408: 'DEADLINE_EXCEEDED',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';

/** An error before anything was sent, as Google's APIs say it: also for our own refusals, whatever their cause. */
export function encodeError(error: GatewayError): ErrorBody {
  return { status: error.status, headers: encodeErrorHeaders(error), body: envelope(error) };
}

/** An error inside a stream that has begun: its last event. */
export function encodeStreamError(error: GatewayError): readonly WireEvent[] {
  return [{ data: JSON.stringify(envelope(error)) }];
}

/**
 * Reads an error answer: `{error: {code, message, status, details}}`, the same in a list (a stream that was not asked for as events),
 * or text that is none. An error status before any body was not billed.
 */
export function decodeError(status: number, body: unknown): UpstreamFailure {
  const text = (typeof body === 'string' ? body : JSON.stringify(body ?? '')).slice(0, ERROR_BODY_LENGTH_MAX);
  const empty = text.trim() === '' || text === '""';
  const fallback = empty ? noErrorMessage(status) : text;
  const parsed = typeof body === 'string' ? parseErrorBody(body) : body;
  const error = readError(parsed);
  const { message, status: word } = error ?? {};
  const retryAfterMs = error === undefined ? undefined : readRetryDelay(error);
  return {
    status,
    message: typeof message === 'string' && message !== '' ? message : fallback,
    ...(typeof word === 'string' && { type: word }),
    ...(!empty && { body: text }),
    ...(error !== undefined && { raw: { error } }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    unbilled: true,
  };
}

/** The `error` member of a body, or of the first element of a list. */
export function readError(body: unknown): JsonObject | undefined {
  const first: unknown = Array.isArray(body) ? (body as readonly unknown[])[0] : body;
  return isJsonObject(first) && isJsonObject(first['error']) ? first['error'] : undefined;
}

function envelope(error: GatewayError): JsonObject {
  const { status: code, message, retryAfterMs } = error;
  const status = STATUSES[code] ?? (code >= 500 ? 'INTERNAL' : 'FAILED_PRECONDITION');
  const details =
    retryAfterMs === undefined ? {} : { details: [{ '@type': RETRY_INFO, retryDelay: `${retryAfterMs / 1000}s` }] };
  return { error: { code, message, status, ...details } };
}

/** google.rpc.RetryInfo: `"34.4s"` (recording `errors/429-retry-info`). */
function readRetryDelay({ details }: JsonObject): number | undefined {
  const list = Array.isArray(details) ? (details as readonly JsonValue[]).filter(isJsonObject) : [];
  const delay = list.find((detail) => detail['@type'] === RETRY_INFO)?.['retryDelay'];
  const seconds = typeof delay === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(delay)?.[1] : undefined;
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}
