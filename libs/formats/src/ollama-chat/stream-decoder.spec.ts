import type { CanonicalChunk } from '@tollgate/canonical';
import { decodeError } from '../openai-chat/errors.js';
import { decodeResponse } from './decode-response.js';
import { OllamaStreamDecoder } from './stream-decoder.js';

const TIME = '2026-08-17T08:22:52.061545Z';
const line = (message: object, more: object = {}): object => ({
  model: 'm',
  created_at: TIME,
  message: { role: 'assistant', content: '', ...message },
  done: false,
  ...more,
});
const last = line({}, { done: true, done_reason: 'stop', prompt_eval_count: 3, eval_count: 2 });

function decode(...lines: readonly object[]): readonly CanonicalChunk[] {
  const decoder = new OllamaStreamDecoder();
  const chunks = [...lines.flatMap((data) => decoder.push({ data: JSON.stringify(data) })), ...decoder.end()];
  return chunks.filter(({ type }) => type !== 'wire');
}

test('thinking, text and calls are blocks of their own; an answer that calls tools ends so', () => {
  const call = (name: string, input: object) => ({ function: { name, arguments: input } });
  const chunks = decode(
    line({ thinking: 'hm' }),
    line({ content: 'Hi' }),
    line({ tool_calls: [call('one', { a: 1 }), call('two', {})] }),
    line({ tool_calls: [{ id: 'own', ...call('three', {}) }] }),
    last,
  );
  expect(chunks.map(({ type }) => type)).toEqual([
    'start',
    'reasoning-start',
    'reasoning-delta',
    'reasoning-end',
    'text-start',
    'text-delta',
    'text-end',
    ...[1, 2, 3].flatMap(() => ['tool-call-start', 'tool-call-delta', 'tool-call-end']),
    'usage',
    'finish',
    'end',
  ]);
  const starts = chunks.filter((chunk) => chunk.type === 'tool-call-start');
  expect(starts.map(({ id, name, block }) => [id, name, block])).toEqual([
    ['call_20260817082252061545_0', 'one', 2],
    ['call_20260817082252061545_1', 'two', 3],
    ['own', 'three', 4],
  ]);
  expect(chunks).toContainEqual({ type: 'tool-call-delta', block: 2, input: '{"a": 1}' });
  expect(chunks).toContainEqual({ type: 'finish', choice: 0, finish: { reason: 'tool-calls', raw: 'stop' } });
});

test('a whole answer names its calls like a streamed one', () => {
  const calls = [{ function: { name: 'one', arguments: { a: 1 } } }];
  const { choices } = decodeResponse({ ...last, message: { role: 'assistant', content: '', tool_calls: calls } });
  expect(choices[0]?.content).toEqual([
    { type: 'tool-call', id: 'call_20260817082252061545_0', name: 'one', input: '{"a": 1}', kind: 'function' },
  ]);
});

test('an error inside the stream is told, and what was open is closed without an end', () => {
  const chunks = decode(line({ content: 'Hi' }), { error: 'an error was encountered while running the model' });
  expect(chunks.slice(-2)).toMatchObject([
    { type: 'error', message: 'an error was encountered while running the model' },
    { type: 'text-end', block: 0 },
  ]);
});

test('a stream that breaks off has no end', () => {
  expect(decode(line({ content: 'Hi' })).map(({ type }) => type)).toEqual([
    'start',
    'text-start',
    'text-delta',
    'text-end',
  ]);
});

test.each([
  ['not JSON', 'x'],
  ['no object', '[]'],
])('a line that is %s is a fault', (_, data) => {
  expect(() => new OllamaStreamDecoder().push({ data })).toThrow('ollama-chat');
});

test('usage without a count is unknown', () => {
  const { prompt_eval_count: _cached, ...cached } = last as Record<string, unknown>;
  expect(decode(cached).map(({ type }) => type)).toEqual(['start', 'finish', 'end']);
});

test("an error answer is its bare text (Ollama's API reference, errors)", () => {
  expect(decodeError(404, { error: "model 'x' not found" })).toMatchObject({
    status: 404,
    message: "model 'x' not found",
  });
});

test('log probabilities of a whole answer are those of a chat completion', () => {
  const logprobs = [{ token: 'Hi', logprob: -0.1, bytes: [72, 105], top_logprobs: [] }];
  expect(decodeResponse({ ...last, logprobs }).choices[0]?.logprobs).toEqual({ content: logprobs });
});
