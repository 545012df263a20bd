import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { Finish } from '@tollgate/canonical';

/**
 * Why an answer ended. The API says that it completed, or what cut it short: that it called a tool stands in its output alone. A word
 * of a state that is no end (`queued`, `in_progress`) is kept in `raw`.
 */
export function decodeStatus(response: JsonObject, calledTool: boolean): Finish {
  const { status, incomplete_details: details } = response;
  const raw = typeof status === 'string' ? status : undefined;
  if (status === 'completed') return { reason: calledTool ? 'tool-calls' : 'stop', raw: 'completed' };
  if (status !== 'incomplete') return { reason: 'other', ...(raw !== undefined && { raw }) };
  const why = isJsonObject(details) ? details['reason'] : undefined;
  if (why === 'max_output_tokens') return { reason: 'length', raw: why };
  if (why === 'content_filter') return { reason: 'content-filter', raw: why };
  return { reason: 'other', raw: typeof why === 'string' ? why : 'incomplete' };
}

/** The members that tell a client why the answer ended. */
export function encodeStatus({ reason, raw }: Finish): {
  readonly status: 'completed' | 'incomplete' | 'failed';
  readonly incomplete_details: JsonValue;
  readonly error?: JsonValue;
} {
  if (reason === 'failed') {
    const message = `The model's answer failed${raw === undefined ? '' : ` (${raw})`}. Try again.`;
    return { status: 'failed', incomplete_details: null, error: { code: 'server_error', message } };
  }
  if (reason === 'length') return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
  if (reason === 'content-filter' || reason === 'refusal')
    return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
  return { status: 'completed', incomplete_details: null };
}
