import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CanonicalChunk, CanonicalResponse } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import { encodeLogprobs } from './convert-logprobs.js';
import { decodeRequest } from './decode-request.js';
import { decodeResponse } from './decode-response.js';
import { encodeResponse } from './encode-response.js';
import { openStreamEncoder } from './stream-encoder.js';

const context = { requestedModel: 'public', now: 1_700_000_000_000, newId: () => 'id', includeUsage: true };
const response: CanonicalResponse = {
  id: 'msg',
  model: 'claude',
  choices: [
    {
      index: 0,
      content: [
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text: 'Hel' },
        { type: 'text', text: 'lo' },
      ],
      finish: { reason: 'length' },
    },
  ],
  usage: { inputUncached: 3, output: 2 },
};

test('an answer of another dialect is its text', () => {
  expect(encodeResponse(response, context)).toMatchObject({
    id: 'cmpl-id',
    object: 'text_completion',
    created: 1_700_000_000,
    model: 'public',
    choices: [{ text: 'Hello', index: 0, logprobs: null, finish_reason: 'length' }],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  });
});

describe('a prompt that is to be echoed', () => {
  const decoded = decodeRequest({ body: { model: 'm', prompt: 'Say: ', echo: true }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  const asked = { ...context, request: decoded.value };

  test('stands before the answer of a provider that cannot echo it', () => {
    expect(encodeResponse(response, asked)['choices']).toMatchObject([{ text: 'Say: Hello' }]);
  });

  test('stands before the first words of a stream, and of one that says nothing', () => {
    const said = (chunks: readonly CanonicalChunk[]) => {
      const encoder = openStreamEncoder(asked);
      const events = chunks.flatMap((chunk) => encoder.push(chunk));
      return events.map(({ data }) => (JSON.parse(data) as { choices: { text: string }[] }).choices[0]?.text);
    };
    const finish: CanonicalChunk = { type: 'finish', choice: 0, finish: { reason: 'stop' } };
    const text: CanonicalChunk[] = [
      { type: 'text-start', block: 0, choice: 0 },
      { type: 'text-delta', block: 0, text: 'Hel' },
      { type: 'text-delta', block: 0, text: 'lo' },
    ];
    expect(said([...text, finish])).toEqual(['Say: Hel', 'lo', '']);
    expect(said([finish])).toEqual(['Say: ']);
  });

  test('is the provider’s where the answer is of this dialect', () => {
    const body = {
      id: 'c',
      object: 'text_completion',
      choices: [{ text: 'Say: Hi', index: 0, finish_reason: 'stop' }],
    };
    expect(encodeResponse(decodeResponse(body), asked)).toEqual(body);
  });
});

test('a refusal is told as text', () => {
  const refused = [
    { index: 0, content: [{ type: 'refusal' as const, text: 'No.' }], finish: { reason: 'refusal' as const } },
  ];
  expect(encodeResponse({ ...response, choices: refused }, context)['choices']).toEqual([
    { text: 'No.', index: 0, logprobs: null, finish_reason: 'content_filter' },
  ]);
});

test('log probabilities read from this dialect are written as they were, but for what stands before the answer', () => {
  const file = path.join(__dirname, '__recordings__/suffix.http.json');
  const { exchanges } = JSON.parse(readFileSync(file, 'utf8')) as { exchanges: { response: { body: JsonObject } }[] };
  const body = exchanges[0]?.response.body as { choices: { logprobs: { text_offset: number[] } }[] };
  const decoded = decodeResponse(body);
  expect(decoded.choices).toHaveLength(2);
  for (const [index, { logprobs }] of decoded.choices.entries()) {
    const written = body.choices[index]?.logprobs ?? { text_offset: [] };
    const start = written.text_offset[0] ?? 0;
    expect(encodeLogprobs(logprobs)).toEqual({ ...written, text_offset: written.text_offset.map((at) => at - start) });
  }
});

test('a stream of another dialect is told text by text, each choice with its end, usage last', () => {
  const encoder = openStreamEncoder(context);
  const chunks: CanonicalChunk[] = [
    { type: 'start', id: 'x', model: 'claude' },
    { type: 'reasoning-start', block: 0, choice: 0 },
    { type: 'reasoning-delta', block: 0, text: 'hm' },
    { type: 'reasoning-end', block: 0 },
    { type: 'text-start', block: 1, choice: 0 },
    { type: 'text-delta', block: 1, text: 'Hi' },
    { type: 'text-end', block: 1 },
    { type: 'finish', choice: 0, finish: { reason: 'stop' } },
    { type: 'usage', usage: { inputUncached: 1, output: 1 }, final: true },
    { type: 'end' },
  ];
  const events = [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
  expect(events.at(-1)).toEqual({ data: '[DONE]' });
  const payloads = events.slice(0, -1).map(({ data }) => JSON.parse(data) as JsonObject);
  expect(payloads.map(({ choices }) => choices)).toEqual([
    [{ text: 'Hi', index: 0, logprobs: null, finish_reason: null }],
    [{ text: '', index: 0, logprobs: null, finish_reason: 'stop' }],
    [],
  ]);
  expect(payloads.at(-1)?.['usage']).toMatchObject({ prompt_tokens: 1, completion_tokens: 1 });
});

test('a stream whose client did not ask for usage tells none', () => {
  const encoder = openStreamEncoder({ ...context, includeUsage: false });
  encoder.push({ type: 'usage', usage: { inputUncached: 1, output: 1 }, final: true });
  encoder.push({ type: 'finish', choice: 0, finish: { reason: 'stop' } });
  expect(encoder.end()).toEqual([{ data: '[DONE]' }]);
});
