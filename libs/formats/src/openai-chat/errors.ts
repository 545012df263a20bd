import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { GatewayError, UpstreamFailure, WireEvent } from '@tollgate/canonical';
import type { ErrorBody } from '../format.js';
import { encodeErrorHeaders } from '../encode-error-headers.js';
import { ERROR_BODY_LENGTH_MAX, noErrorMessage, parseErrorBody } from '../error-body.js';

/** Characters of a message made from a body that is no JSON. */
const TEXT_LENGTH_MAX = 300;

/** OpenAI's envelope as LiteLLM fills it: `code` is the status as text (transcript `chat-provider-errors`). */
export function encodeError(error: GatewayError): ErrorBody {
  return { status: error.status, headers: encodeErrorHeaders(error), body: encodeEnvelope(error) };
}

/** The last event of a stream that broke after it had begun: the error, and no `[DONE]`. */
export function encodeStreamError(error: GatewayError): readonly WireEvent[] {
  return [{ data: JSON.stringify(encodeEnvelope(error)) }];
}

/** What a provider's error object says, wherever a host puts it; undefined when there is none. */
export function readProviderError(
  body: unknown,
): { readonly message: string; readonly type?: string; readonly param?: string; readonly code?: string } | undefined {
  const outer: unknown = Array.isArray(body) ? body[0] : body;
  if (!isJsonObject(outer)) return undefined;
  const inner = outer['error'];
  const error = isJsonObject(inner) ? inner : outer;
  const message = [
    typeof inner === 'string' ? inner : undefined,
    error['message'],
    readDetail(error['detail'] ?? outer['detail']),
  ].find((text) => typeof text === 'string' && text.trim() !== '');
  if (typeof message !== 'string') return undefined;
  const { type, param, code } = error;
  return {
    message: message,
    ...(typeof type === 'string' && { type }),
    ...(typeof param === 'string' && { param }),
    ...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
  };
}

/** Reads an error answer: OpenAI's envelope, its flat form (Mistral, vLLM), FastAPI's `detail`, a list of one, or no JSON at all. */
export function decodeError(status: number, body: unknown): UpstreamFailure {
  const parsed = typeof body === 'string' ? parseErrorBody(body) : body;
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const error = readProviderError(parsed);
  const structured = typeof parsed === 'object' && parsed !== null;
  return {
    status,
    message: error?.message ?? describeText(status, text),
    ...(error?.type !== undefined && { type: error.type }),
    ...(error?.param !== undefined && { param: error.param }),
    ...(error?.code !== undefined && { code: error.code }),
    ...(text !== '' && { body: text.slice(0, ERROR_BODY_LENGTH_MAX) }),
    ...(structured && { raw: parsed as JsonValue }),
    unbilled: status >= 400,
  };
}

/** A route that a key's `allowed_routes` leave out has LiteLLM's `detail` beside the dialect's error (transcript key-forms). */
function encodeEnvelope(error: GatewayError): JsonObject {
  return {
    ...(error.code === 'route_not_allowed' && { detail: error.message }),
    error: { message: error.message, type: error.type, param: error.param ?? null, code: String(error.status) },
  };
}

/** FastAPI's `detail` is a text, or a list of what was wrong. */
function readDetail(detail: JsonValue | undefined): string | undefined {
  if (typeof detail === 'string') return detail;
  if (!Array.isArray(detail)) return undefined;
  return (detail as readonly JsonValue[])
    .filter(isJsonObject)
    .map((item) => item['msg'])
    .filter((text) => typeof text === 'string')
    .join('; ');
}

/** A page or a bare text: its words without markup. */
function describeText(status: number, text: string): string {
  const words = text
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' || words === '{}' || words === 'null' ? noErrorMessage(status) : words.slice(0, TEXT_LENGTH_MAX);
}
