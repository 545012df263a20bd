import path from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { openaiCompletionsClient } from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import { describeFormatContract } from './format-contract.js';
import type { FoldedStream } from './fold-stream.js';
import { textCompletionTarget } from './targets.js';

const operation = PROVIDERS.find((provider) => provider.id === 'text-completion-openai')?.adapters.chat;
if (operation === undefined) throw new Error('the provider is not registered');

describe('openai-completions over its recordings', () => {
  describeFormatContract({
    client: openaiCompletionsClient,
    upstream: operation.format,
    operation,
    target: textCompletionTarget,
    credential: { api_key: 'sk-contract-0123456789abcdef' },
    recordings: path.join(__dirname, '../../libs/formats/src/openai-completions/__recordings__'),
    withModel: (data, model) => (isJsonObject(data) && data['model'] !== undefined ? { ...data, model } : data),
    sumStream,
    normaliseRequest,
    ownedMembers: ['top_logprobs'],
  });
});

/** A stream always asks for usage, and one stop sequence is a list of one. */
function normaliseRequest(body: JsonObject): JsonObject {
  const streaming = body['stream'] === true ? { stream_options: { include_usage: true } } : {};
  return { ...body, ...streaming };
}

/** Adds the raw texts up, knowing nothing of blocks. */
function sumStream(payloads: readonly JsonValue[]): FoldedStream {
  let text = '';
  const finishes: (string | undefined)[] = [];
  for (const payload of payloads) {
    const choices = isJsonObject(payload) && Array.isArray(payload['choices']) ? payload['choices'] : [];
    for (const choice of (choices as readonly JsonValue[]).filter(isJsonObject)) {
      if (typeof choice['text'] === 'string') text += choice['text'];
      const word = choice['finish_reason'];
      finishes[Number(choice['index'])] ??= typeof word === 'string' ? word : undefined;
    }
  }
  return { text, reasoning: '', refusal: '', tools: [], finishes };
}
