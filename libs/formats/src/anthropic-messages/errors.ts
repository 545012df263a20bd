import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { GatewayError, UpstreamFailure, WireEvent } from '@tollgate/canonical';
import type { ErrorBody } from '../format.js';
import { encodeErrorHeaders } from '../encode-error-headers.js';
import { ERROR_BODY_LENGTH_MAX, noErrorMessage } from '../error-body.js';

/** Error types of the Messages API by status (its reference, "Errors"; transcripts `messages provider errors`). */
const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** The status that an error event's type stands for. */
export function statusOf(type: string): { readonly status?: number } {
  const status = Object.keys(TYPES).find((one) => TYPES[Number(one)] === type);
  return status === undefined ? {} : { status: Number(status) };
}

/** An error before anything was sent, as the Messages API says it: also for our own refusals, whatever their cause. */
export function encodeError(error: GatewayError): ErrorBody {
  const requestId = error.headers['request-id'];
  return {
    status: error.status,
    headers: encodeErrorHeaders(error),
    body: { ...envelope(error), ...(requestId !== undefined && { request_id: requestId }) },
  };
}

/** An error inside a stream that has begun: its last event. */
export function encodeStreamError(error: GatewayError): readonly WireEvent[] {
  return [{ event: 'error', data: JSON.stringify(envelope(error)) }];
}

/**
 * Reads an error answer: `{type: error, error: {type, message}}`, an OpenAI-shaped one, or text that is none (a proxy's page).
 * An error status before any body was not billed.
 */
export function decodeError(status: number, body: unknown): UpstreamFailure {
  const text = (typeof body === 'string' ? body : JSON.stringify(body ?? '')).slice(0, ERROR_BODY_LENGTH_MAX);
  const fallback = text.trim() === '' || text === '""' ? noErrorMessage(status) : text;
  const error = isJsonObject(body) && isJsonObject(body['error']) ? body['error'] : {};
  const { message, type, code, param } = error;
  return {
    status,
    message: typeof message === 'string' && message !== '' ? message : fallback,
    ...(typeof type === 'string' && { type }),
    ...optional('param', param),
    ...optional('code', code),
    ...(text !== '' && text !== '""' && { body: text }),
    ...(isJsonObject(body) && { raw: body }),
    unbilled: true,
  };
}

function envelope(error: GatewayError): JsonObject {
  const type = TYPES[error.status] ?? (error.status >= 500 ? 'api_error' : 'invalid_request_error');
  return { type: 'error', error: { type, message: error.message } };
}

function optional<K extends string>(name: K, value: JsonValue | undefined): { [P in K]?: string | null } {
  return typeof value === 'string' || value === null ? ({ [name]: value } as { [P in K]?: string | null }) : {};
}
