import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import {
  anthropicMessagesClient,
  type ClientFormat,
  geminiClient,
  openaiChatClient,
  openaiResponsesClient,
} from '@tollgate/formats';
import { PROVIDERS, type ProviderOperation } from '@tollgate/providers';
import { targetOf } from '../targets.js';

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const marker = { type: 'ephemeral', ttl: '1h' };

interface Client {
  readonly format: ClientFormat;
  /** The conversation's beginning, marked for a cache where the dialect can. */
  readonly base: JsonObject;
  /** The member that holds its turns, the turns asked first, and those that come later. */
  readonly turns: readonly [member: string, asked: readonly JsonValue[], later: readonly JsonValue[]];
}

/** One conversation in each dialect: a question, a call and its result, an answer, and the next question. */
const CLIENTS: Readonly<Record<string, Client>> = {
  chat: {
    format: openaiChatClient,
    base: {
      model: 'm',
      max_tokens: 99,
      tools: [{ type: 'function', function: { name: 'f', parameters: schema }, cache_control: marker }],
    },
    turns: [
      'messages',
      [
        { role: 'system', content: [{ type: 'text', text: 'Be brief.', cache_control: marker }] },
        { role: 'user', content: [{ type: 'text', text: 'Wéather?', cache_control: marker }] },
      ],
      [
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"city":"Paris"}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: '18' },
        { role: 'assistant', content: 'Mild.' },
        { role: 'user', content: 'And Rome?' },
      ],
    ],
  },
  responses: {
    format: openaiResponsesClient,
    base: { model: 'm', instructions: 'Be brief.', tools: [{ type: 'function', name: 'f', parameters: schema }] },
    turns: [
      'input',
      [{ role: 'user', content: 'Wéather?' }],
      [
        { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{"city":"Paris"}' },
        { type: 'function_call_output', call_id: 'call_1', output: '18' },
        { role: 'assistant', content: 'Mild.' },
        { role: 'user', content: 'And Rome?' },
      ],
    ],
  },
  messages: {
    format: anthropicMessagesClient,
    base: {
      model: 'm',
      max_tokens: 99,
      system: [{ type: 'text', text: 'Be brief.', cache_control: marker }],
      tools: [{ name: 'f', input_schema: schema, cache_control: marker }],
    },
    turns: [
      'messages',
      [{ role: 'user', content: [{ type: 'text', text: 'Wéather?', cache_control: marker }] }],
      [
        { role: 'assistant', content: [{ type: 'tool_use', id: 'call_1', name: 'f', input: { city: 'Paris' } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content: '18' }] },
        { role: 'assistant', content: 'Mild.' },
        { role: 'user', content: 'And Rome?' },
      ],
    ],
  },
  gemini: {
    format: geminiClient,
    base: {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      tools: [{ functionDeclarations: [{ name: 'f', parametersJsonSchema: schema }] }],
    },
    turns: [
      'contents',
      [{ role: 'user', parts: [{ text: 'Wéather?' }] }],
      [
        { role: 'model', parts: [{ functionCall: { name: 'f', args: { city: 'Paris' } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'f', response: { output: '18' } } }] },
        { role: 'model', parts: [{ text: 'Mild.' }] },
        { role: 'user', parts: [{ text: 'And Rome?' }] },
      ],
    ],
  },
};

/** Whose models take tools; legacy completions have one text for all. */
const OPERATIONS = PROVIDERS.flatMap(({ id, adapters }) =>
  (['chat', 'responses'] as const).flatMap((name) => {
    const operation = adapters[name];
    return operation === undefined || operation.format.id === 'openai-completions'
      ? []
      : [[id, name, operation] as const];
  }),
);

const CASES = Object.keys(CLIENTS).flatMap((client) => OPERATIONS.map((operation) => [client, ...operation] as const));

describe('what a provider has in its cache', () => {
  it.each(CASES)(
    'is asked for again byte by byte as a %s conversation goes on at %s, %s',
    (name, id, _operation, operation) => {
      const { format, base, turns } = CLIENTS[name] as Client;
      const [member, asked, later] = turns;
      const first = sent(format, operation, id, { ...base, [member]: asked });
      const next = sent(format, operation, id, { ...base, [member]: [...asked, ...later] });
      expect(first.turns.length).toBeGreaterThan(0);
      expect(next.text).toContain(JSON.stringify(first.turns).slice(0, -1));
      for (const part of ['tools', 'system', 'instructions', 'systemInstruction'])
        expect(JSON.stringify(next.body[part])).toBe(JSON.stringify(first.body[part]));
      expect(sent(format, operation, id, { ...base, [member]: asked }).text).toBe(first.text);
    },
  );

  it.each(['chat', 'messages'])('is marked at Anthropic where a %s client marked it: system, tool and turn', (name) => {
    const { format, base, turns } = CLIENTS[name] as Client;
    const operation = PROVIDERS.find(({ id }) => id === 'anthropic')?.adapters.chat;
    if (operation === undefined) throw new Error('Anthropic chats');
    const { body, turns: told } = sent(format, operation, 'anthropic', { ...base, [turns[0]]: turns[1] });
    const [system, tool, turn] = [
      body['system'],
      body['tools'],
      told.map((one) => isJsonObject(one) && one['content']),
    ];
    for (const part of [system, tool, turn.flat()])
      expect(part).toEqual([expect.objectContaining({ cache_control: marker })]);
  });
});

function sent(format: ClientFormat, operation: ProviderOperation, provider: string, body: JsonObject) {
  const decoded = format.decodeRequest({ body, params: { model: 'm' }, query: {} });
  if (!decoded.ok) throw decoded.error;
  const built = operation.buildRequest(decoded.value, { ...targetOf(provider), dropParams: true }, undefined);
  if (!built.ok) throw built.error;
  const text = built.value.spec.body ?? '';
  const told = JSON.parse(text) as JsonObject;
  const turns = told['messages'] ?? told['input'] ?? told['contents'];
  return { text, body: told, turns: Array.isArray(turns) ? (turns as readonly JsonValue[]) : [] };
}
