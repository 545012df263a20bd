import type { Scenario, Step } from './scenario.js';

const user = (content: unknown) => ({ role: 'user', content });
const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const tools = [
  { type: 'function', function: { name: 'get_weather', description: 'w', parameters: city, strict: false } },
];
const parisCall = { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } };

function chat(model: string, messages: readonly object[], extra: object = {}): Step {
  return { do: 'POST /v1/chat/completions', upstream: true, body: { model, messages, ...extra } };
}

export const BRIDGE: readonly Scenario[] = [
  {
    name: 'bridge chat to responses',
    steps: [
      chat('codex', [user('What are some things to think about?')]),
      chat('openai/gpt-5.1-codex', [user('Hey!')], { stream: false }),
      chat(
        'codex',
        [{ role: 'system', content: 'Be brief.' }, user('Hi'), { role: 'assistant', content: 'Hello!' }, user('Again')],
        { max_tokens: 50, reasoning_effort: 'low', metadata: { a: '1' } },
      ),
      chat('codex', [user('Hey!')], { stream: true }),
      chat(
        'codex',
        [
          user('weather?'),
          { role: 'assistant', content: null, tool_calls: [parisCall] },
          { role: 'tool', tool_call_id: 'call_1', content: '21C' },
        ],
        { tools },
      ),
      chat('openai/responses/gpt-4o', [user('Hey!')]),
      chat('openai/responses/tools', [user('weather?')], { tools }),
      chat('openai/responses/tools2', [user('weather?')], { stream: true, tools }),
      chat('openai/responses/err-429', [user('x')]),
    ],
  },
  {
    name: 'responses native',
    steps: [
      {
        do: 'POST /v1/responses',
        upstream: true,
        body: { model: 'gpt-4o', input: 'Hi', metadata: { a: '1' } },
      },
      { do: 'POST /v1/responses', upstream: true, body: { model: 'gpt-4o', input: 'Hi', stream: true } },
      {
        do: 'POST /responses',
        upstream: true,
        body: {
          model: 'gpt-4o',
          input: [user([{ type: 'input_text', text: 'Hi' }])],
          instructions: 'Be brief',
          max_output_tokens: 20,
        },
      },
      { do: 'POST /v1/responses', body: { model: 'no-such-model', input: 'Hi' } },
      { do: 'POST /v1/responses', body: { input: 'Hi' } },
    ],
  },
];
