import path from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { openaiChatClient } from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import { buildTarget } from '../support/builders/index.js';
import { describeFormatContract } from './format-contract.js';
import type { FoldedStream } from './fold-stream.js';
import { normaliseRequest } from './normalise-request.js';

const operation = PROVIDERS.find((provider) => provider.id === 'openai_compatible')?.adapters.chat;
if (operation === undefined) throw new Error('the provider is not registered');

const target = buildTarget('openai_compatible/model-at-provider', 'http://127.0.0.1:1/v1', {
  deploymentId: 'd-1',
  group: 'public-name',
});

describe('openai-chat over its recordings', () => {
  describeFormatContract({
    client: openaiChatClient,
    upstream: operation.format,
    operation,
    target,
    credential: { api_key: 'sk-contract-0123456789abcdef' },
    recordings: path.join(__dirname, '../../libs/formats/src/openai-chat/__recordings__'),
    terminator: 'data: [DONE]\n\n',
    closingEvent: { data: '[DONE]' },
    withModel: (data, model) => (isJsonObject(data) && data['model'] !== undefined ? { ...data, model } : data),
    sumStream,
    normaliseRequest,
    ownedMembers: [],
    usageExceptions: { 'azure-ai/tools-parallel.http.json': 'more cached tokens than prompt tokens' },
  });
});

/** Adds the raw deltas up, choice by choice, knowing nothing of blocks. */
function sumStream(payloads: readonly JsonValue[]): FoldedStream {
  const said = { text: '', reasoning: '', refusal: '' };
  const calls = new Map<string, { name: string; input: string }>();
  const finishes: (string | undefined)[] = [];
  for (const choice of payloads.flatMap((payload) => objects(isJsonObject(payload) ? payload['choices'] : []))) {
    const index = Number(choice['index'] ?? 0);
    const delta = isJsonObject(choice['delta']) ? choice['delta'] : {};
    said.text += typeof delta['content'] === 'string' ? delta['content'] : texts(delta['content'], 'text');
    said.reasoning += text(delta['reasoning_content']) || text(delta['reasoning']);
    said.reasoning += objects(delta['content'])
      .map((part) => texts(part['thinking'], 'text'))
      .join('');
    said.refusal += text(delta['refusal']);
    for (const call of objects(delta['tool_calls'])) {
      const key = `${index}/${Number(call['index'])}`;
      const spec = isJsonObject(call['function']) ? call['function'] : {};
      const sum = calls.get(key) ?? { name: '', input: '' };
      calls.set(key, { name: sum.name || text(spec['name']), input: sum.input + text(spec['arguments']) });
    }
    const word = choice['finish_reason'];
    finishes[index] ??= typeof word === 'string' ? word : undefined;
  }
  return { ...said, tools: [...calls.values()], finishes };
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}

function texts(value: JsonValue | undefined, type: string): string {
  return objects(value)
    .filter((part) => part['type'] === type)
    .map((part) => text(part['text']))
    .join('');
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
