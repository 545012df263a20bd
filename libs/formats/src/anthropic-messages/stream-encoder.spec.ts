import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import { openStreamDecoder } from './stream-decoder.js';
import { openStreamEncoder } from './stream-encoder.js';

const context = { now: 0, newId: () => 'id', requestedModel: 'claude', includeUsage: true };

function encode(chunks: readonly CanonicalChunk[]): readonly JsonObject[] {
  const encoder = openStreamEncoder(context);
  const events = [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
  return events.map((event) => {
    const data: unknown = JSON.parse(event.data);
    if (!isJsonObject(data)) throw new Error('not an object');
    expect(event.event).toBe(data['type']);
    return data;
  });
}

const start: CanonicalChunk = { type: 'start', id: 'chatcmpl-1', model: 'gpt-4o' };
const close: readonly CanonicalChunk[] = [
  { type: 'finish', choice: 0, finish: { reason: 'tool-calls', raw: 'tool_calls' } },
  { type: 'usage', usage: { inputUncached: 12, cacheRead: 8, output: 6, reasoning: 4 }, final: true },
  { type: 'end' },
];
const text = (block: number, words: string): readonly CanonicalChunk[] => [
  { type: 'text-start', block, choice: 0 },
  { type: 'text-delta', block, text: words },
  { type: 'text-end', block },
];
const call = (block: number, input: string): readonly CanonicalChunk[] => [
  { type: 'tool-call-start', block, choice: 0, id: `call_${block}`, name: 'f', kind: 'function' },
  { type: 'tool-call-delta', block, input },
];
const shape = (events: readonly JsonObject[]) =>
  events.map(({ type, index }) =>
    index === undefined ? type : `${JSON.stringify(type).slice(1, -1)} ${JSON.stringify(index)}`,
  );

test('a whole stream of another dialect', () => {
  const events = encode([
    start,
    ...text(0, 'hi'),
    ...call(1, '{"a":'),
    { type: 'tool-call-delta', block: 1, input: '1}' },
    { type: 'tool-call-end', block: 1 },
    ...close,
  ]);
  expect(events).toEqual([
    {
      type: 'message_start',
      message: {
        id: 'msg_id',
        type: 'message',
        role: 'assistant',
        model: 'claude',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 0, output_tokens: 0 },
      },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hi' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'content_block_start', index: 1, content_block: { type: 'tool_use', id: 'call_1', name: 'f', input: {} } },
    { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{"a":' } },
    { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '1}' } },
    { type: 'content_block_stop', index: 1 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'tool_use', stop_sequence: null },
      usage: {
        input_tokens: 12,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 8,
        output_tokens: 10,
        output_tokens_details: { thinking_tokens: 4 },
      },
    },
    { type: 'message_stop' },
  ]);
});

test('thinking carries its signature, redacted thinking is one block', () => {
  const events = encode([
    start,
    { type: 'reasoning-start', block: 0, choice: 0 },
    { type: 'reasoning-delta', block: 0, text: 'hm' },
    { type: 'reasoning-end', block: 0, signature: 'sig' },
    { type: 'reasoning-start', block: 1, choice: 0 },
    { type: 'reasoning-end', block: 1, redacted: 'xyz' },
    ...close,
  ]);
  expect(events.slice(1, -2)).toEqual([
    { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hm' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'sig' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'content_block_start', index: 1, content_block: { type: 'redacted_thinking', data: 'xyz' } },
    { type: 'content_block_stop', index: 1 },
  ]);
});

test('blocks that overlap come one after the other, and none of their text is lost', () => {
  const events = encode([
    start,
    { type: 'text-start', block: 0, choice: 0 },
    { type: 'text-delta', block: 0, text: 'a' },
    ...call(1, '{'),
    ...call(2, '[]'),
    { type: 'text-delta', block: 0, text: 'b' },
    { type: 'tool-call-delta', block: 1, input: '}' },
    { type: 'tool-call-end', block: 1 },
    { type: 'text-end', block: 0 },
    { type: 'tool-call-end', block: 2 },
    ...close,
  ]);
  expect(shape(events)).toEqual([
    'message_start',
    'content_block_start 0',
    'content_block_delta 0',
    'content_block_stop 0',
    'content_block_start 1',
    'content_block_delta 1',
    'content_block_delta 1',
    'content_block_stop 1',
    'content_block_start 2',
    'content_block_delta 2',
    'content_block_stop 2',
    'content_block_start 3',
    'content_block_delta 3',
    'content_block_stop 3',
    'message_delta',
    'message_stop',
  ]);
});

test('a refusal is text that ends as a refusal', () => {
  const events = encode([
    start,
    { type: 'refusal-start', block: 0, choice: 0 },
    { type: 'refusal-delta', block: 0, text: 'no' },
    { type: 'refusal-end', block: 0 },
    { type: 'finish', choice: 0, finish: { reason: 'stop' } },
    { type: 'end' },
  ]);
  expect(events.at(-2)).toMatchObject({ delta: { stop_reason: 'refusal' } });
});

test("a free-text tool's input is JSON, as in a whole answer", () => {
  const free: readonly CanonicalChunk[] = [
    { type: 'tool-call-start', block: 0, choice: 0, id: 'c', name: 'f', kind: 'custom' },
    { type: 'tool-call-delta', block: 0, input: 'ls ' },
    { type: 'tool-call-delta', block: 0, input: '-l' },
    { type: 'tool-call-end', block: 0 },
  ];
  const deltas = encode([start, ...free, ...close]).filter((event) => event['type'] === 'content_block_delta');
  expect(deltas.map((event) => event['delta'])).toEqual([
    { type: 'input_json_delta', partial_json: '{"input":"ls -l"}' },
  ]);
});

test.each([
  ['stop', 'tool_use'],
  ['length', 'max_tokens'],
] as const)('a tool call of a stream that ends with %s ends with %s', (reason, told) => {
  const end: CanonicalChunk = { type: 'tool-call-end', block: 0 };
  const finish: CanonicalChunk = { type: 'finish', choice: 0, finish: { reason } };
  expect(encode([start, ...call(0, '{}'), end, finish, { type: 'end' }]).at(-2)).toMatchObject({
    delta: { stop_reason: told },
  });
});

test('only the first choice has a place', () => {
  const other: readonly CanonicalChunk[] = [
    { type: 'text-start', block: 0, choice: 1 },
    { type: 'text-delta', block: 0, text: 'other' },
    { type: 'text-end', block: 0 },
  ];
  expect(shape(encode([start, ...other, ...close]))).toEqual(['message_start', 'message_delta', 'message_stop']);
});

test('a stream that broke gets no clean end', () => {
  expect(shape(encode([start, ...text(0, 'cut')]))).not.toContain('message_stop');
});

describe('a stream of this dialect', () => {
  const relay = (...data: readonly string[]) => {
    const decoder = openStreamDecoder();
    const encoder = openStreamEncoder(context);
    const chunks = data.flatMap((text) => decoder.push({ event: 'e', data: text }));
    return [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()].map((event) => event.data);
  };

  test('keeps its bytes but for the model of message_start', () => {
    const begin =
      '{"type": "message_start","message":{"id":"\\"model\\":\\"x\\"","model" : "claude-\\"4","usage":{"x":1.0}}   }';
    const delta =
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\\u00e9 \\"model\\":\\"y\\""}  }';
    expect(relay(begin, delta)).toEqual([begin.replace('"claude-\\"4"', '"claude"'), delta]);
  });

  test('renames the message itself where another model stands before it', () => {
    const [begin] = relay('{"usage":{"model":"inner"},"type":"message_start","message":{"model":"outer"}}');
    expect(JSON.parse(begin ?? '')).toEqual({
      usage: { model: 'inner' },
      type: 'message_start',
      message: { model: 'claude' },
    });
  });

  test('leaves an error event to the gateway', () => {
    expect(relay('{"type":"error","error":{"type":"overloaded_error","message":"x"}}')).toEqual([]);
  });
});
