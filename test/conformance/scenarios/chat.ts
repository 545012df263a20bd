import type { Scenario, Step } from './scenario.js';

const user = (content: string) => [{ role: 'user', content }];
const chat = (model: string, extra: object = {}): Step => ({
  do: 'POST /v1/chat/completions',
  body: { model, messages: user('this is a test request, write a short poem'), ...extra },
  upstream: true,
});
const city = { type: 'object', properties: { city: { type: 'string' } } };
const weather = { name: 'get_weather', parameters: city };
const askedWeather = { name: 'get_weather', description: 'w', parameters: { ...city, required: ['city'] } };
const parisCall = { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } };

export const CHAT: readonly Scenario[] = [
  {
    name: 'chat basic',
    steps: [
      chat('gpt-4o'),
      { ...chat('gpt-4o'), do: 'POST /chat/completions' },
      chat('gpt-4o', { temperature: 0, max_tokens: 5, seed: 0, stop: ['x'], n: 1, user: 'u-1', logprobs: false }),
      chat('alias-4o'),
      chat('openai/gpt-4.1-mini'),
      chat('gpt-4.1-mini'),
    ],
  },
  {
    name: 'chat stream',
    steps: [
      chat('gpt-4o', { stream: true }),
      chat('gpt-4o', { stream: true, stream_options: { include_usage: true } }),
    ],
  },
  {
    name: 'chat tools',
    steps: [
      chat('openai/tools', {
        tools: [{ type: 'function', function: askedWeather }],
        tool_choice: 'auto',
        parallel_tool_calls: true,
      }),
      chat('openai/tools2', { stream: true, tools: [{ type: 'function', function: weather }] }),
      chat('gpt-4o', {
        messages: [
          ...user('weather?'),
          { role: 'assistant', content: null, tool_calls: [parisCall] },
          { role: 'tool', tool_call_id: 'call_1', content: '21C' },
        ],
      }),
    ],
  },
  {
    name: 'chat vision and schema',
    steps: [
      chat('gpt-4o', {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'what is this?' },
              { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
            ],
          },
        ],
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'a',
            strict: true,
            schema: {
              type: 'object',
              properties: { b: { type: 'string' } },
              required: ['b'],
              additionalProperties: false,
            },
          },
        },
      }),
    ],
  },
  {
    name: 'chat metadata',
    steps: [
      chat('gpt-4o', {
        metadata: {
          generation_name: 'ishaan-test-generation',
          generation_id: 'gen-id22',
          trace_id: 'trace-id22',
          trace_user_id: 'user-id2',
        },
      }),
      chat('gpt-4o', { store: true, service_tier: 'flex', metadata: { task: 'litellm_completion' } }),
      chat('gpt-4o', { litellm_metadata: { spend_logs_metadata: { project: 'x' } } }),
      chat('gpt-4o', { extra_body: { custom: 1 }, provider_specific: { a: [1] } }),
    ],
  },
  {
    name: 'chat provider errors',
    steps: ['err-400', 'err-401', 'err-403', 'err-404', 'err-429', 'err-500', 'err-503', 'err-context'].map((model) =>
      chat(`openai/${model}`),
    ),
  },
  {
    name: 'chat stream provider errors',
    steps: [chat('openai/err-429', { stream: true }), chat('openai/err-500', { stream: true })],
  },
  {
    name: 'chat request errors',
    steps: [
      { do: 'POST /v1/chat/completions', body: { model: 'no-such-model', messages: user('x') } },
      { do: 'POST /v1/chat/completions', body: { messages: user('x') } },
      { do: 'POST /v1/chat/completions', body: { model: 'gpt-4o' } },
      { do: 'POST /v1/chat/completions', raw: '{"model": "gpt-4o", ' },
      ...['none', 'sk-unknown', 'not-a-key'].map((key) => ({
        do: 'POST /v1/chat/completions',
        key,
        body: { model: 'gpt-4o', messages: user('x') },
      })),
    ],
  },
  {
    name: 'chat fallbacks',
    steps: [
      chat('fb-bad'),
      chat('fb-bad', { stream: true }),
      chat('ctx-bad'),
      chat('fb-bad', { disable_fallbacks: true }),
      chat('openai/err-500', { fallbacks: ['fb-good'] }),
    ],
  },
  {
    name: 'chat headers forwarded',
    steps: [
      chat('extra-headers'),
      { ...chat('gpt-4o'), headers: { 'OpenAI-Organization': 'my-special-org' } },
      { ...chat('gpt-4o'), headers: { 'X-OpenWebUI-User-Email': 'ada@example.com' } },
      { ...chat('gpt-4o'), headers: { 'x-litellm-timeout': '30', 'x-litellm-tags': 'a,b', 'x-test': 'kept?' } },
    ],
  },
  {
    name: 'models list',
    steps: [
      // the recorded list holds what LiteLLM's price map expanded the wildcards to
      { do: 'GET /v1/models', ignore: ['data'] },
      { do: 'GET /models', ignore: ['data'] },
      { do: 'GET /v1/models/gpt-4o' },
      { do: 'GET /v1/models/nope' },
    ],
  },
];
