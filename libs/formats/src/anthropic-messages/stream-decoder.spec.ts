import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import { DecodeError } from '../format.js';
import { openStreamDecoder } from './stream-decoder.js';

function decodeRecording(name: string): readonly CanonicalChunk[] {
  const file = path.join(__dirname, '__recordings__/messages', `${name}.chunks.txt`);
  return decode(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as JsonValue),
  );
}

function decode(payloads: readonly JsonValue[]): readonly CanonicalChunk[] {
  const decoder = openStreamDecoder();
  const chunks = payloads.flatMap((payload) => decoder.push({ data: JSON.stringify(payload) }));
  return [...chunks, ...decoder.end()].filter((chunk) => chunk.type !== 'wire');
}

const types = (chunks: readonly CanonicalChunk[]) => chunks.map(({ type }) => type);
const start = { type: 'message_start', message: { id: 'm', model: 'x', usage: { input_tokens: 3, output_tokens: 1 } } };

test('a repeated message_start begins nothing anew', () => {
  expect(types(decodeRecording('duplicate-message-start'))).toEqual([
    'start',
    'usage',
    'usage',
    'text-start',
    'text-delta',
    'text-end',
    'usage',
    'finish',
    'end',
  ]);
});

test('a second message spliced in closes what is open, and the answer goes on', () => {
  const chunks = decodeRecording('spliced-message-start');
  expect(chunks.filter(({ type }) => type === 'start')).toHaveLength(1);
  expect(chunks.filter(({ type }) => type === 'tool-call-end')).toHaveLength(2);
  expect(chunks.filter((chunk) => chunk.type === 'reasoning-end').map((chunk) => chunk.signature)).toEqual([
    'sig-first',
    'sig-second',
  ]);
  expect(chunks.at(-2)).toEqual({ type: 'finish', choice: 0, finish: { reason: 'tool-calls', raw: 'tool_use' } });
});

test('input tokens of message_delta replace those of message_start', () => {
  const usages = decodeRecording('message-delta-input-tokens').filter((chunk) => chunk.type === 'usage');
  expect(usages.map(({ usage, final }) => [usage.inputUncached, usage.output, final])).toEqual([
    [43, 1, false],
    [61, 2, true],
  ]);
});

test('a call without arguments has the empty object as its input', () => {
  expect(decodeRecording('tool-no-args-stream')).toContainEqual({ type: 'tool-call-delta', block: 1, input: '{}' });
});

test('a refusal is an ending of its own, without any block', () => {
  expect(decodeRecording('refusal-stream')).toContainEqual({
    type: 'finish',
    choice: 0,
    finish: { reason: 'refusal', raw: 'refusal' },
  });
});

test('blocks that only this dialect has come whole, with their input', () => {
  const opaque = decodeRecording('mcp-stream').filter((chunk) => chunk.type === 'opaque');
  expect(opaque.map(({ value }) => value)).toMatchObject([
    { type: 'mcp_tool_use', input: { message: 'hello world' } },
    { type: 'mcp_tool_result' },
  ]);
});

test('citations stand with the text that they belong to', () => {
  const citation = { type: 'char_location', cited_text: 'x' };
  const chunks = decode([
    start,
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '', citations: [] } },
    { type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation } },
    { type: 'content_block_stop', index: 0 },
  ]);
  expect(chunks.at(-1)).toEqual({ type: 'text-end', block: 0, annotations: [citation] });
});

test('redacted thinking is sealed whole', () => {
  const chunks = decode([
    start,
    { type: 'content_block_start', index: 0, content_block: { type: 'redacted_thinking', data: 'xyz' } },
    { type: 'content_block_stop', index: 0 },
  ]);
  expect(chunks.slice(-2)).toEqual([
    { type: 'reasoning-start', block: 0, choice: 0 },
    { type: 'reasoning-end', block: 0, redacted: 'xyz' },
  ]);
});

test('the end of the bytes closes what is open and is no end of the stream', () => {
  const chunks = decode([
    start,
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'cut' } },
  ]);
  expect(types(chunks)).toEqual(['start', 'usage', 'text-start', 'text-delta', 'text-end']);
});

test('what was never stopped is closed before the finish', () => {
  const chunks = decode([
    start,
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x' } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
    { type: 'message_stop' },
  ]);
  expect(types(chunks)).toEqual(['start', 'usage', 'text-start', 'text-delta', 'text-end', 'usage', 'finish', 'end']);
});

test('an error event is told with its type, and the status that it stands for', () => {
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
  expect(decode([start, error]).at(-1)).toEqual({
    type: 'error',
    message: 'Overloaded',
    providerType: 'overloaded_error',
    status: 529,
    raw: error,
  });
});

test('deltas without a beginning and unknown events are tolerated', () => {
  const chunks = decode([
    start,
    { type: 'ping' },
    { type: 'something_new', index: 3 },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'new_delta' } },
    { type: 'content_block_delta', index: 7, delta: { type: 'input_json_delta', partial_json: '{' } },
  ]);
  expect(types(chunks)).toEqual(['start', 'usage', 'text-start', 'text-delta', 'text-end']);
});

test.each(['{"type":', '[]', 'null'])('an event of %s is no answer of this dialect', (data) => {
  expect(() => openStreamDecoder().push({ data })).toThrow(DecodeError);
});
