import type { JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import { DecodeError } from '../format.js';
import { ChatStreamDecoder } from './stream-decoder.js';

function decode(...payloads: readonly (JsonValue | { event: string; data: JsonValue })[]): readonly CanonicalChunk[] {
  let issued = 0;
  const decoder = new ChatStreamDecoder({
    now: 0,
    newId: () => `${++issued}`,
    requestedModel: 'm',
    includeUsage: true,
  });
  const events = payloads.map((payload) => ({ data: typeof payload === 'string' ? payload : JSON.stringify(payload) }));
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.end()].filter(
    (chunk) => chunk.type !== 'wire' && chunk.type !== 'start',
  );
}

const delta = (value: JsonValue, word: string | null = null): JsonValue => ({
  id: 'c',
  choices: [{ index: 0, delta: value, finish_reason: word }],
});
const call = (index: number, more: Record<string, JsonValue>): JsonValue => ({ tool_calls: [{ index, ...more }] });

describe('ChatStreamDecoder', () => {
  test('alternating deltas of parallel calls reach each its own block', () => {
    const chunks = decode(
      delta(call(0, { id: 'a', function: { name: 'f', arguments: '' } })),
      delta(call(1, { id: 'b', function: { name: 'g', arguments: '{"x"' } })),
      delta(call(0, { function: { arguments: '{"y":1}' } })),
      delta(call(1, { function: { arguments: ':2}' } })),
      delta({}, 'tool_calls'),
    );
    expect(chunks.filter((chunk) => chunk.type === 'tool-call-delta')).toEqual([
      { type: 'tool-call-delta', block: 1, input: '{"x"' },
      { type: 'tool-call-delta', block: 0, input: '{"y":1}' },
      { type: 'tool-call-delta', block: 1, input: ':2}' },
    ]);
    expect(chunks.at(-1)).toMatchObject({ type: 'finish', finish: { reason: 'tool-calls' } });
  });

  test('a call with whole input closes before the next opens', () => {
    const chunks = decode(
      delta(call(0, { id: 'a', function: { name: 'f', arguments: '{}' } })),
      delta(call(1, { id: 'b', function: { name: 'g', arguments: '{}' } })),
    );
    expect(chunks.map((chunk) => `${chunk.type} ${'block' in chunk ? chunk.block : ''}`)).toEqual([
      'tool-call-start 0',
      'tool-call-delta 0',
      'tool-call-end 0',
      'tool-call-start 1',
      'tool-call-delta 1',
      'tool-call-end 1',
    ]);
  });

  test('calls that share one index are told apart by their ids, and calls without an index by their order', () => {
    const shared = decode(
      delta(call(0, { id: 'a', function: { name: 'f', arguments: '{}' } })),
      delta(call(0, { id: 'b', function: { name: 'g', arguments: '{}' } })),
    );
    const bare = decode(
      delta({ tool_calls: [{ id: 'a', function: { name: 'f', arguments: '{' } }] }),
      delta({ tool_calls: [{ function: { arguments: '}' } }] }),
      delta({ tool_calls: [{ id: 'b', function: { name: 'g', arguments: '{}' } }] }),
    );
    for (const chunks of [shared, bare]) {
      expect(chunks.filter((chunk) => chunk.type === 'tool-call-start')).toMatchObject([
        { id: 'a', name: 'f' },
        { id: 'b', name: 'g' },
      ]);
      expect(
        chunks
          .filter((chunk) => chunk.type === 'tool-call-delta')
          .map((chunk) => chunk.input)
          .join(''),
      ).toBe('{}{}');
    }
  });

  describe("LiteLLM's thinking_blocks", () => {
    const thinking = (text: string, signature: string | null = null): JsonValue => ({
      thinking_blocks: [{ type: 'thinking', thinking: text, signature }],
    });
    const sealed = (signature: string, ...texts: readonly string[]): readonly object[] => [
      { type: 'reasoning-start' },
      ...texts.map((text) => ({ type: 'reasoning-delta', text })),
      { type: 'reasoning-end', signature },
    ];

    test.each<[string, readonly JsonValue[]]>([
      [
        'beside the same text in reasoning_content, the seal without text',
        [
          { reasoning_content: 'h', ...(thinking('h') as object) },
          { reasoning_content: 'm', ...(thinking('m') as object) },
          { reasoning_content: '', ...(thinking('', 's') as object) },
        ],
      ],
      [
        'after reasoning_content, the seal with the whole text',
        [{ reasoning_content: 'h' }, { reasoning_content: 'm' }, thinking('hm', 's')],
      ],
      ['alone', [thinking('h'), thinking('m'), thinking('', 's')]],
    ])('%s give the text once and its seal', (_, deltas) => {
      expect(decode(...deltas.map((value) => delta(value)))).toMatchObject(sealed('s', 'h', 'm'));
    });

    test('that are sealed are blocks of their own, also where the provider keeps the text to itself', () => {
      const redacted: JsonValue = { thinking_blocks: [{ type: 'redacted_thinking', data: 'R' }] };
      const chunks = decode(
        delta(thinking('whole', 's')),
        delta(thinking('', 't')),
        delta(redacted),
        delta({ reasoning_content: 'open' }),
      );
      expect(chunks).toMatchObject([
        ...sealed('s', 'whole'),
        ...sealed('t'),
        { type: 'reasoning-start', block: 2 },
        { type: 'reasoning-end', block: 2, redacted: 'R' },
        { type: 'reasoning-start', block: 3 },
        { type: 'reasoning-delta', block: 3, text: 'open' },
        { type: 'reasoning-end', block: 3 },
      ]);
    });
  });

  test('the legacy function_call is a tool call with an id of ours', () => {
    const chunks = decode(
      delta({ function_call: { name: 'f', arguments: '' } }),
      delta({ function_call: { arguments: '{}' } }),
      delta({}, 'function_call'),
    );
    expect(chunks).toMatchObject([
      { type: 'tool-call-start', id: 'call_1', name: 'f' },
      { type: 'tool-call-delta', input: '{}' },
      { type: 'tool-call-end' },
      { type: 'finish', finish: { reason: 'tool-calls' } },
    ]);
  });

  test.each([
    ['an error member', { error: { message: 'overloaded', type: 'server_error' } }, 'server_error'],
    [
      'an error beside choices',
      {
        id: 'c',
        error: { code: 502, message: 'overloaded' },
        choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
      },
      '502',
    ],
    [
      'an error of a choice',
      { choices: [{ index: 0, delta: {}, error: { code: 502, message: 'overloaded', type: 'server_error' } }] },
      'server_error',
    ],
    [
      'an error of a choice that ends it',
      {
        choices: [
          { index: 0, delta: { content: '' }, finish_reason: 'error', error: { code: 502, message: 'overloaded' } },
        ],
      },
      '502',
    ],
    ['an error that is a text', { error: 'overloaded' }, undefined],
  ])('%s inside the stream is an error', (_, payload, type) => {
    const [error] = decode(payload);
    expect(error).toMatchObject({
      type: 'error',
      message: 'overloaded',
      ...(type !== undefined && { providerType: type }),
    });
  });

  test('an event that is no JSON is a fault of the provider', () => {
    expect(() => decode('<html>')).toThrow(DecodeError);
    expect(() => decode('[1]')).toThrow(DecodeError);
  });

  test('a repeated finish and words after it change nothing', () => {
    const chunks = decode(
      delta({ content: 'a' }),
      delta({}, 'stop'),
      delta({ content: '' }, 'stop'),
      '[DONE]',
      delta({ content: 'late' }),
    );
    expect(chunks.map((chunk) => chunk.type)).toEqual(['text-start', 'text-delta', 'text-end', 'finish', 'end']);
  });

  test('a stream that breaks off has its blocks closed, but no finish and no end', () => {
    expect(decode(delta({ content: 'a' })).map((chunk) => chunk.type)).toEqual([
      'text-start',
      'text-delta',
      'text-end',
    ]);
  });

  test('answers to choose from are kept apart', () => {
    const two = (index: number, content: string, word: string | null = null): JsonValue => ({
      id: 'c',
      choices: [{ index, delta: { content }, finish_reason: word }],
    });
    const chunks = decode(two(0, 'a'), two(1, 'b'), two(0, 'c', 'stop'), two(1, '', 'length'), '[DONE]');
    expect(chunks.filter((chunk) => chunk.type === 'text-start')).toEqual([
      { type: 'text-start', block: 0, choice: 0 },
      { type: 'text-start', block: 1, choice: 1 },
    ]);
    expect(
      chunks.filter((chunk) => chunk.type === 'finish').map((chunk) => [chunk.choice, chunk.finish.reason]),
    ).toEqual([
      [0, 'stop'],
      [1, 'length'],
    ]);
  });
});
