import type { JsonObject } from '@tollgate/kernel';
import { openaiChatClient, openaiResponses, openaiResponsesClient } from '@tollgate/formats';
import { type Cost, costOf, MARKER } from './cost.js';
import { responses as fields } from './request-fields.json';
import {
  RESPONSES_CONTENT,
  RESPONSES_FORMATS,
  RESPONSES_ITEMS,
  RESPONSES_MEMBERS,
  RESPONSES_TOOLS,
} from './responses-rows.js';

const format = openaiResponses({ provider: 'openai', reasons: () => true });
const BASE: JsonObject = { model: 'm', input: 'x' };

function bounded(body: JsonObject, client = openaiResponsesClient) {
  const decoded = client.decodeRequest({ body, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return { request: decoded.value, bound: format.boundUsage(decoded.value) };
}

const costs = (changes: JsonObject): readonly Cost[] => costOf(bounded({ ...BASE, ...changes }), bounded(BASE));

describe('every field of the Responses API is known to the bound, or unbounded', () => {
  it.each([
    ['members', fields.members, RESPONSES_MEMBERS],
    ['types of items', fields.items, RESPONSES_ITEMS],
    ['types of content', fields.content, RESPONSES_CONTENT],
    ['types of tools', fields.tools, RESPONSES_TOOLS],
    ['forms of text', fields.formats, RESPONSES_FORMATS],
  ])('the %s have a row each', (_what, names, rows) => {
    expect(Object.keys(rows).sort()).toEqual([...names].sort());
  });

  it.each(Object.entries(RESPONSES_MEMBERS))('%s', (name, [value, cost]) => {
    expect(costs({ [name]: value })).toContain(cost);
    if (cost === 'unbounded') expect(bounded({ ...BASE, [name]: value }).bound.unbounded[0]).toContain(name);
  });

  it.each(Object.entries(RESPONSES_ITEMS))('an item: %s', (type, [item, cost]) => {
    expect(costs({ input: [{ type, ...item }] })).toContain(cost);
  });

  it.each(Object.entries(RESPONSES_CONTENT))('content: %s', (type, [part, cost]) => {
    const content = [{ type, ...part }];
    expect(costs({ input: [{ role: 'user', content }] })).toContain(cost);
    expect(costs({ input: [{ type: 'function_call_output', call_id: 'c', output: content }] })).toContain(cost);
  });

  it.each(Object.entries(RESPONSES_TOOLS))('a tool: %s', (type, [tool, cost]) => {
    expect(costs({ tools: [{ type, ...tool }] })).toContain(cost);
  });

  it.each(Object.entries(RESPONSES_FORMATS))('text as %s', (type, [asked, cost]) => {
    expect(costs({ text: { format: { type, ...asked } } })).toContain(cost);
  });

  it('an answer in the background is made to its end whatever becomes of its call, and no other is', () => {
    const outlives = (background: JsonObject[string]) => bounded({ ...BASE, background }).bound.outlivesCall;
    expect([true, false, null].map(outlives)).toEqual([true, undefined, undefined]);
  });

  it.each(['web_search', 'web_search_preview_2025_03_11', 'file_search', 'mcp'])(
    'a limit on the calls of %s bounds them',
    (type) => {
      const { bound } = bounded({ ...BASE, tools: [{ type }], max_tool_calls: 3 });
      expect([bound.unbounded, bound.providerToolCalls]).toEqual([[], 3]);
    },
  );

  it.each<[string, JsonObject]>([
    ['a member that no list knows', { brand_new: 1 }],
    ['an item that no list knows', { input: [{ type: 'brand_new' }] }],
    ['a part that no list knows', { input: [{ role: 'user', content: [{ type: 'brand_new' }] }] }],
    ['a tool that no list knows', { tools: [{ type: 'brand_new' }], max_tool_calls: 1 }],
  ])('%s is unbounded', (_what, changes) => {
    expect(costs(changes)).toContain('unbounded');
  });

  it('a member of a part that no list knows is counted', () => {
    const content = [{ type: 'input_text', text: 'x', brand_new: MARKER }];
    expect(costs({ input: [{ role: 'user', content }] })).toContain('text');
  });

  it('what a chat client sends is bounded as it goes out', () => {
    const chat = { model: 'm', messages: [{ role: 'user', content: MARKER }], max_tokens: 9, best_of: 2 };
    const { bound } = bounded({ ...chat, web_search_options: {} }, openaiChatClient);
    expect(bound).toMatchObject({ inputTexts: [MARKER], outputLimit: 9, choices: 1 });
    expect(bound.unbounded).toEqual([expect.stringContaining('web_search_options')]);
  });
});
