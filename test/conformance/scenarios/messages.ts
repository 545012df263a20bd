import type { Scenario, Step } from './scenario.js';

const VERSION = { 'anthropic-version': '2023-06-01' };
const user = (content: unknown) => [{ role: 'user', content }];
const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const weather = { name: 'get_weather', description: 'w', input_schema: city };
const weatherFunction = { type: 'function', function: { name: 'get_weather', description: 'w', parameters: city } };
const parisCall = { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } };

function messages(model: string, extra: object = {}, headers: Readonly<Record<string, string>> = {}): Step {
  return {
    do: 'POST /v1/messages',
    headers: { ...VERSION, ...headers },
    body: { model, max_tokens: 30, messages: user('this is a test request'), ...extra },
    upstream: true,
  };
}

function chat(model: string, extra: object = {}): Step {
  return { do: 'POST /v1/chat/completions', body: { model, messages: user('weather?'), ...extra }, upstream: true };
}

export const MESSAGES: readonly Scenario[] = [
  {
    name: 'messages native',
    steps: [
      messages('claude', {
        system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
        stop_sequences: ['x'],
        temperature: 0,
        top_k: 5,
        metadata: { user_id: 'u-1' },
      }),
      messages('anthropic/tools', { tools: [weather], tool_choice: { type: 'any' } }),
      messages('anthropic/tools2', { tools: [weather], stream: true }),
      messages('claude', {
        messages: [
          ...user('weather?'),
          {
            role: 'assistant',
            content: [
              { type: 'text', text: 'Looking.' },
              { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Paris' } },
            ],
          },
          ...user([{ type: 'tool_result', tool_use_id: 'toolu_1', content: '21C' }]),
        ],
        tools: [weather],
      }),
      messages(
        'claude',
        { thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 2048 },
        { 'anthropic-beta': 'interleaved-thinking-2025-05-14' },
      ),
      messages('claude', { stream: true, max_tokens: 5 }),
    ],
  },
  {
    name: 'messages provider errors',
    steps: [
      ...['err-400', 'err-401', 'err-429', 'err-500', 'err-503'].map((model) => messages(`anthropic/${model}`)),
      messages('anthropic/err-429', { stream: true }),
    ],
  },
  {
    name: 'messages request errors',
    steps: [
      messages('no-such-model'),
      { ...messages('claude'), body: { model: 'claude', max_tokens: 5 } },
      { ...messages('claude'), body: { model: 'claude', messages: user('x') } },
      { ...messages('claude'), key: 'sk-unknown' },
      { ...messages('claude'), key: 'none', headers: { ...VERSION, 'x-api-key': 'sk-unknown' } },
      { ...messages('claude'), key: 'none' },
      { do: 'POST /v1/messages', raw: '{"model": ', headers: VERSION },
    ],
  },
  {
    name: 'chat on anthropic',
    steps: [
      chat('anthropic/tools', {
        tools: [weatherFunction],
        tool_choice: 'required',
        parallel_tool_calls: false,
        max_tokens: 30,
      }),
      chat('claude', {
        messages: [
          { role: 'system', content: 'Be brief.' },
          ...user('weather?'),
          { role: 'assistant', content: null, tool_calls: [parisCall] },
          { role: 'tool', tool_call_id: 'call_1', content: '21C' },
        ],
        tools: [weatherFunction],
        max_completion_tokens: 30,
      }),
      chat('claude', {
        messages: user([
          { type: 'text', text: 'what is this?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
        ]),
        max_tokens: 30,
      }),
      chat('claude', { stream: true, max_tokens: 5 }),
      chat('claude', { n: 2, max_tokens: 5 }),
    ],
  },
];
