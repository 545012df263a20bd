import path from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { openaiResponsesClient } from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import { describeFormatContract } from './format-contract.js';
import type { FoldedStream } from './fold-stream.js';
import { openaiTarget } from './targets.js';

const operation = PROVIDERS.find((provider) => provider.id === 'openai')?.adapters.responses;
if (operation === undefined) throw new Error('the provider is not registered');

describe('openai-responses over its recordings', () => {
  describeFormatContract({
    client: openaiResponsesClient,
    upstream: operation.format,
    operation,
    target: { ...openaiTarget, model: 'model-at-provider' },
    credential: { api_key: 'sk-contract-0123456789abcdef' },
    recordings: path.join(__dirname, '../../libs/formats/src/openai-responses/__recordings__'),
    eventName: (data) => (isJsonObject(data) ? text(data['type']) : undefined),
    withModel,
    sumStream,
    normaliseRequest,
    ownedMembers: ['schema', 'parameters', 'metadata'],
  });
});

function withModel(data: JsonValue, model: string): JsonValue {
  if (!isJsonObject(data)) return data;
  const { response } = data;
  if (isJsonObject(response)) return { ...data, response: withModel(response, model) };
  return data['object'] === 'response' ? { ...data, model } : data;
}

/** `stream: false` is the default, and null is absent. */
function normaliseRequest({ stream, ...rest }: JsonObject): JsonObject {
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return { ...present, ...(stream === true && { stream }) };
}

/** Adds the raw deltas up, item by item, knowing nothing of blocks; what a host tells whole and not in deltas counts once. */
function sumStream(payloads: readonly JsonValue[]): FoldedStream {
  const said = { text: '', reasoning: '', refusal: '' };
  const calls = new Map<number, { name: string; input: string }>();
  const paragraphs = new Map<number, number>();
  const finishes: (string | undefined)[] = [];
  for (const payload of payloads.filter(isJsonObject)) {
    const index = Number(payload['output_index'] ?? 0);
    const delta = text(payload['delta']);
    switch (text(payload['type'])) {
      case 'response.output_text.delta':
        said.text += delta;
        break;
      case 'response.refusal.delta':
        said.refusal += delta;
        break;
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta': {
        const paragraph = Number(payload['summary_index'] ?? payload['content_index']);
        if (paragraphs.has(index) && paragraphs.get(index) !== paragraph) said.reasoning += '\n\n';
        paragraphs.set(index, paragraph);
        said.reasoning += delta;
        break;
      }
      case 'response.output_item.done': {
        const item = isJsonObject(payload['item']) ? payload['item'] : {};
        if (item['type'] === 'function_call')
          calls.set(index, { name: text(item['name']), input: text(item['arguments']) });
        if (item['type'] === 'custom_tool_call')
          calls.set(index, { name: text(item['name']), input: text(item['input']) });
        break;
      }
      case 'response.completed':
        finishes.push('completed');
        break;
      case 'response.incomplete': {
        const response = isJsonObject(payload['response']) ? payload['response'] : {};
        const details = isJsonObject(response['incomplete_details']) ? response['incomplete_details'] : {};
        finishes.push(text(details['reason']));
        break;
      }
    }
  }
  return { ...said, tools: [...calls.values()], finishes };
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
