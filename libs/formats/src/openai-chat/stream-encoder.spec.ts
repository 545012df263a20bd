import type { JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import type { StreamContext } from '../format.js';
import { openStreamEncoder } from './stream-encoder.js';
import { ChatStreamDecoder } from './stream-decoder.js';

const context: StreamContext = {
  now: 1_795_616_009_123,
  newId: () => 'u-1',
  requestedModel: 'claude',
  includeUsage: false,
};

function encode(chunks: readonly CanonicalChunk[], more: Partial<StreamContext> = {}): readonly unknown[] {
  const encoder = openStreamEncoder({ ...context, ...more });
  const events = [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
  return events.map((event) => (event.data === '[DONE]' ? '[DONE]' : (JSON.parse(event.data) as unknown)));
}

const event = (choices: readonly unknown[], more: object = {}): object => ({
  id: 'chatcmpl-u-1',
  object: 'chat.completion.chunk',
  created: 1_795_616_009,
  model: 'claude',
  choices,
  ...more,
});

const text: readonly CanonicalChunk[] = [
  { type: 'start', id: 'msg_1', model: 'claude-sonnet-4-5' },
  { type: 'text-start', block: 0, choice: 0 },
  { type: 'text-delta', block: 0, text: 'Hello fr' },
  { type: 'text-delta', block: 0, text: 'om t' },
  { type: 'text-end', block: 0 },
  { type: 'usage', usage: { inputUncached: 12, cacheRead: 8, output: 1 }, final: false },
  { type: 'finish', choice: 0, finish: { reason: 'length', raw: 'max_tokens' } },
  { type: 'usage', usage: { output: 5 }, final: true },
  { type: 'end' },
];

describe('an answer of another dialect', () => {
  // transcript chat-on-anthropic, step 4
  test('is told as LiteLLM tells it: the role with the first delta, a finish, the end', () => {
    expect(encode(text)).toEqual([
      event([{ index: 0, delta: { role: 'assistant', content: 'Hello fr' }, finish_reason: null }]),
      event([{ index: 0, delta: { content: 'om t' }, finish_reason: null }]),
      event([{ index: 0, delta: {}, finish_reason: 'length' }]),
      '[DONE]',
    ]);
  });

  test('carries usage and its cost when both were asked for and known', () => {
    const events = encode(text, { includeUsage: true, costUsd: () => 0.00014 });
    expect(events.at(-2)).toMatchObject(
      event([], {
        usage: {
          prompt_tokens: 20,
          completion_tokens: 5,
          total_tokens: 25,
          prompt_tokens_details: { cached_tokens: 8, text_tokens: 12 },
          cost: 0.00014,
        },
      }),
    );
    expect(encode(text, { includeUsage: true, costUsd: () => undefined }).at(-2)).not.toHaveProperty('usage.cost');
  });

  test('numbers tool calls in their order and seals its reasoning once', () => {
    const call = (block: number, id: string): readonly CanonicalChunk[] => [
      { type: 'tool-call-start', block, choice: 0, id, name: 'f', kind: 'function' },
      { type: 'tool-call-delta', block, input: '{}' },
      { type: 'tool-call-end', block },
    ];
    const events = encode([
      { type: 'start', id: 'msg_1', model: 'm' },
      { type: 'reasoning-start', block: 0, choice: 0 },
      { type: 'reasoning-delta', block: 0, text: 'h' },
      { type: 'reasoning-delta', block: 0, text: 'm' },
      { type: 'reasoning-end', block: 0, signature: 's' },
      ...call(1, 't1'),
      ...call(2, 't2'),
      { type: 'finish', choice: 0, finish: { reason: 'tool-calls' } },
      { type: 'end' },
    ]);
    const deltas = events.map((item) => (item as { choices?: { delta: unknown }[] }).choices?.[0]?.delta);
    expect(deltas).toEqual([
      { role: 'assistant', reasoning_content: 'h' },
      { reasoning_content: 'm' },
      { thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 's' }] },
      { tool_calls: [{ index: 0, id: 't1', type: 'function', function: { name: 'f', arguments: '' } }] },
      { tool_calls: [{ index: 0, type: 'function', function: { arguments: '{}' } }] },
      { tool_calls: [{ index: 1, id: 't2', type: 'function', function: { name: 'f', arguments: '' } }] },
      { tool_calls: [{ index: 1, type: 'function', function: { arguments: '{}' } }] },
      {},
      undefined,
    ]);
  });

  test('never ends well without a finish', () => {
    expect(encode(text.slice(0, 4))).not.toContain('[DONE]');
  });
});

describe('an answer of the same dialect', () => {
  function relay(payloads: readonly (JsonValue | string)[], more: Partial<StreamContext> = {}): readonly WireEvent[] {
    const decoder = new ChatStreamDecoder({ ...context, ...more });
    const encoder = openStreamEncoder({ ...context, ...more });
    const events = payloads.map((payload) => ({
      data: typeof payload === 'string' ? payload : JSON.stringify(payload),
    }));
    const chunks = [...events.flatMap((item) => decoder.push(item)), ...decoder.end()];
    return [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
  }
  const chunk = (more: object = {}): Record<string, JsonValue> => ({
    id: 'c',
    model: 'gpt-4o',
    choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }],
    ...more,
  });

  test('keeps its very text where the model has the public name', () => {
    const raw = '{ "id":"c", "model":"claude" ,"choices":[{"index":0,"delta":{"content":"\\u00fc"}}]}';
    expect(relay([raw])).toEqual([{ data: raw }]);
  });

  test('gets the public name in place, and nowhere else', () => {
    const [written] = relay([chunk({ choices: [{ index: 0, delta: { content: 'say "model":"gpt-4o" please' } }] })]);
    expect(written?.data).toBe(
      '{"id":"c","model":"claude","choices":[{"index":0,"delta":{"content":"say \\"model\\":\\"gpt-4o\\" please"}}]}',
    );
    const [nested] = relay([{ own: { model: 'gpt-4o' }, ...chunk() }]);
    expect(JSON.parse(nested?.data ?? '')).toMatchObject({ model: 'claude', own: { model: 'gpt-4o' } });
  });

  const usage = { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 };

  test('shows no usage to a client that did not ask for it', () => {
    const events = relay([
      chunk({ usage: null }),
      chunk({ usage }),
      { id: 'c', model: 'gpt-4o', choices: [], usage },
      '[DONE]',
    ]);
    expect(events).toHaveLength(3);
    for (const item of events) expect(item.data).not.toContain('usage');
  });

  test('shows no usage that a host puts elsewhere (Groq, Moonshot), and all else that stands there', () => {
    const choice = { index: 0, delta: { content: 'a' }, finish_reason: null };
    const events = relay([
      chunk({ x_groq: { id: 'req_1', usage } }),
      chunk({ usage: null, choices: [{ ...choice, usage }] }),
      '[DONE]',
    ]);
    expect(events.slice(0, -1).map(({ data }) => JSON.parse(data) as JsonValue)).toEqual([
      { id: 'c', model: 'claude', choices: [choice], x_groq: { id: 'req_1' } },
      { id: 'c', model: 'claude', choices: [choice] },
    ]);
    expect(relay([chunk({ x_groq: { usage } })], { includeUsage: true })[0]?.data).toContain('usage');
  });

  test('shows usage, with its cost, to a client that did', () => {
    const events = relay([chunk(), { id: 'c', model: 'gpt-4o', choices: [], usage }, '[DONE]'], {
      includeUsage: true,
      costUsd: () => 0.5,
    });
    expect(JSON.parse(events[1]?.data ?? '')).toEqual({
      id: 'c',
      model: 'claude',
      choices: [],
      usage: { ...usage, cost: 0.5 },
    });
  });

  test('ends with the terminator that the provider left out, after its finish only', () => {
    const finish = chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    expect(relay([chunk(), finish]).at(-1)).toEqual({ data: '[DONE]' });
    expect(relay([chunk()]).at(-1)).not.toEqual({ data: '[DONE]' });
    expect(relay([chunk(), finish, '[DONE]']).filter((item) => item.data === '[DONE]')).toHaveLength(1);
  });

  test("leaves a provider's error event to the gateway to tell", () => {
    expect(relay([chunk(), { error: { message: 'x' } }])).toHaveLength(1);
  });
});
