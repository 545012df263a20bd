import type { CanonicalChunk } from '@tollgate/canonical';
import type { StreamDecoder } from '../format.js';
import { SchemaToolDecoder } from './schema-tool-decoder.js';

/** What the decoder makes of an answer whose chunks come one at a time. */
function decode(...chunks: readonly CanonicalChunk[]): readonly CanonicalChunk[] {
  const waiting = [...chunks];
  const inner: StreamDecoder = { push: () => waiting.splice(0, 1), end: () => [] };
  const decoder = new SchemaToolDecoder(inner, 'answer');
  return [...chunks.flatMap(() => decoder.push({ data: '' })), ...decoder.end()];
}
const words = (block: number, choice: number, text: string): readonly CanonicalChunk[] => [
  { type: 'text-start', block, choice },
  { type: 'text-delta', block, text },
  { type: 'text-end', block },
];
const call = (block: number, choice: number, name: string, input: string): readonly CanonicalChunk[] => [
  { type: 'tool-call-start', block, choice, id: `call_${String(block)}`, name, kind: 'function' },
  { type: 'tool-call-delta', block, input },
  { type: 'tool-call-end', block },
];
const finish = (choice: number, reason: 'stop' | 'tool-calls' | 'length'): CanonicalChunk => ({
  type: 'finish',
  choice,
  finish: { reason },
});

describe('a streamed answer that a tool is called with', () => {
  it('is text, block by block in the order of opening, and comes to its end', () => {
    expect(decode(...words(0, 0, 'Sure!'), ...call(1, 0, 'answer', '{}'), finish(0, 'tool-calls'))).toEqual([
      ...words(0, 0, '{}'),
      finish(0, 'stop'),
    ]);
  });

  it('is each choice’s own', () => {
    const thinks: CanonicalChunk = { type: 'reasoning-start', block: 0, choice: 1 };
    const thought: CanonicalChunk = { type: 'reasoning-end', block: 0 };
    const told = decode(
      thinks,
      thought,
      ...call(1, 0, 'answer', '{"a":1}'),
      ...words(2, 1, 'Hi'),
      finish(0, 'tool-calls'),
      finish(1, 'stop'),
    );
    expect(told).toEqual([
      thinks,
      thought,
      ...words(1, 0, '{"a":1}'),
      finish(0, 'stop'),
      ...words(2, 1, 'Hi'),
      finish(1, 'stop'),
    ]);
  });

  it('leaves the calls of other tools, and the words before them', () => {
    const all = [...words(0, 0, 'Let me look.'), ...call(1, 0, 'look', '{}'), finish(0, 'tool-calls')];
    expect(decode(...all)).toEqual(all);
  });

  it('is given once, whatever is called again or said after it', () => {
    const told = decode(
      ...call(0, 0, 'answer', '{"a":1}'),
      ...call(1, 0, 'answer', '{"a":2}'),
      ...words(2, 0, 'Done.'),
      finish(0, 'tool-calls'),
    );
    expect(told).toEqual([...words(0, 0, '{"a":1}'), finish(0, 'stop')]);
  });

  it('that is cut short says so', () => {
    expect(decode(...call(0, 0, 'answer', '{"a'), finish(0, 'length')).at(-1)).toEqual(finish(0, 'length'));
  });

  it('that never called it is what was said', () => {
    const all = [...words(0, 0, '{"a":1}'), finish(0, 'stop')];
    expect(decode(...all)).toEqual(all);
    expect(decode(...words(0, 0, 'broken off'))).toEqual(words(0, 0, 'broken off'));
  });

  it('relays none of the provider’s events', () => {
    expect(decode({ type: 'wire', format: 'openai-chat', event: { data: '{}' }, data: {} })).toEqual([]);
  });
});
