import type { JsonObject } from '@tollgate/kernel';
import { chatTool, encodeChat, question, refuseChat, weather } from '../../../../test/support/formats/index.js';
import { anthropicTarget } from '../../../../test/contract/targets.js';
import { decodeRequest } from './decode-request.js';
import { encodeRequest } from './encode-request.js';

describe('a chat request is what LiteLLM sends to Anthropic (transcript chat on anthropic)', () => {
  test('tools, a forced choice, one call at a time', () => {
    const { body } = encodeChat({
      tools: [chatTool],
      tool_choice: 'required',
      parallel_tool_calls: false,
      max_tokens: 30,
    });
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
    expect(encodeChat({ messages, max_completion_tokens: 30 }).body).toEqual({
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
    expect(encodeChat({ messages: [{ role: 'user', content }] }).body['messages']).toEqual([
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
    const error = refuseChat({ n: 2, max_tokens: 5 });
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
  ])('%s is refused, dropped with a warning where the target drops, and sent where it is allowed', (name, members) => {
    expect(refuseChat(members).message).toContain(`['${name}']`);
    const dropped = encodeChat(members, { dropParams: true });
    expect(dropped.body).not.toHaveProperty(name);
    expect(dropped.warnings).toContainEqual(expect.objectContaining({ code: 'dropped', path: name }));
    const allowed = encodeChat(members, { allowedOpenaiParams: [name] });
    expect(allowed.body[name]).toEqual(members[name]);
  });

  test('what asks for nothing is no loss', () => {
    expect(encodeChat({ n: 1, logprobs: false, presence_penalty: 0 }).warnings).toEqual([]);
  });
});

describe('an output limit always stands', () => {
  test("without the client's word it is the model's own, else LiteLLM's default", () => {
    expect(encodeChat({}, { maxOutputTokens: 64_000 }).body['max_tokens']).toBe(64_000);
    expect(encodeChat({}).body['max_tokens']).toBe(4096);
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
    const encoded = encodeRequest(decoded.value, anthropicTarget);
    expect(encoded).toEqual({ ok: true, value: { body: { ...body, model: anthropicTarget.model }, warnings: [] } });
  });
});
