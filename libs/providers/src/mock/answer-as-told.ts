import type { HttpRequestSpec } from '@tollgate/canonical';
import type { ProviderAdapter, ProviderOperation } from '../adapter.js';
import { type Answer, answerRequest } from './answer-request.js';
import { mock } from './index.js';

/** An error's answer in OpenAI's envelope, under the words by which LiteLLM's documentation asks for it, with LiteLLM's messages. */
const ERRORS: Readonly<
  Record<string, { readonly status: number; readonly type: string; readonly message: string; readonly code?: string }>
> = {
  'litellm.RateLimitError': { status: 429, type: 'throttling_error', message: 'this is a mock rate limit error' },
  'litellm.InternalServerError': {
    status: 500,
    type: 'internal_server_error',
    message: 'this is a mock internal server error',
  },
  'litellm.ContextWindowExceededError': {
    status: 400,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    message: 'this is a mock context window exceeded error',
  },
};

/** Azure's refusal of filtered content, which LiteLLM mocks under any text that begins so. */
const FILTERED = 'Exception: content_filter_policy';

/**
 * A provider that says what it is told instead of asking anybody (LiteLLM's `mock_response`): the same walk, holds and records, with an
 * answer of this process. The names of LiteLLM's errors give those errors. undefined where the request is no conversation.
 */
export function answerAsTold(
  provider: ProviderAdapter,
  operation: string,
  told: string,
): { readonly provider: ProviderAdapter; readonly operation: ProviderOperation } | undefined {
  const { chat } = mock.adapters;
  if (chat === undefined || (operation !== 'chat' && operation !== 'responses')) return undefined;
  return { provider: { ...provider, inProcess: (spec) => answer(spec, told) }, operation: chat };
}

function answer(spec: HttpRequestSpec, told: string): Answer {
  const error = told.startsWith(FILTERED)
    ? { status: 400, type: 'invalid_request_error', code: 'content_filter', message: told }
    : Object.hasOwn(ERRORS, told)
      ? ERRORS[told]
      : undefined;
  if (error === undefined) return answerRequest(spec, { kind: 'text', text: told });
  const { status, ...members } = error;
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: [JSON.stringify({ error: { param: null, code: null, ...members } })],
  };
}
