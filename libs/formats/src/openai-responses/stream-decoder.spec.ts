import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import { openStreamDecoder } from './stream-decoder.js';

const CREATED = {
  type: 'response.created',
  response: { id: 'resp_1', model: 'gpt', created_at: 7, status: 'in_progress' },
};
const usage = { input_tokens: 3, output_tokens: 2, total_tokens: 5 };
const completed = (more: JsonObject = {}): JsonObject => ({
  type: 'response.completed',
  response: { id: 'resp_1', model: 'gpt', status: 'completed', output: [], usage, ...more },
});

function decode(...events: readonly JsonObject[]): readonly CanonicalChunk[] {
  const decoder = openStreamDecoder();
  const chunks = events.flatMap((data) => decoder.push({ event: data['type'] as string, data: JSON.stringify(data) }));
  return [...chunks, ...decoder.end()].filter(({ type }) => type !== 'wire');
}

const call = (index: number, more: JsonObject = {}): JsonObject => ({
  type: 'response.output_item.added',
  output_index: index,
  item: {
    type: 'function_call',
    id: `fc_${String(index)}`,
    call_id: `c${String(index)}`,
    name: 'f',
    arguments: '',
    ...more,
  },
});
const args = (index: number, delta: string): JsonObject => ({
  type: 'response.function_call_arguments.delta',
  output_index: index,
  delta,
});
const done = (index: number, item: JsonObject): JsonObject => ({
  type: 'response.output_item.done',
  output_index: index,
  item,
});

describe('a stream of the Responses API', () => {
  it('keeps the arguments of parallel calls apart, and ends with what it called', () => {
    const chunks = decode(
      CREATED,
      call(0),
      call(1),
      args(0, '{"a"'),
      args(1, '{"b"'),
      args(0, ':1}'),
      args(1, ':2}'),
      { type: 'response.function_call_arguments.done', output_index: 0, arguments: '{"a":1}' },
      done(0, { type: 'function_call', call_id: 'c0', name: 'f', arguments: '{"a":1}' }),
      done(1, { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"b":2}' }),
      completed(),
    );
    expect(chunks).toEqual([
      { type: 'start', id: 'resp_1', model: 'gpt', createdAt: 7 },
      { type: 'tool-call-start', block: 0, choice: 0, id: 'c0', name: 'f', kind: 'function' },
      { type: 'tool-call-start', block: 1, choice: 0, id: 'c1', name: 'f', kind: 'function' },
      { type: 'tool-call-delta', block: 0, input: '{"a"' },
      { type: 'tool-call-delta', block: 1, input: '{"b"' },
      { type: 'tool-call-delta', block: 0, input: ':1}' },
      { type: 'tool-call-delta', block: 1, input: ':2}' },
      { type: 'tool-call-end', block: 0 },
      { type: 'tool-call-end', block: 1 },
      { type: 'usage', usage: { inputUncached: 3, output: 2, raw: usage }, final: true },
      { type: 'finish', choice: 0, finish: { reason: 'tool-calls', raw: 'completed' } },
      { type: 'end' },
    ]);
  });

  it.each([
    ['with the item', [call(0, { arguments: '{"a":1}' })]],
    [
      'when they are done',
      [call(0), { type: 'response.function_call_arguments.done', output_index: 0, arguments: '{"a":1}' }],
    ],
    ['at the end of the item', [call(0)]],
    ['with an item that was never begun', []],
  ])('takes arguments once, that a host sends whole %s', (_when, events) => {
    const whole = done(0, { type: 'function_call', call_id: 'c0', name: 'f', arguments: '{"a":1}' });
    const deltas = decode(CREATED, ...events, whole, completed()).filter(({ type }) => type === 'tool-call-delta');
    expect(deltas).toEqual([{ type: 'tool-call-delta', block: 0, input: '{"a":1}' }]);
  });

  describe('of a host that tells it at its end alone', () => {
    const message: JsonObject = {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Hi there', annotations: [] }],
    };
    const thought: JsonObject = { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm.' }] };
    const called: JsonObject = { type: 'function_call', call_id: 'c0', name: 'f', arguments: '{"a":1}' };
    const deltas = (...events: readonly JsonObject[]) =>
      decode(CREATED, ...events).flatMap((chunk) =>
        chunk.type === 'tool-call-delta'
          ? [chunk.input]
          : 'text' in chunk && chunk.type.endsWith('-delta')
            ? [chunk.text]
            : [],
      );
    const delta = (output_index: number, said: string): JsonObject => ({
      type: 'response.output_text.delta',
      output_index,
      content_index: 0,
      delta: said,
    });

    it('loses nothing of what it says, thinks and calls', () => {
      const chunks = decode(CREATED, completed({ output: [thought, message, called] }));
      expect(chunks.map(({ type }) => type)).toEqual([
        'start',
        'reasoning-start',
        'reasoning-delta',
        'reasoning-end',
        'text-start',
        'text-delta',
        'text-end',
        'tool-call-start',
        'tool-call-delta',
        'tool-call-end',
        'usage',
        'finish',
        'end',
      ]);
      expect(deltas(completed({ output: [thought, message, called] }))).toEqual(['Hm.', 'Hi there', '{"a":1}']);
      expect(chunks).toContainEqual({ type: 'finish', choice: 0, finish: { reason: 'tool-calls', raw: 'completed' } });
    });

    it('keeps the refusal that it ends on', () => {
      const refused = { type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] };
      expect(deltas(completed({ output: [refused] }))).toEqual(['No.']);
    });

    it.each<[string, readonly JsonObject[], JsonObject['output'], readonly string[]]>([
      ['item by item', [done(0, message)], [message], ['Hi there']],
      ['piece by piece', [delta(0, 'Hi '), delta(0, 'there')], [message], ['Hi ', 'there']],
      // an index of its own for the thought that it does not tell
      ['at another index', [delta(1, 'Hi there')], [message], ['Hi there']],
      ['at one index for all', [delta(0, 'Hi there')], [thought, message], ['Hi there']],
      [
        'in part',
        [
          {
            type: 'response.content_part.added',
            output_index: 0,
            content_index: 0,
            part: { type: 'output_text', text: '' },
          },
        ],
        [message],
        ['Hi there'],
      ],
    ])('and says nothing twice that it told before, %s', (_how, events, output = null, told) => {
      expect(deltas(...events, completed({ output }))).toEqual(told);
    });
  });

  it.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content-filter'],
    ['something_new', 'other'],
  ])('that is cut short by %s ends for that reason', (reason, finish) => {
    const cut = {
      type: 'response.incomplete',
      response: { status: 'incomplete', incomplete_details: { reason }, usage },
    };
    expect(decode(CREATED, cut)).toContainEqual({ type: 'finish', choice: 0, finish: { reason: finish, raw: reason } });
  });

  it('takes a text once, that a host sends whole', () => {
    const text = { type: 'output_text', text: 'Hi', annotations: [] };
    const message = { type: 'message', role: 'assistant', content: [text] };
    const told = decode(CREATED, done(0, message), completed()).filter(({ type }) => type.startsWith('text'));
    expect(told).toEqual([
      { type: 'text-start', block: 0, choice: 0 },
      { type: 'text-delta', block: 0, text: 'Hi' },
      { type: 'text-end', block: 0 },
    ]);
  });

  it('knows an item by its place, whatever ids its events bear', () => {
    const delta = (id: string, text: string) => ({
      type: 'response.output_text.delta',
      item_id: id,
      output_index: 0,
      content_index: 0,
      delta: text,
    });
    const chunks = decode(CREATED, delta('a', 'H'), delta('b', 'i'), completed());
    expect(chunks.filter(({ type }) => type === 'text-start')).toHaveLength(1);
    expect(chunks.filter(({ type }) => type === 'text-end')).toHaveLength(1);
  });

  it('tells the paragraphs of a summary apart, and its seal with the id that it belongs to', () => {
    const part = (paragraph: number, delta: string) => ({
      type: 'response.reasoning_summary_text.delta',
      output_index: 0,
      summary_index: paragraph,
      delta,
    });
    const added = { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning', id: 'rs_1' } };
    const whole = done(0, { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'sealed' });
    const told = decode(CREATED, added, part(0, 'One'), part(0, '.'), part(1, 'Two'), whole, completed());
    expect(told.filter(({ type }) => type.startsWith('reasoning'))).toEqual([
      { type: 'reasoning-start', block: 0, choice: 0, id: 'rs_1' },
      { type: 'reasoning-delta', block: 0, text: 'One' },
      { type: 'reasoning-delta', block: 0, text: '.' },
      { type: 'reasoning-delta', block: 0, text: '\n\nTwo' },
      { type: 'reasoning-end', block: 0, encrypted: 'sealed', id: 'rs_1' },
    ]);
  });

  it('breaks off with what its provider said (recording `openai/error-mid-stream`), and without an end', () => {
    const error = { type: 'insufficient_quota', code: 'insufficient_quota', message: 'You exceeded it.', param: null };
    for (const data of [
      { type: 'error', error },
      { type: 'error', code: error.code, message: error.message, param: null },
      { type: 'response.failed', response: { id: 'resp_1', status: 'failed', error } },
    ]) {
      const chunks = decode(CREATED, data);
      expect(chunks.slice(1)).toEqual([
        { type: 'error', message: 'You exceeded it.', providerType: 'insufficient_quota', raw: data },
      ]);
    }
  });

  it('closes what is open when the bytes end, and says neither why nor that it ended', () => {
    const chunks = decode(CREATED, {
      type: 'response.output_text.delta',
      output_index: 0,
      content_index: 0,
      delta: 'H',
    });
    expect(chunks.slice(-1)).toEqual([{ type: 'text-end', block: 0 }]);
  });

  it('says nothing after its end, whatever follows', () => {
    const decoder = openStreamDecoder();
    for (const data of [CREATED, completed()]) decoder.push({ data: JSON.stringify(data) });
    expect(decoder.push({ data: '[DONE]' })).toHaveLength(1);
    expect(decoder.push({ data: JSON.stringify(args(0, 'x')) })).toHaveLength(1);
  });

  it.each(['no JSON', '[1]'])('refuses what is no event: %s', (data) => {
    expect(() => openStreamDecoder().push({ data })).toThrow(/openai-responses/);
  });
});
