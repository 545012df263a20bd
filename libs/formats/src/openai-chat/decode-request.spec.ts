import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError } from '@tollgate/canonical';
import { decodeRequest } from './decode-request.js';

const messages = [{ role: 'user', content: 'x' }];

function decode(body: JsonObject): CanonicalRequest {
  const outcome = decodeRequest({ body, params: {}, query: {} });
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

function refuse(body: JsonObject): GatewayError {
  const outcome = decodeRequest({ body, params: {}, query: {} });
  if (outcome.ok) throw new Error('it was not refused');
  return outcome.error;
}

describe('decodeRequest', () => {
  test("a missing list of messages is refused in LiteLLM's words", () => {
    expect(refuse({ model: 'gpt-4o' })).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param: 'messages',
      message: "/chat/completions: Missing required parameter: 'messages'.",
    });
  });

  test('a missing model passes: authorization refuses it', () => {
    expect(decode({ messages }).model).toBe('');
  });

  test.each([
    ['max_tokens', 0],
    ['max_tokens', -1],
    ['max_tokens', 1.5],
    ['max_tokens', '10'],
    ['max_completion_tokens', 1e12],
    ['n', 0],
    ['n', 129],
    ['best_of', -3],
    ['temperature', 'warm'],
    ['stream', 'yes'],
    ['messages', { role: 'user' }],
    ['messages', ['x']],
    ['tools', [1]],
    ['metadata', 'x'],
    ['stop', [1]],
  ])('%s = %p is 400 and named', (param, value) => {
    expect(refuse({ model: 'm', messages, [param]: value })).toMatchObject({
      code: 'invalid_request',
      status: 400,
      param,
    });
  });

  test.each([
    [{ role: 'wizard', content: 'x' }, 'messages[0].role'],
    [{ content: 'x' }, 'messages[0].role'],
    [{ role: 'user', content: 7 }, 'messages[0].content'],
    [{ role: 'user', content: ['x'] }, 'messages[0].content'],
  ])('the message %p is refused by its place', (message, param) => {
    expect(refuse({ model: 'm', messages: [message] })).toMatchObject({ code: 'invalid_request', param });
  });

  test('null is absent; 0, false and the empty text are not', () => {
    const body = {
      model: 'm',
      messages,
      max_tokens: null,
      n: null,
      tools: null,
      temperature: 0,
      logprobs: false,
      user: '',
      seed: 0,
    };
    const request = decode(body);
    expect(request).toMatchObject({ temperature: 0, logprobs: false, user: '', seed: 0, extra: {} });
    for (const member of ['maxOutputTokens', 'choices', 'tools']) expect(member in request).toBe(false);
  });

  test('of two limits the smaller binds', () => {
    expect(decode({ model: 'm', messages, max_tokens: 9, max_completion_tokens: 20 })).toMatchObject({
      maxOutputTokens: 9,
      maxOutputTokensField: 'max_completion_tokens',
    });
  });

  test('what speaks to the gateway is lifted out of the body', () => {
    const request = decode({
      model: 'm',
      messages,
      tags: ['a'],
      litellm_metadata: { x: 1 },
      num_retries: 2,
      'no-log': true,
      fallbacks: ['b'],
      base_model: 'x',
    });
    expect(request.gateway).toMatchObject({
      tags: ['a'],
      litellmMetadata: { x: 1 },
      numRetries: 2,
      noLog: true,
      fallbacks: { list: ['b'] },
      unserved: { base_model: 'x' },
    });
    expect(request.extra).toEqual({});
  });

  test.each([
    'mock_testing_fallbacks',
    'mock_timeout',
    'user_api_key_hash',
    'litellm_anything',
    'proxy_server_request',
  ])("%s is the gateway's own name and never reaches a provider", (name) => {
    expect(decode({ model: 'm', messages, [name]: true }).extra).toEqual({});
  });

  test.each([
    [{ api_base: 'http://x' }, 'api_base'],
    [{ user_config: null }, 'user_config'],
    [{ metadata: { langfuse_host: 'http://x' } }, 'metadata.langfuse_host'],
    [{ extra_body: { base_url: 'http://x' } }, 'extra_body.base_url'],
    [{ extra_body: { metadata: { langfuse_secret_key: 'x' } } }, 'metadata.langfuse_secret_key'],
  ])("a destination or credential of the client's is refused: %p", (members, name) => {
    const error = refuse({ model: 'm', messages, ...members });
    expect(error).toMatchObject({ code: 'client_destination_refused', status: 401, type: 'auth_error' });
    expect(error.message).toContain(`Authentication Error, Rejected Request: ${name} is not allowed in request body.`);
  });

  test('members of extra_body are governed as if they stood at the top level, which wins', () => {
    const request = decode({ model: 'm', messages, max_tokens: 5, extra_body: { custom: 1, n: 3, max_tokens: 500 } });
    expect(request).toMatchObject({ maxOutputTokens: 5, choices: 3, extra: { custom: 1 } });
    expect(refuse({ model: 'm', messages, extra_body: { n: 0 } }).param).toBe('n');
  });

  test.each([[{ Max_Tokens: 5 }], [{ MODEL: 'x' }], [{ extra_body: { n: 2 } }]])(
    'extra_body %p cannot slip past what is governed',
    (extra_body) => {
      expect(refuse({ model: 'm', messages, extra_body })).toMatchObject({ code: 'invalid_request', status: 400 });
    },
  );

  test('parts, calls and results get their canonical words', () => {
    const request = decode({
      model: 'm',
      messages: [
        {
          role: 'system',
          content: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
        },
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO', detail: 'low' } },
            { type: 'file', file: { file_id: 'file-1' } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'hm',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '21C' },
      ],
    });
    expect(request.messages).toMatchObject([
      { role: 'system', content: [{ type: 'text', text: 'Be brief.', cache: { ttl: '1h' } }] },
      {
        role: 'user',
        content: [
          { type: 'image', data: { kind: 'base64', mediaType: 'image/png', data: 'iVBO' }, detail: 'low' },
          { type: 'file', data: { kind: 'provider-file', id: 'file-1' } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'hm' },
          { type: 'tool-call', id: 'c1', name: 'f', input: '{}' },
        ],
      },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', content: [{ type: 'text', text: '21C' }] }] },
    ]);
  });

  test("LiteLLM's thinking_blocks come back with their seals", () => {
    const thinking_blocks = [
      { type: 'thinking', thinking: 'hm', signature: 's' },
      { type: 'redacted_thinking', data: 'r' },
    ];
    const request = decode({
      model: 'm',
      messages: [{ role: 'assistant', content: 'a', reasoning_content: 'hm', thinking_blocks }],
    });
    expect(request.messages[0]?.content).toMatchObject([
      { type: 'reasoning', text: 'hm', signature: 's' },
      { type: 'reasoning', redacted: 'r' },
      { type: 'text', text: 'a' },
    ]);
  });

  test.each([
    [{ reasoning_effort: 'low' }, { enabled: true, effort: 'low' }],
    [{ reasoning_effort: 'none' }, { enabled: false, effort: 'none' }],
    [{ thinking: { type: 'enabled', budget_tokens: 2048 } }, { enabled: true, budgetTokens: 2048 }],
    [{ thinking: { type: 'disabled' } }, { enabled: false }],
    [{ reasoning: { max_tokens: 1024 } }, { enabled: true, budgetTokens: 1024 }],
  ])('the wish to think %p is understood', (members, reasoning) => {
    expect(decode({ model: 'm', messages, ...members }).reasoning).toMatchObject(reasoning);
  });
});
