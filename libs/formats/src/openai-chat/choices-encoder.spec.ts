import type { CanonicalChunk } from '@tollgate/canonical';
import { ChoicesEncoder } from './choices-encoder.js';

const context = { now: 1_795_616_009_123, newId: () => 'u-1', requestedModel: 'public', includeUsage: true };
const usage: CanonicalChunk = { type: 'usage', usage: { inputUncached: 3, output: 2 }, final: true };
const finish: CanonicalChunk = { type: 'finish', choice: 0, finish: { reason: 'stop' } };

function encode(chunks: readonly CanonicalChunk[]): readonly unknown[] {
  const encoder = new ChoicesEncoder(context, {
    format: 'openai-completions',
    idPrefix: 'p-',
    object: 'thing',
    tell: (chunk) => (chunk.type === 'text-delta' ? [{ index: 0, text: chunk.text }] : []),
  });
  const events = [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
  return events.map(({ data }) => (data === '[DONE]' ? data : (JSON.parse(data) as unknown)));
}

it('an answer of another dialect is told as of its own creation, its usage last', () => {
  const head = { id: 'p-u-1', object: 'thing', created: 77, model: 'public' };
  expect(
    encode([
      { type: 'start', id: 'x', model: 'm', createdAt: 77 },
      { type: 'text-delta', block: 0, text: 'a' },
      usage,
      finish,
      { type: 'end' },
    ]),
  ).toEqual([
    { ...head, choices: [{ index: 0, text: 'a' }] },
    { ...head, choices: [], usage: expect.objectContaining({ prompt_tokens: 3, completion_tokens: 2 }) },
    '[DONE]',
  ]);
});

it('of an answer of its own dialect nothing is told beside its events but the end', () => {
  const data = { id: 'c', model: 'public', choices: [] };
  const event = { data: JSON.stringify(data) };
  expect(encode([{ type: 'wire', format: 'openai-completions', event, data }, usage, finish])).toEqual([
    data,
    '[DONE]',
  ]);
});
