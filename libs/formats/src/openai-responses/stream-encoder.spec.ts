import type { JsonObject } from '@tollgate/kernel';
import { type CanonicalChunk, GatewayError } from '@tollgate/canonical';
import type { StreamContext } from '../format.js';
import { encodeStreamError } from './errors.js';
import { openStreamEncoder } from './stream-encoder.js';

const START: CanonicalChunk = { type: 'start', id: 'x', model: 'at-provider' };
const FINISH: CanonicalChunk = { type: 'finish', choice: 0, finish: { reason: 'stop' } };
const END: CanonicalChunk = { type: 'end' };
const USAGE: CanonicalChunk = {
  type: 'usage',
  usage: { inputUncached: 3, cacheRead: 1, output: 2, reasoning: 4 },
  final: true,
};

function context(more: Partial<StreamContext> = {}): StreamContext {
  let issued = 0;
  return {
    now: 1_700_000_000_000,
    newId: () => `${(issued += 1)}`,
    requestedModel: 'public',
    includeUsage: true,
    ...more,
  };
}

function encode(chunks: readonly CanonicalChunk[], more: Partial<StreamContext> = {}): readonly JsonObject[] {
  const encoder = openStreamEncoder(context(more));
  const events = [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
  return events.map(({ event, data }, at) => {
    const parsed = JSON.parse(data) as JsonObject;
    expect([parsed['type'], parsed['sequence_number']]).toEqual([event, at]);
    return parsed;
  });
}

const typesOf = (events: readonly JsonObject[]): readonly string[] => events.map(({ type }) => type as string);
const lastResponse = (events: readonly JsonObject[]): JsonObject => events.at(-1)?.['response'] as JsonObject;

describe('an answer of another dialect as events of a response', () => {
  it('has words and refusals as parts of one message, and calls beside it', () => {
    const events = encode([
      START,
      { type: 'text-start', block: 0, choice: 0 },
      { type: 'text-delta', block: 0, text: 'Look' },
      { type: 'text-delta', block: 0, text: 'ing.' },
      { type: 'text-end', block: 0 },
      { type: 'tool-call-start', block: 1, choice: 0, id: 'c', name: 'f', kind: 'function' },
      { type: 'tool-call-delta', block: 1, input: '{}' },
      { type: 'tool-call-end', block: 1 },
      USAGE,
      FINISH,
      END,
    ]);
    expect(typesOf(events)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(lastResponse(events)).toMatchObject({
      object: 'response',
      status: 'completed',
      model: 'public',
      output: [
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Looking.' }] },
        { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}', status: 'completed' },
      ],
      usage: {
        input_tokens: 4,
        input_tokens_details: { cached_tokens: 1 },
        output_tokens: 6,
        output_tokens_details: { reasoning_tokens: 4 },
        total_tokens: 10,
      },
    });
  });

  it('has parallel calls that alternate at places of their own', () => {
    const open = (block: number, kind: 'function' | 'custom'): CanonicalChunk => ({
      type: 'tool-call-start',
      block,
      choice: 0,
      id: `c${block}`,
      name: 'f',
      kind,
    });
    const more = (block: number, input: string): CanonicalChunk => ({ type: 'tool-call-delta', block, input });
    const events = encode([
      START,
      open(0, 'function'),
      open(1, 'custom'),
      more(0, '{'),
      more(1, 'a'),
      more(0, '}'),
      FINISH,
      END,
    ]);
    const deltas = events.filter(({ type }) => (type as string).endsWith('.delta'));
    expect(deltas.map(({ output_index: place, delta }) => [place, delta])).toEqual([
      [0, '{'],
      [1, 'a'],
      [0, '}'],
    ]);
    expect(lastResponse(events)['output']).toMatchObject([
      { type: 'function_call', call_id: 'c0', arguments: '{}' },
      { type: 'custom_tool_call', call_id: 'c1', input: 'a' },
    ]);
  });

  it('has what was thought as a summary, with its seal; what was kept secret without one', () => {
    const events = encode([
      START,
      { type: 'reasoning-start', block: 0, choice: 0 },
      { type: 'reasoning-delta', block: 0, text: 'Hm.' },
      { type: 'reasoning-end', block: 0, signature: 'sig' },
      { type: 'reasoning-start', block: 1, choice: 0 },
      { type: 'reasoning-end', block: 1, redacted: 'red' },
      FINISH,
      END,
    ]);
    expect(typesOf(events).filter((type) => type.includes('reasoning'))).toEqual([
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
    ]);
    expect(lastResponse(events)['output']).toMatchObject([
      { type: 'reasoning', summary: [{ text: 'Hm.' }], encrypted_content: expect.stringContaining('sig') },
      { type: 'reasoning', summary: [], encrypted_content: expect.stringContaining('red') },
    ]);
  });

  it.each([
    ['length', 'response.incomplete', { reason: 'max_output_tokens' }],
    ['content-filter', 'response.incomplete', { reason: 'content_filter' }],
    ['refusal', 'response.incomplete', { reason: 'content_filter' }],
    ['stop', 'response.completed', null],
    ['tool-calls', 'response.completed', null],
  ] as const)('that ended with %s ends with %s', (reason, type, details) => {
    const events = encode([START, { type: 'finish', choice: 0, finish: { reason } }, END]);
    expect(events.at(-1)?.['type']).toBe(type);
    expect(lastResponse(events)).toMatchObject({ status: type.replace('response.', ''), incomplete_details: details });
  });

  it('has no end where its provider said none', () => {
    const broken: readonly CanonicalChunk[] = [START, { type: 'text-start', block: 0, choice: 0 }];
    for (const type of typesOf(encode(broken))) expect(type).not.toMatch(/completed|incomplete|done/);
  });

  it('tells its cost where it is known', () => {
    expect(lastResponse(encode([START, USAGE, FINISH, END], { costUsd: () => 0.5 }))['usage']).toMatchObject({
      cost: 0.5,
    });
    expect(lastResponse(encode([START, USAGE, FINISH, END]))['usage']).not.toHaveProperty('cost');
  });

  it('tells nothing of choices that a response has no place for', () => {
    const other: CanonicalChunk = { type: 'text-start', block: 0, choice: 1 };
    const events = encode([START, other, { type: 'text-delta', block: 0, text: 'x' }, FINISH, END]);
    expect(lastResponse(events)['output']).toEqual([]);
  });
});

describe('an event of the dialect for a client of it', () => {
  const relay = (text: string, more: Partial<StreamContext> = {}): readonly string[] => {
    const event = { event: 'e', data: text };
    const chunk: CanonicalChunk = {
      type: 'wire',
      format: 'openai-responses',
      event,
      data: JSON.parse(text) as JsonObject,
    };
    return openStreamEncoder(context(more))
      .push(chunk)
      .map(({ data }) => data);
  };

  it('has its very bytes, but for the model of its response', () => {
    const text = '{"type":"response.created", "response":{"temperature":1.0,"model":"at-provider","é":"\\u00e9"}}';
    expect(relay(text)).toEqual([text.replace('at-provider', 'public')]);
    const delta = '{"type":"response.output_text.delta","delta":"\\u00e9 \\"model\\":\\"at-provider\\""}';
    expect(relay(delta)).toEqual([delta]);
  });

  it('has no other model replaced, where a tool bears the same', () => {
    const data = {
      type: 'response.created',
      response: { tools: [{ type: 'image_generation', model: 'at-provider' }], model: 'at-provider' },
    };
    expect(JSON.parse(relay(JSON.stringify(data))[0] ?? '')).toEqual({
      ...data,
      response: { ...data.response, model: 'public' },
    });
  });

  it('is not relayed where it tells of a failure, which the gateway tells itself', () => {
    expect(relay('{"type":"error","message":"x"}')).toEqual([]);
    expect(relay('{"type":"response.failed","response":{"status":"failed"}}')).toEqual([]);
  });
});

it.each<[string, readonly CanonicalChunk[], number]>([
  ['told anew', [START, { type: 'text-start', block: 0, choice: 0 }, { type: 'text-delta', block: 0, text: 'a' }], 5],
  ['relayed', [wire({ type: 'response.created', sequence_number: 7 }), wire({ type: 'error', sequence_number: 8 })], 8],
  ['not begun', [], 0],
])('the error that ends a stream %s has the next number', (_, chunks, number) => {
  const encoder = openStreamEncoder(context());
  const sent = chunks.flatMap((chunk) => encoder.push(chunk));
  const [error] = encodeStreamError(new GatewayError('upstream_incomplete', { message: 'm' }), encoder);
  expect(JSON.parse(error?.data ?? '')).toMatchObject({ type: 'error', sequence_number: number });
  if (number === 5) expect(JSON.parse(sent.at(-1)?.data ?? '')).toMatchObject({ sequence_number: 4 });
});

function wire(data: JsonObject): CanonicalChunk {
  return { type: 'wire', format: 'openai-responses', event: { data: JSON.stringify(data) }, data };
}
