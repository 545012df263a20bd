import type { FailureClass, UpstreamFailure } from '@tollgate/canonical';
import { classifyStatus } from '../classify-status.js';

/** `prompt is too long: 3333404 tokens > 200000 maximum` (recording `context-length`) and the words of hosts that speak the dialect. */
const CONTEXT_WINDOW =
  /prompt is too long|exceed(s|ed)? (the )?context|maximum context length|context_length_exceeded/i;

/** The provider's filter of its own output, an error 400. */
const CONTENT_POLICY = /content filtering policy/i;

/** Beside what every provider's statuses say: no credit, and an overload of the whole API. */
const OWN_STATUSES: Readonly<Record<number, FailureClass>> = { 402: 'permission', 529: 'unavailable' };

/** Types of an error event inside a stream, which has no status of its own. */
const BY_TYPE: Readonly<Record<string, FailureClass>> = {
  invalid_request_error: 'bad-request',
  authentication_error: 'authentication',
  billing_error: 'permission',
  permission_error: 'permission',
  not_found_error: 'not-found',
  request_too_large: 'bad-request',
  rate_limit_error: 'rate-limit',
  timeout_error: 'timeout',
  overloaded_error: 'unavailable',
  api_error: 'server',
};

/** How a failure that Anthropic reports is to be treated by retry, fallback and cooldown. */
export function classifyAnthropicFailure(failure: UpstreamFailure): FailureClass {
  const { status, type, code, message } = failure;
  if (status === undefined || status === 200) {
    return (type !== undefined && Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type] : undefined) ?? 'server';
  }
  if (status === 400 || status === 413) {
    if (CONTEXT_WINDOW.test(message) || CONTEXT_WINDOW.test(code ?? '')) return 'context-window';
    return CONTENT_POLICY.test(message) ? 'content-policy' : 'bad-request';
  }
  return classifyStatus(status, OWN_STATUSES);
}
