import path from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { anthropicMessagesClient, anthropicMessagesUpstream } from '@tollgate/formats';
import { anthropic } from '@tollgate/providers';
import { describeFormatContract } from './format-contract.js';
import type { FoldedStream } from './fold-stream.js';
import { anthropicTarget } from './targets.js';

const operation = anthropic.adapters.chat;
if (operation === undefined) throw new Error('the provider has no chat operation');

describe('anthropic-messages', () => {
  describeFormatContract({
    client: anthropicMessagesClient,
    upstream: anthropicMessagesUpstream,
    operation,
    target: anthropicTarget,
    credential: { api_key: 'sk-ant-credential-of-the-test' },
    recordings: path.join(__dirname, '../../libs/formats/src/anthropic-messages/__recordings__'),
    eventName: (data) => (isJsonObject(data) && typeof data['type'] === 'string' ? data['type'] : undefined),
    withModel,
    sumStream,
    // a request that is not streamed says so by silence
    normaliseRequest: ({ stream, ...body }) => ({ ...body, ...(stream === true && { stream }) }),
    ownedMembers: ['input', 'input_schema', 'schema', 'usage'],
  });
});

function withModel(data: JsonValue, model: string): JsonValue {
  if (!isJsonObject(data)) return data;
  if (isJsonObject(data['message'])) return { ...data, message: { ...data['message'], model } };
  return data['type'] === 'message' ? { ...data, model } : data;
}

/** The stream's payloads added up by their own words. */
function sumStream(payloads: readonly JsonValue[]): FoldedStream {
  const events = payloads.filter(isJsonObject);
  const deltas = events.flatMap((event) => (isJsonObject(event['delta']) ? [event['delta']] : []));
  const finishes = deltas.flatMap((delta) => (typeof delta['stop_reason'] === 'string' ? [delta['stop_reason']] : []));
  return {
    text: join(deltas, 'text'),
    reasoning: join(deltas, 'thinking'),
    refusal: '',
    tools: sumTools(events),
    finishes,
  };
}

function sumTools(events: readonly JsonObject[]): FoldedStream['tools'] {
  const tools: { name: string; input: string }[] = [];
  let current: { name: string; input: string } | undefined;
  for (const event of events) {
    const { content_block: block, delta } = event;
    if (isJsonObject(block)) {
      current = block['type'] === 'tool_use' ? { name: join([block], 'name'), input: '' } : undefined;
      if (current !== undefined) tools.push(current);
    }
    if (isJsonObject(delta) && current !== undefined) current.input += join([delta], 'partial_json');
  }
  return tools.map((tool) => (tool.input === '' ? { ...tool, input: '{}' } : tool));
}

function join(deltas: readonly JsonObject[], name: string): string {
  return deltas.map((delta) => (typeof delta[name] === 'string' ? delta[name] : '')).join('');
}
