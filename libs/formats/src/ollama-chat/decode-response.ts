import { isJsonObject } from '@tollgate/kernel';
import type { CanonicalResponse } from '@tollgate/canonical';
import { DecodeError } from '../format.js';
import { readProviderError } from '../openai-chat/errors.js';
import { decodeUsage } from './convert-usage.js';
import { decodeContent, decodeCreatedAt, decodeFinish } from './decode-message.js';
import { FORMAT } from './format-name.js';

/** A whole answer. Ollama gives it no id. */
export function decodeResponse(body: unknown): CanonicalResponse {
  if (!isJsonObject(body)) throw new DecodeError(FORMAT, 'the answer is not a JSON object');
  const { message, model, logprobs } = body;
  if (!isJsonObject(message))
    throw new DecodeError(FORMAT, readProviderError(body)?.message ?? 'the answer has no message');
  const content = decodeContent(message, body['created_at']);
  const usage = decodeUsage(body);
  const createdAt = decodeCreatedAt(body['created_at']);
  const calls = content.some(({ type }) => type === 'tool-call');
  return {
    id: '',
    model: typeof model === 'string' ? model : '',
    ...(createdAt !== undefined && { createdAt }),
    choices: [
      {
        index: 0,
        content,
        finish: decodeFinish(body['done_reason'], calls),
        ...(Array.isArray(logprobs) && { logprobs: { content: logprobs } }),
      },
    ],
    ...(usage !== undefined && { usage }),
  };
}
