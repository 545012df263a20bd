import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target } from '@tollgate/canonical';
import type { Encoded } from '../format.js';
import { decodeRequest } from './decode-request.js';
import { encodeRequest } from './encode-request.js';
import type { OpenAiChatQuirks } from './quirks.js';

const messages = [{ role: 'user', content: 'x' }];
const quirks: OpenAiChatQuirks = {
  provider: 'openai',
  limitField: (_model, field) => field ?? 'max_tokens',
  takesMetadata: true,
};
const target: Target = {
  deploymentId: 'd',
  group: 'g',
  provider: 'openai',
  model: 'gpt-4o',
  litellmModel: 'openai/gpt-4o',
  apiBase: 'http://127.0.0.1:1/v1',
  extraHeaders: {},
  extraBody: {},
  dropParams: false,
  additionalDropParams: [],
  allowedOpenaiParams: [],
  defaults: {},
  forwardMetadata: false,
};

function decode(body: JsonObject): CanonicalRequest {
  const outcome = decodeRequest({ body, params: {}, query: {} });
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

function encode(
  body: JsonObject | CanonicalRequest,
  at: Partial<Target> = {},
  more: Partial<OpenAiChatQuirks> = {},
): Encoded {
  const request = 'gateway' in body ? (body as CanonicalRequest) : decode({ model: 'public', messages, ...body });
  const outcome = encodeRequest(request, { ...target, ...at }, { ...quirks, ...more });
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

function refuse(body: JsonObject, at: Partial<Target> = {}, more: Partial<OpenAiChatQuirks> = {}): GatewayError {
  const outcome = encodeRequest(
    decode({ model: 'public', messages, ...body }),
    { ...target, ...at },
    { ...quirks, ...more },
  );
  if (outcome.ok) throw new Error('it was not refused');
  return outcome.error;
}

/** A request that came in Anthropic's dialect. */
function foreign(members: Partial<CanonicalRequest>): CanonicalRequest {
  return {
    operation: 'chat',
    format: 'anthropic-messages',
    model: 'public',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }],
    stream: false,
    streamUsage: true,
    extra: {},
    gateway: {},
    ...members,
  };
}

describe('encodeRequest for a client of the same dialect', () => {
  // transcripts of LiteLLM 1.106.2: chat-basic, chat-stream, chat-metadata, chat-vision-and-schema
  test.each<[string, JsonObject, JsonObject]>([
    [
      'parameters',
      { temperature: 0, max_tokens: 5, seed: 0, stop: ['x'], n: 1, user: 'u-1', logprobs: false },
      { temperature: 0, max_tokens: 5, seed: 0, stop: ['x'], n: 1, user: 'u-1', logprobs: false },
    ],
    ['a stream', { stream: true }, { stream: true, stream_options: { include_usage: true } }],
    [
      'a stream with options of its own',
      { stream: true, stream_options: { include_usage: false, include_obfuscation: false } },
      { stream: true, stream_options: { include_obfuscation: false, include_usage: true } },
    ],
    ['metadata for callbacks', { metadata: { trace_id: 't' } }, {}],
    ['metadata of the gateway', { litellm_metadata: { spend_logs_metadata: { project: 'x' } } }, {}],
    [
      'stored metadata',
      { store: true, service_tier: 'flex', metadata: { task: 'y' } },
      { store: true, service_tier: 'flex', metadata: { task: 'y' } },
    ],
    [
      'members that are not known',
      { extra_body: { custom: 1 }, provider_specific: { a: [1] } },
      { custom: 1, provider_specific: { a: [1] } },
    ],
    ['max_completion_tokens', { max_completion_tokens: 7 }, { max_completion_tokens: 7 }],
    ['no stream', { stream: false }, {}],
    [
      'a response format with members of its own',
      { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: {}, own: 1 } } },
      { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: {}, own: 1 } } },
    ],
  ])('%s: the provider gets exactly this', (_, body, sent) => {
    expect(encode(body).body).toEqual({ model: 'gpt-4o', messages, ...sent });
  });

  test("the operator's defaults apply where the client sent nothing", () => {
    const defaults = { temperature: 0.5, max_tokens: 100, n: 4 };
    expect(encode({}, { defaults }).body).toEqual({ model: 'gpt-4o', messages, temperature: 0.5, max_tokens: 100 });
    expect(encode({ temperature: 0, max_completion_tokens: 9 }, { defaults }).body).toEqual({
      model: 'gpt-4o',
      messages,
      temperature: 0,
      max_completion_tokens: 9,
    });
  });

  test('extra_body comes last and changes nothing that is governed', () => {
    const extraBody = { custom: true, model: 'dear', stream: false, max_tokens: 9999, n: 9, messages: [] };
    const { body, warnings } = encode({ stream: true, max_tokens: 5, custom: false }, { extraBody });
    expect(body).toEqual({
      model: 'gpt-4o',
      messages,
      custom: true,
      max_tokens: 5,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(warnings.map((warning) => warning.path)).toEqual([
      'extra_body.model',
      'extra_body.stream',
      'extra_body.max_tokens',
      'extra_body.n',
      'extra_body.messages',
    ]);
  });

  test('additional_drop_params reach into lists, but not what is governed', () => {
    const tools = [{ type: 'function', function: { name: 'f', parameters: {} }, input_examples: [1] }];
    const additionalDropParams = ['tools[*].input_examples', 'a.b', 'model', 'stream_options', 'nothing.here'];
    const { body, warnings } = encode({ stream: true, tools, a: { b: 1, c: 2 } }, { additionalDropParams });
    expect(body).toEqual({
      model: 'gpt-4o',
      messages,
      stream: true,
      stream_options: { include_usage: true },
      a: { c: 2 },
      tools: [{ type: 'function', function: { name: 'f', parameters: {} } }],
    });
    expect(warnings.map((warning) => warning.path)).toEqual(['tools[*].input_examples', 'a.b']);
  });

  test("a parameter that the provider does not know is refused in LiteLLM's words, dropped, or let through", () => {
    const unsupported = { unsupported: ['n', 'logprobs'] };
    expect(refuse({ n: 2, logprobs: true }, {}, unsupported)).toMatchObject({
      code: 'unsupported_parameter',
      message:
        "litellm.UnsupportedParamsError: openai does not support parameters: ['n', 'logprobs'], for model=gpt-4o. To drop these, set `litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n. \n If you want to use these params dynamically send allowed_openai_params=['n', 'logprobs'] in your request.",
    });
    const dropped = encode({ n: 2 }, { dropParams: true }, unsupported);
    expect(dropped.body['n']).toBeUndefined();
    expect(dropped.warnings).toMatchObject([{ code: 'dropped', path: 'n' }]);
    expect(encode({ n: 2, allowed_openai_params: ['n'] }, {}, unsupported).body['n']).toBe(2);
    expect(encode({ n: 2, drop_params: true }, {}, unsupported).body['n']).toBeUndefined();
  });

  test('a parameter that only some models refuse is sent unless drop_params is set', () => {
    const fragile = { fragile: (_model: string, name: string) => name === 'temperature' };
    expect(encode({ temperature: 0 }, {}, fragile).body['temperature']).toBe(0);
    expect(encode({ temperature: 0 }, { dropParams: true }, fragile).body['temperature']).toBeUndefined();
  });

  test.each<[string, JsonObject, string]>([
    ['a value that is no text', { a: 'x', b: { c: 1 } }, 'metadata.b'],
    [
      'a seventeenth pair',
      Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, 'v'])),
      'metadata.k16',
    ],
  ])('stored metadata with %s is 400 and named', (_, metadata, param) => {
    expect(refuse({ store: true, metadata })).toMatchObject({ code: 'invalid_request', param });
  });

  test('previewed metadata is filtered as LiteLLM does, and what is left out is named', () => {
    const { body, warnings } = encode({ metadata: { a: 'x', b: { c: 1 } } }, { forwardMetadata: true });
    expect(body['metadata']).toEqual({ a: 'x' });
    expect(warnings.map((warning) => warning.path)).toEqual(['metadata.b']);
  });
});

describe('encodeRequest for a client of another dialect', () => {
  test('system, tool calls, results, images and documents are told in this one', () => {
    const { body, warnings } = encode(
      foreign({
        messages: [
          { role: 'system', content: [{ type: 'text', text: 'Be brief.', cache: {} }] },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'see' },
              { type: 'image', data: { kind: 'base64', mediaType: 'image/png', data: 'iVBO' } },
            ],
          },
          {
            role: 'assistant',
            content: [
              { type: 'reasoning', text: 'hm', signature: 's' },
              { type: 'text', text: 'Looking.' },
              { type: 'tool-call', id: 't1', name: 'f', input: '{"a":1}', kind: 'function' },
              { type: 'tool-call', id: 't2', name: 'f', input: '{}', kind: 'function' },
            ],
          },
          {
            role: 'tool',
            content: [
              { type: 'tool-result', toolCallId: 't1', content: [{ type: 'text', text: '21C' }] },
              {
                type: 'tool-result',
                toolCallId: 't2',
                content: [{ type: 'image', data: { kind: 'url', url: 'https://x/y.png' } }],
              },
            ],
          },
          {
            role: 'user',
            content: [
              { type: 'file', data: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBE' } },
              { type: 'opaque', source: { format: 'anthropic-messages', value: { type: 'container' } } },
            ],
          },
        ],
        tools: [
          { type: 'function', name: 'f', parameters: { type: 'object' } },
          { type: 'opaque', source: { format: 'anthropic-messages', value: { type: 'web_search_20250305' } } },
        ],
        toolChoice: { type: 'tool', name: 'f' },
        maxOutputTokens: 30,
        topK: 5,
        user: 'u'.repeat(80),
        extra: { container: 'c', n: 4, thinking: { type: 'enabled' } },
      }),
    );
    expect(body).toEqual({
      model: 'gpt-4o',
      max_tokens: 30,
      user: 'u'.repeat(64),
      tool_choice: { type: 'function', function: { name: 'f' } },
      tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }],
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'see' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } },
          ],
        },
        {
          role: 'assistant',
          content: 'Looking.',
          tool_calls: [
            { id: 't1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
            { id: 't2', type: 'function', function: { name: 'f', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 't1', content: '21C' },
        { role: 'tool', tool_call_id: 't2', content: '' },
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x/y.png' } }] },
        {
          role: 'user',
          content: [
            { type: 'file', file: { filename: 'document.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
          ],
        },
      ],
    });
    expect(warnings.map((warning) => warning.path).sort()).toEqual(
      [
        'cache_control',
        'container',
        'n',
        'opaque',
        'reasoning',
        'thinking',
        'tool_result.content',
        'tools[1]',
        'top_k',
      ].sort(),
    );
  });

  test('reasoning goes back in the member that the host reads', () => {
    const turn: CanonicalRequest['messages'] = [
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'hm' },
          { type: 'text', text: 'a' },
        ],
      },
    ];
    expect(encode(foreign({ messages: turn }), {}, { reasoningField: 'reasoning_content' }).body['messages']).toEqual([
      { role: 'assistant', content: 'a', reasoning_content: 'hm' },
    ]);
  });

  test.each([
    [12_000, 'high'],
    [5_000, 'medium'],
    [1_024, 'low'],
  ])('a thinking budget of %i becomes the effort %s, where the model takes one', (budgetTokens, effort) => {
    const request = foreign({ reasoning: { enabled: true, budgetTokens } });
    expect(encode(request, {}, { takesEffort: () => true }).body['reasoning_effort']).toBe(effort);
    const { body, warnings } = encode(request);
    expect(body['reasoning_effort']).toBeUndefined();
    expect(warnings.map((warning) => warning.path)).toEqual(['thinking']);
  });

  test('tool settings without a tool that can be sent are left out', () => {
    const tools: CanonicalRequest['tools'] = [{ type: 'opaque', source: { format: 'anthropic-messages', value: {} } }];
    const { body } = encode(foreign({ tools, toolChoice: { type: 'auto' }, parallelToolCalls: false }));
    expect(Object.keys(body).sort()).toEqual(['messages', 'model']);
  });
});
