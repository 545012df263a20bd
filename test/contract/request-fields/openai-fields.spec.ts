import type { JsonObject } from '@tollgate/kernel';
import { openaiChat, openaiChatClient } from '@tollgate/formats';
import { type Cost, costOf, MARKER } from './cost.js';
import {
  OPENAI_CONTENT,
  OPENAI_MEMBERS,
  OPENAI_MESSAGE_MEMBERS,
  OPENAI_RESPONSE_FORMATS,
  OPENAI_TOOLS,
} from './openai-rows.js';
import { openai as fields } from './request-fields.json';

const format = openaiChat({ provider: 'openai', limitField: () => 'max_tokens' });
const BASE: JsonObject = { model: 'm', messages: [{ role: 'user', content: 'x' }] };

function bounded(body: JsonObject) {
  const decoded = openaiChatClient.decodeRequest({ body, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return { request: decoded.value, bound: format.boundUsage(decoded.value) };
}

const costs = (changes: JsonObject): readonly Cost[] => costOf(bounded({ ...BASE, ...changes }), bounded(BASE));
const inMessage = (message: JsonObject): JsonObject => ({ messages: [{ role: 'user', content: 'x', ...message }] });

describe('every field of OpenAI’s chat completions is known to the bound, or unbounded', () => {
  it.each([
    ['members', fields.members, OPENAI_MEMBERS],
    ['members of messages', [...new Set(Object.values(fields.messages).flat())].sort(), OPENAI_MESSAGE_MEMBERS],
    ['types of content', fields.content, OPENAI_CONTENT],
    ['types of tools', fields.tools, OPENAI_TOOLS],
    ['response formats', fields.responseFormats, OPENAI_RESPONSE_FORMATS],
  ])('the %s have a row each', (_what, names, rows) => {
    expect(Object.keys(rows).sort()).toEqual(names);
  });

  it.each(Object.entries(OPENAI_MEMBERS))('%s', (name, [value, cost]) => {
    expect(costs({ [name]: value })).toContain(cost);
    if (cost === 'unbounded') expect(bounded({ ...BASE, [name]: value }).bound.unbounded[0]).toContain(name);
  });

  it.each(Object.entries(fields.messages).flatMap(([role, names]) => names.map((name) => [role, name] as const)))(
    'a message of %s: %s',
    (role, name) => {
      const [value, cost] = OPENAI_MESSAGE_MEMBERS[name] ?? [null, 'unbounded' as const];
      expect(
        costs(
          inMessage({ role, ...(role === 'tool' && { tool_call_id: 'c' }), ...(name !== 'role' && { [name]: value }) }),
        ),
      ).toContain(cost);
    },
  );

  it.each(Object.entries(OPENAI_CONTENT))('content: %s', (type, [part, cost]) => {
    expect(
      costs(inMessage({ role: type === 'refusal' ? 'assistant' : 'user', content: [{ type, ...part }] })),
    ).toContain(cost);
  });

  it.each(Object.entries(OPENAI_TOOLS))('a tool: %s', (type, [tool, cost]) => {
    expect(costs({ tools: [{ type, ...tool }] })).toContain(cost);
  });

  it.each(Object.entries(OPENAI_RESPONSE_FORMATS))('an answer as %s', (type, [asked, cost]) => {
    expect(costs({ response_format: { type, ...asked } })).toContain(cost);
  });

  const file = { file_data: 'data:application/pdf;base64,JVBE', filename: MARKER };
  it.each<[string, JsonObject]>([
    ['the name of a file', inMessage({ content: [{ type: 'file', file }] })],
    ['a member of a part that no list knows', inMessage({ content: [{ type: 'text', text: 'x', brand_new: MARKER }] })],
    ['a member of a message that no list knows', inMessage({ brand_new: MARKER })],
    [
      'the description of a response format',
      { response_format: { type: 'json_schema', json_schema: { name: 'n', description: MARKER, schema: {} } } },
    ],
  ])('%s is counted', (_what, changes) => {
    expect(costs(changes)).toContain('text');
  });

  it.each<[string, JsonObject]>([
    ['a member', { brand_new: 1 }],
    ['a type of content', inMessage({ content: [{ type: 'brand_new' }] })],
    ['a type of tool', { tools: [{ type: 'brand_new' }] }],
  ])('%s that no list knows is unbounded', (_what, changes) => {
    expect(costs(changes)).toContain('unbounded');
  });
});
