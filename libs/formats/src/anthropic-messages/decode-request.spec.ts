import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError } from '@tollgate/canonical';
import { decodeRequest } from './decode-request.js';

const minimal = { model: 'claude', max_tokens: 30, messages: [{ role: 'user', content: 'hello' }] };

function accept(members: JsonObject): CanonicalRequest {
  const decoded = decodeRequest({ body: { ...minimal, ...members }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

function refuse(body: JsonObject): GatewayError {
  const decoded = decodeRequest({ body, params: {}, query: {} });
  if (decoded.ok) throw new Error('was accepted');
  return decoded.error;
}

describe('what is refused', () => {
  test.each(['messages', 'max_tokens'])("a request without %s is refused in LiteLLM's words", (member) => {
    const error = refuse({ ...minimal, [member]: undefined });
    expect(error.status).toBe(400);
    expect(error.message).toBe(`anthropic_messages: Missing required parameter: '${member}'.`);
  });

  test('null counts as absent', () => {
    expect(refuse({ ...minimal, max_tokens: null }).message).toContain("'max_tokens'");
    expect(accept({ temperature: null, tools: null })).toEqual(accept({}));
  });

  test.each([0, -1, 1.5, '30', 2 ** 60, true])('max_tokens %p is refused by name', (value) => {
    expect(refuse({ ...minimal, max_tokens: value })).toMatchObject({ status: 400, param: 'max_tokens' });
  });

  test.each<[string, JsonObject]>([
    ['messages', { messages: 'hello' }],
    ['messages.0.role', { messages: [{ role: 'tool', content: 'x' }] }],
    ['messages.0.content', { messages: [{ role: 'user', content: [{ text: 'no type' }] }] }],
    ['messages.1', { messages: [{ role: 'user', content: 'x' }, 'y'] }],
    ['system', { system: 7 }],
    ['thinking.budget_tokens', { thinking: { type: 'enabled', budget_tokens: -5 } }],
    ['stop_sequences', { stop_sequences: 'x' }],
    ['stream', { stream: 'yes' }],
  ])('a wrong form of %s is named', (param, members) => {
    expect(refuse({ ...minimal, ...members })).toMatchObject({ code: 'invalid_request', param });
  });

  test.each<[string, JsonObject]>([
    ['api_base', { api_base: 'http://10.0.0.1' }],
    ['user_config', { user_config: null }],
    ['metadata.langfuse_host', { metadata: { langfuse_host: 'http://10.0.0.1' } }],
    ['litellm_metadata.api_key', { litellm_metadata: '{"api_key":"sk-other"}' }],
    ['input_cost_per_token', { input_cost_per_token: 0 }],
  ])('%s: a client does not choose destination, credentials or price', (param, members) => {
    expect(refuse({ ...minimal, ...members })).toMatchObject({
      status: 401,
      code: 'client_destination_refused',
      param,
    });
  });
});

describe('what is read', () => {
  test('the system prompt leads, with its cache markers', () => {
    const system = [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }];
    expect(accept({ system }).messages[0]).toMatchObject({
      role: 'system',
      content: [{ text: 'Be brief.', cache: { ttl: '1h' } }],
    });
    expect(accept({ system: 'Be brief.' }).messages[0]).toMatchObject({
      role: 'system',
      content: [{ text: 'Be brief.' }],
    });
  });

  test('a user turn with tool results is a tool message and a user message', () => {
    const result = { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: '21C' }], is_error: true };
    const { messages } = accept({ messages: [{ role: 'user', content: [result, { type: 'text', text: 'so?' }] }] });
    expect(messages.map(({ role }) => role)).toEqual(['tool', 'user']);
    expect(messages[0]?.content[0]).toMatchObject({
      type: 'tool-result',
      toolCallId: 't1',
      isError: true,
      content: [{ text: '21C' }],
    });
  });

  test('blocks have their meaning, unknown ones stay opaque', () => {
    const content = [
      { type: 'thinking', thinking: 'hm', signature: 'sig' },
      { type: 'redacted_thinking', data: 'xyz' },
      { type: 'tool_use', id: 't1', name: 'f', input: { a: [1, 2] } },
      { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} },
    ];
    const parts = accept({ messages: [{ role: 'assistant', content }] }).messages[0]?.content;
    expect(parts).toMatchObject([
      { type: 'reasoning', text: 'hm', signature: 'sig' },
      { type: 'reasoning', redacted: 'xyz' },
      { type: 'tool-call', id: 't1', name: 'f', input: '{"a": [1, 2]}' },
      { type: 'opaque' },
    ]);
  });

  test('an image, and a document inline, at an address, kept by the provider, and as text', () => {
    const content = [
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
      { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } },
      { type: 'document', source: { type: 'file', file_id: 'file_1' }, title: 'a.pdf' },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'words' } },
    ];
    expect(accept({ messages: [{ role: 'user', content }] }).messages[0]?.content).toMatchObject([
      { type: 'image', data: { kind: 'base64', mediaType: 'image/png', data: 'AA==' } },
      { type: 'file', data: { kind: 'url', url: 'https://example.com/a.pdf' } },
      { type: 'file', data: { kind: 'provider-file', id: 'file_1' }, filename: 'a.pdf' },
      { type: 'file', data: { kind: 'text', text: 'words' } },
    ]);
  });

  test('settings have their canonical names', () => {
    const request = accept({
      stop_sequences: ['x'],
      top_k: 5,
      metadata: { user_id: 'u-1' },
      thinking: { type: 'enabled', budget_tokens: 1024 },
      tools: [
        { name: 'f', input_schema: { type: 'object' } },
        { type: 'web_search_20260318', name: 'web_search' },
      ],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
      output_config: {
        effort: 'high',
        format: { type: 'json_schema', schema: { type: 'object' } },
        task_budget: { total: 9 },
      },
    });
    expect(request).toMatchObject({
      maxOutputTokens: 30,
      stop: ['x'],
      topK: 5,
      user: 'u-1',
      reasoning: { enabled: true, budgetTokens: 1024, effort: 'high' },
      tools: [{ type: 'function', name: 'f' }, { type: 'opaque' }],
      toolChoice: { type: 'required' },
      parallelToolCalls: false,
      responseFormat: { type: 'json_schema', schema: { type: 'object' } },
      extra: { output_config: { task_budget: { total: 9 } } },
    });
  });

  test("gateway members are lifted, the provider's own stay", () => {
    const { extra, gateway } = accept({
      litellm_metadata: { a: 1 },
      tags: ['t'],
      num_retries: 2,
      container: 'c',
      inference_geo: 'eu',
    });
    expect(extra).toEqual({ container: 'c', inference_geo: 'eu' });
    expect(gateway).toEqual({ litellmMetadata: { a: 1 }, tags: ['t'], numRetries: 2 });
  });
});
