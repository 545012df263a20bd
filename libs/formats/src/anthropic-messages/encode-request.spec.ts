import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target, Warning } from '@tollgate/canonical';
import { openaiChatClient } from '../openai-chat/index.js';
import { decodeRequest } from './decode-request.js';
import { encodeRequest } from './encode-request.js';

const target: Target = {
  deploymentId: 'd',
  group: 'g',
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  litellmModel: 'anthropic/claude-sonnet-4-5',
  apiBase: 'https://api.anthropic.com',
  extraHeaders: {},
  extraBody: {},
  dropParams: false,
  additionalDropParams: [],
  allowedOpenaiParams: [],
  defaults: {},
  forwardMetadata: false,
};
const weather = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const chatTool = { type: 'function', function: { name: 'get_weather', description: 'w', parameters: weather } };
const question = [{ role: 'user', content: 'weather?' }];

function fromChat(members: JsonObject): CanonicalRequest {
  const decoded = openaiChatClient.decodeRequest({
    body: { model: 'claude', messages: question, ...members },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

function encode(members: JsonObject, at: Partial<Target> = {}): { body: JsonObject; warnings: readonly Warning[] } {
  const encoded = encodeRequest(fromChat(members), { ...target, ...at });
  if (!encoded.ok) throw encoded.error;
  return encoded.value;
}

function refuse(members: JsonObject): GatewayError {
  const encoded = encodeRequest(fromChat(members), target);
  if (encoded.ok) throw new Error('was accepted');
  return encoded.error;
}

describe('a chat request is what LiteLLM sends to Anthropic (transcript chat on anthropic)', () => {
  test('tools, a forced choice, one call at a time', () => {
    const { body } = encode({ tools: [chatTool], tool_choice: 'required', parallel_tool_calls: false, max_tokens: 30 });
    expect(body).toEqual({
      model: 'claude-sonnet-4-5',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'weather?' }] }],
      max_tokens: 30,
      tools: [{ name: 'get_weather', input_schema: weather, description: 'w' }],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
    });
  });

  test('system prompt, tool call and result', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      ...question,
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: '21C' },
    ];
    expect(encode({ messages, max_completion_tokens: 30 }).body).toEqual({
      model: 'claude-sonnet-4-5',
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'weather?' }] },
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'call_1', name: 'get_weather', input: { city: 'Paris' } }],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content: '21C' }] },
      ],
      max_tokens: 30,
    });
  });

  test('an image of a data URL, and one at an address', () => {
    const content = [
      { type: 'text', text: 'what is this?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
    ];
    expect(encode({ messages: [{ role: 'user', content }] }).body['messages']).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'what is this?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
        ],
      },
    ]);
  });

  test('n above 1 is refused with the text of the transcript', () => {
    const error = refuse({ n: 2, max_tokens: 5 });
    expect(error.status).toBe(400);
    expect(error.message).toBe(
      "litellm.UnsupportedParamsError: anthropic does not support parameters: ['n'], for model=claude-sonnet-4-5. To drop these, set `litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n. \n If you want to use these params dynamically send allowed_openai_params=['n'] in your request.",
    );
  });

  test.each<[string, JsonObject]>([
    ['seed', { seed: 0 }],
    ['logit_bias', { logit_bias: { '50256': -100 } }],
    ['logprobs', { logprobs: true }],
    ['frequency_penalty', { frequency_penalty: 0.5 }],
    [
      'input_audio',
      {
        messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } }] }],
      },
    ],
  ])('%s is refused, dropped with a warning where the target drops, and sent where it is allowed', (name, members) => {
    expect(refuse(members).message).toContain(`['${name}']`);
    const dropped = encode(members, { dropParams: true });
    expect(dropped.body).not.toHaveProperty(name);
    expect(dropped.warnings).toContainEqual(expect.objectContaining({ code: 'dropped', path: name }));
    const allowed = encode(members, { allowedOpenaiParams: [name] });
    expect(allowed.body[name]).toEqual(members[name]);
  });

  test('what asks for nothing is no loss', () => {
    expect(encode({ n: 1, logprobs: false, presence_penalty: 0 }).warnings).toEqual([]);
  });
});

describe('an output limit always stands', () => {
  test("without the client's word it is the model's own, else LiteLLM's default", () => {
    expect(encode({}, { maxOutputTokens: 64_000 }).body['max_tokens']).toBe(64_000);
    expect(encode({}).body['max_tokens']).toBe(4096);
  });
});

describe('turns', () => {
  const call = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '' } });

  test('consecutive tool messages and the user message after them are one user turn', () => {
    const messages = [
      ...question,
      { role: 'assistant', content: 'Looking.', tool_calls: [call('a'), call('b.c')] },
      { role: 'tool', tool_call_id: 'a', content: '1' },
      {
        role: 'tool',
        tool_call_id: 'b.c',
        content: [
          { type: 'text', text: '2' },
          { type: 'text', text: '3' },
        ],
      },
      { role: 'user', content: 'and?' },
    ];
    expect(encode({ messages }).body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'weather?' }] },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Looking.' },
          { type: 'tool_use', id: 'a', name: 'f', input: {} },
          { type: 'tool_use', id: 'b_c', name: 'f', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a', content: '1' },
          {
            type: 'tool_result',
            tool_use_id: 'b_c',
            content: [
              { type: 'text', text: '2' },
              { type: 'text', text: '3' },
            ],
          },
          { type: 'text', text: 'and?' },
        ],
      },
    ]);
  });

  test('system and developer messages become the system prompt wherever they stand', () => {
    const messages = [{ role: 'developer', content: 'One.' }, ...question, { role: 'system', content: 'Two.' }];
    const { body } = encode({ messages });
    expect(body['system']).toEqual([
      { type: 'text', text: 'One.' },
      { type: 'text', text: 'Two.' },
    ]);
    expect(body['messages']).toHaveLength(1);
  });

  test('arguments that are no JSON object are kept, so that the conversation goes on', () => {
    const broken = { ...call('a'), function: { name: 'f', arguments: '{"city":' } };
    const { body } = encode({ messages: [...question, { role: 'assistant', content: null, tool_calls: [broken] }] });
    expect(body['messages']).toMatchObject([{}, { content: [{ type: 'tool_use', input: { input: '{"city":' } }] }]);
  });

  test('sealed reasoning goes back as thinking, unsealed is dropped with a warning', () => {
    const blocks = [{ type: 'thinking', thinking: 'hm', signature: 'sig' }];
    const sealed = encode({ messages: [...question, { role: 'assistant', content: 'x', thinking_blocks: blocks }] });
    expect(sealed.body['messages']).toMatchObject([
      {},
      { content: [{ type: 'thinking', thinking: 'hm', signature: 'sig' }, { text: 'x' }] },
    ]);
    const unsealed = encode({ messages: [...question, { role: 'assistant', content: 'x', reasoning_content: 'hm' }] });
    expect(unsealed.body['messages']).toEqual([
      expect.anything(),
      { role: 'assistant', content: [{ type: 'text', text: 'x' }] },
    ]);
    expect(unsealed.warnings).toHaveLength(1);
  });

  test('a last assistant turn does not end in white space, and empty text is left out', () => {
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'text', text: '' },
          { type: 'text', text: 'a' },
        ],
      },
      { role: 'assistant', content: 'So: ' },
    ];
    expect(encode({ messages }).body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'a' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'So:' }] },
    ]);
  });

  test('a PDF is a document, text in base64 is text', () => {
    const content = [
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERg==' } },
      { type: 'file', file: { filename: 'a.txt', file_data: 'data:text/plain;base64,aGk=' } },
    ];
    expect(encode({ messages: [{ role: 'user', content }] }).body['messages']).toMatchObject([
      {
        content: [
          {
            type: 'document',
            title: 'a.pdf',
            source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERg==' },
          },
          { type: 'document', title: 'a.txt', source: { type: 'text', data: 'hi' } },
        ],
      },
    ]);
  });
});

describe('thinking', () => {
  test.each([
    ['minimal', 1024],
    ['low', 1024],
    ['medium', 2048],
    ['high', 4096],
  ])("effort %s is LiteLLM's budget of %i, below the output limit", (effort, budget) => {
    const { body } = encode({ reasoning_effort: effort });
    expect(body['thinking']).toEqual({ type: 'enabled', budget_tokens: budget });
    expect(body['max_tokens']).toBe(4096 + budget);
  });

  test('models that decide themselves get the word', () => {
    const { body } = encode({ reasoning_effort: 'high' }, { model: 'claude-opus-4-8' });
    expect(body).toMatchObject({ thinking: { type: 'adaptive' }, output_config: { effort: 'high' } });
    expect(encode({ reasoning_effort: 'low' }, { model: 'claude-opus-4-20250514' }).body['thinking']).toMatchObject({
      type: 'enabled',
    });
  });

  test("the client's limit holds: the budget yields, and the thinking where there is no room", () => {
    const lowered = encode({ reasoning_effort: 'high', max_tokens: 2000 });
    expect(lowered.body).toMatchObject({ max_tokens: 2000, thinking: { budget_tokens: 1999 } });
    expect(lowered.warnings).toMatchObject([{ code: 'changed', path: 'thinking' }]);
    const dropped = encode({ reasoning_effort: 'high', max_tokens: 30 });
    expect(dropped.body).not.toHaveProperty('thinking');
    expect(dropped.warnings).toMatchObject([{ code: 'dropped', path: 'thinking' }]);
  });

  test('a temperature other than 1 is dropped with it, and kept without', () => {
    expect(encode({ reasoning_effort: 'low', temperature: 0 }).body).not.toHaveProperty('temperature');
    expect(encode({ temperature: 0 }).body['temperature']).toBe(0);
  });

  test('there is none where the provider would refuse it', () => {
    expect(encode({ reasoning_effort: 'low', tools: [chatTool], tool_choice: 'required' }).body).not.toHaveProperty(
      'thinking',
    );
    const call = { id: 'a', type: 'function', function: { name: 'get_weather', arguments: '{}' } };
    const messages = [
      ...question,
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'a', content: '1' },
    ];
    expect(encode({ reasoning_effort: 'low', messages }).warnings).toMatchObject([{ path: 'reasoning_effort' }]);
  });

  test("Anthropic's own thinking in a chat request is passed on", () => {
    const thinking = { type: 'enabled', budget_tokens: 3000 };
    expect(encode({ thinking, max_tokens: 5000 }).body['thinking']).toEqual(thinking);
    expect(encode({ thinking: { type: 'enabled' } }).body['thinking']).toEqual({
      type: 'enabled',
      budget_tokens: 2048,
    });
  });
});

describe('settings', () => {
  test('a JSON schema is output_config.format with closed objects (recording structured)', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'array', items: { type: 'object', properties: { b: { enum: [{ properties: 1 }] } } } } },
    };
    const { body } = encode({ response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } });
    expect(body['output_config']).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          additionalProperties: false,
          properties: {
            a: {
              type: 'array',
              items: { type: 'object', additionalProperties: false, properties: { b: { enum: [{ properties: 1 }] } } },
            },
          },
        },
      },
    });
  });

  test('stop, user and tier have their names here; a personal user is not passed on', () => {
    const { body } = encode({ stop: 'x', user: 'u-1', service_tier: 'default' });
    expect(body).toMatchObject({ stop_sequences: ['x'], metadata: { user_id: 'u-1' }, service_tier: 'standard_only' });
    expect(encode({ user: 'ada@example.com' }).body).not.toHaveProperty('metadata');
  });

  test("the deployment's parameters apply where the client sent none, and extra_body last, but for what is governed", () => {
    const at = {
      defaults: { temperature: 0.2, max_tokens: 100 },
      extraBody: { top_p: 0.9, max_tokens: 9999, model: 'other' },
    };
    expect(encode({}, at).body).toMatchObject({
      temperature: 0.2,
      max_tokens: 100,
      top_p: 0.9,
      model: 'claude-sonnet-4-5',
    });
    expect(encode({ temperature: 0, max_tokens: 5 }, at).body).toMatchObject({ temperature: 0, max_tokens: 5 });
  });

  test('additional_drop_params takes parameters and paths out, never a limit', () => {
    const at = { additionalDropParams: ['temperature', 'tools[*].description', 'max_tokens', 'seed'] };
    const { body, warnings } = encode({ temperature: 0, max_tokens: 5, tools: [chatTool] }, at);
    expect(warnings.map(({ path }) => path)).toEqual(['temperature', 'tools[*].description']);
    expect(body).toMatchObject({ max_tokens: 5, tools: [{ name: 'get_weather', input_schema: weather }] });
    expect(body).not.toHaveProperty('temperature');
    expect((body['tools'] as JsonObject[])[0]).not.toHaveProperty('description');
  });

  test('a web search tool in its own shape is passed on from a chat client', () => {
    const search = { type: 'web_search_20260318', name: 'web_search', max_uses: 1 };
    expect(encode({ tools: [search] }).body['tools']).toEqual([search]);
  });
});

describe('a request of this dialect', () => {
  const body = {
    model: 'claude',
    max_tokens: 900,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'x.y', content: '1', new_member: 1 },
          { type: 'text', text: ' ' },
        ],
      },
      { role: 'system', content: 'in the middle' },
      { role: 'user', content: 'a' },
      { role: 'user', content: 'b' },
      {
        role: 'assistant',
        content: [
          { type: 'mcp_tool_use', id: 'm', name: 'e', input: {}, server_name: 's' },
          { type: 'text', text: 'x ' },
        ],
      },
    ],
    thinking: { type: 'enabled', budget_tokens: 1024, display: 'omitted' },
    output_config: { effort: 'max', task_budget: { total: 5 } },
    tools: [
      { name: 'f', input_schema: {}, defer_loading: true },
      { type: 'custom', name: 'g', input_schema: {} },
    ],
    tool_choice: { type: 'tool', name: 'f', disable_parallel_tool_use: false },
    temperature: 0,
    stop_sequences: [' '],
    service_tier: 'auto',
    metadata: { user_id: 'ada@example.com' },
    context_management: { edits: [] },
    stream: true,
  };

  test('goes out as it came, but for the model', () => {
    const decoded = decodeRequest({ body, params: {}, query: {} });
    if (!decoded.ok) throw decoded.error;
    const encoded = encodeRequest(decoded.value, target);
    expect(encoded).toEqual({ ok: true, value: { body: { ...body, model: 'claude-sonnet-4-5' }, warnings: [] } });
  });
});
