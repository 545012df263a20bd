import { createHash } from 'node:crypto';

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;

/**
 * A caller's trace id as 32 hex digits: itself when it is that, else the first 16 bytes of its SHA-256
 * (litellm-callbacks/langfuse-otlp.json: `trace-id-1` -> `095f9e0cacce19a23e38fbf8a60e12df`).
 */
export function traceIdFrom(id: string): string {
  return TRACE_ID.test(id) ? id : sha256(id).slice(0, 32);
}

/** A caller's generation id as 16 hex digits: itself, else the first 8 bytes of its SHA-256 (`gen-id-1` -> `30b68821ca4fb1ac`). */
export function spanIdFrom(id: string): string {
  return SPAN_ID.test(id) ? id : sha256(id).slice(0, 16);
}

/** The trace of a request that names none: a UUID is 32 hex digits. */
export function traceIdOfRequest(requestId: string): string {
  return traceIdFrom(requestId.replaceAll('-', ''));
}

/** The observation of a request that names none; the same however often it is sent. */
export function spanIdOfRequest(requestId: string): string {
  return spanIdFrom(`generation:${requestId}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
