import type { JsonObject } from '@tollgate/kernel';
import type { Target } from '@tollgate/canonical';
import { anthropicMessagesClient } from '../anthropic-messages/index.js';
import { openaiChatClient } from '../openai-chat/index.js';
import { openaiResponsesClient } from './client.js';
import { chat, encode, QUESTION, user } from './foreign-harness.contract.js';

const tools = [{ type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object' } } }];

function refusal(body: JsonObject) {
  const encoded = encode(openaiChatClient, { model: 'm', messages: [QUESTION], ...body });
  return encoded.ok ? undefined : encoded.error;
}

function message(body: JsonObject, changes: Partial<Target> = {}) {
  const encoded = encode(
    anthropicMessagesClient,
    { model: 'm', max_tokens: 99, messages: [QUESTION], ...body },
    changes,
  );
  if (!encoded.ok) throw encoded.error;
  return encoded.value;
}

describe('a chat client’s parameters', () => {
  it('have their names here', () => {
    const schema = { type: 'object', properties: {} };
    const { body } = chat({
      max_completion_tokens: 50,
      reasoning_effort: 'low',
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema } },
      verbosity: 'high',
      tools,
      tool_choice: { type: 'function', function: { name: 'f' } },
      parallel_tool_calls: false,
      user: 'u'.repeat(70),
      safety_identifier: 's',
      prompt_cache_key: 'k',
      stream: true,
      stream_options: { include_usage: true, include_obfuscation: false },
    });
    expect(body).toEqual({
      model: 'some-model',
      store: false,
      input: [user('Hi')],
      max_output_tokens: 50,
      reasoning: { effort: 'low' },
      text: { format: { type: 'json_schema', name: 'n', schema, strict: false }, verbosity: 'high' },
      tools: [{ type: 'function', name: 'f', description: 'd', parameters: { type: 'object' }, strict: false }],
      tool_choice: { type: 'function', name: 'f' },
      parallel_tool_calls: false,
      user: 'u'.repeat(64),
      safety_identifier: 's',
      prompt_cache_key: 'k',
      stream: true,
      stream_options: { include_obfuscation: false },
    });
  });

  it('ask a model that thinks for its reasoning sealed, where tools are used', () => {
    const include = ['reasoning.encrypted_content'];
    expect(chat({ tools }, { model: 'reasoner' }).body['include']).toEqual(include);
    expect(chat({ tools, include: ['x'] }, { model: 'reasoner' }).body['include']).toEqual(['x', ...include]);
    expect(chat({}, { model: 'reasoner' }).body).not.toHaveProperty('include');
    expect(chat({ tools }).body).not.toHaveProperty('include');
  });

  it('send the metadata of a client of this API always, and name what could not be stored', () => {
    const ask = (body: JsonObject) => encode(openaiResponsesClient, { model: 'm', input: 'x', ...body });
    const sent = (body: JsonObject) => {
      const encoded = ask(body);
      if (!encoded.ok) throw encoded.error;
      return [encoded.value.body['metadata'], encoded.value.warnings.map(({ path }) => path)];
    };
    expect(sent({ metadata: { a: '1' } })).toEqual([{ a: '1' }, []]);
    expect(sent({ metadata: {} })).toEqual([{}, []]);
    expect(sent({ metadata: { a: '1', b: 2 }, store: false })).toEqual([{ a: '1' }, ['metadata.b']]);
    for (const stored of [{}, { store: true }]) {
      const encoded = ask({ metadata: { a: '1', b: 2 }, ...stored });
      expect(encoded.ok ? undefined : encoded.error).toMatchObject({ status: 400, param: 'metadata.b' });
    }
  });

  it('send metadata as chat does: with an answer that is stored', () => {
    const metadata = { a: '1' };
    expect(chat({ metadata }).body).not.toHaveProperty('metadata');
    expect(chat({ metadata, store: true }).body).toMatchObject({ metadata, store: true });
    expect(chat({ metadata }, { forwardMetadata: true }).body).toMatchObject({ metadata });
    expect(refusal({ metadata: { a: 1 }, store: true })).toMatchObject({ status: 400, param: 'metadata.a' });
  });

  it.each<[string, JsonObject]>([
    ['n', { n: 2 }],
    ['stop', { stop: 'x' }],
    ['seed', { seed: 1 }],
    ['frequency_penalty', { frequency_penalty: 1 }],
    ['presence_penalty', { presence_penalty: 1 }],
    ['logit_bias', { logit_bias: { a: 1 } }],
    ['logprobs', { logprobs: true }],
    ['functions', { functions: [{ name: 'f' }] }],
    ['prediction', { prediction: { type: 'content', content: 'x' } }],
    ['audio', { audio: { voice: 'alloy' } }],
    ['modalities', { modalities: ['text', 'audio'] }],
  ])('that would change the answer are refused, or dropped by name: %s', (name, body) => {
    expect(refusal(body)?.message).toContain(`'${name}'`);
    const dropped = chat(body, { dropParams: true });
    expect(dropped.body).toEqual({ model: 'some-model', store: false, input: [user('Hi')] });
    expect(dropped.warnings.map(({ path }) => path)).toEqual([name]);
  });

  it('that ask for nothing are no loss', () => {
    const idle = { n: 1, frequency_penalty: 0, presence_penalty: 0, logprobs: false, modalities: ['text'], stop: [] };
    expect(chat(idle)).toEqual({ body: { model: 'some-model', store: false, input: [user('Hi')] }, warnings: [] });
  });

  it('that a model refuses are dropped where the operator says so', () => {
    const asked = { temperature: 0.5 };
    expect(chat(asked, { model: 'reasoner' }).body).toMatchObject(asked);
    const { body, warnings } = chat(asked, { model: 'reasoner', dropParams: true });
    expect(body).not.toHaveProperty('temperature');
    expect(warnings).toMatchObject([{ code: 'dropped', path: 'temperature' }]);
  });

  it('take the operator’s where the client sent none, and leave what is dropped by name', () => {
    const defaults = { temperature: 0.1, max_tokens: 70, reasoning_effort: 'high', truncation: 'auto', stop: ['x'] };
    expect(chat({ temperature: 1 }, { defaults }).body).toMatchObject({
      temperature: 1,
      max_output_tokens: 70,
      reasoning: { effort: 'high' },
      truncation: 'auto',
    });
    const { body } = chat({ user: 'u', tools }, { additionalDropParams: ['user', 'tools[*].description'] });
    expect(body).not.toHaveProperty('user');
    expect(body['tools']).toEqual([expect.not.objectContaining({ description: 'd' })]);
  });

  it('search the web with a tool', () => {
    const asked = {
      search_context_size: 'low',
      user_location: { type: 'approximate', approximate: { city: 'Paris' } },
    };
    expect(chat({ web_search_options: asked }).body['tools']).toEqual([
      { type: 'web_search', search_context_size: 'low', user_location: { type: 'approximate', city: 'Paris' } },
    ]);
  });

  it('name a grammar flat', () => {
    const grammar = { syntax: 'lark', definition: 'start: "x"' };
    const custom = { type: 'custom', custom: { name: 'g', format: { type: 'grammar', grammar } } };
    const { body } = chat({ tools: [custom], tool_choice: { type: 'custom', custom: { name: 'g' } } });
    expect(body).toMatchObject({
      tools: [{ type: 'custom', name: 'g', format: { type: 'grammar', ...grammar } }],
      tool_choice: { type: 'custom', name: 'g' },
    });
  });
});

describe('a messages client', () => {
  it.each([
    [12_000, 'high'],
    [6_000, 'medium'],
    [2_000, 'low'],
    [1_024, 'minimal'],
  ])('that lets a model think %i tokens gets its summary, at the effort %s', (budget, effort) => {
    const thinking = { type: 'enabled', budget_tokens: budget };
    const { body } = message({ thinking, max_tokens: 20_000 }, { model: 'reasoner' });
    expect(body['reasoning']).toEqual({ effort, summary: 'detailed' });
    const plain = message({ thinking, max_tokens: 20_000 });
    expect(plain.body).not.toHaveProperty('reasoning');
    expect(plain.warnings).toMatchObject([{ path: 'thinking' }]);
  });

  it('loses by name what the API has not', () => {
    expect(() => message({ stop_sequences: ['x'] })).toThrow("['stop']");
    const { body, warnings } = message({ stop_sequences: ['x'], top_k: 5, drop_params: true });
    expect(body).toEqual({ model: 'some-model', store: false, input: [user('Hi')], max_output_tokens: 99 });
    expect(warnings.map(({ path }) => path).sort()).toEqual(['stop', 'top_k']);
  });

  it('is told what its tools did, failures in words', () => {
    const messages = [
      QUESTION,
      { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input: { a: 1 } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'no such city', is_error: true }] },
    ];
    expect(message({ system: 'Be brief.', messages }).body).toMatchObject({
      instructions: 'Be brief.',
      max_output_tokens: 99,
      input: [
        user('Hi'),
        { type: 'function_call', call_id: 't', name: 'f', arguments: '{"a": 1}' },
        { type: 'function_call_output', call_id: 't', output: [{ type: 'input_text', text: 'Error: no such city' }] },
      ],
    });
  });
});
