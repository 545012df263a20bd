import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { anthropicMessagesClient, anthropicMessagesUpstream } from '@tollgate/formats';
import { ANTHROPIC_CONTENT, ANTHROPIC_MEMBERS, ANTHROPIC_TOOLS } from './anthropic-rows.js';
import { type Cost, costOf, MARKER } from './cost.js';
import { anthropic as fields } from './request-fields.json';

const BASE: JsonObject = { model: 'claude', max_tokens: 30, messages: [{ role: 'user', content: 'x' }] };

function bounded(body: JsonObject) {
  const decoded = anthropicMessagesClient.decodeRequest({ body, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return { request: decoded.value, bound: anthropicMessagesUpstream.boundUsage(decoded.value) };
}

const costs = (changes: JsonObject): readonly Cost[] => costOf(bounded({ ...BASE, ...changes }), bounded(BASE));
const ofRole = (type: string): string => ANTHROPIC_CONTENT[type]?.[2] ?? 'user';

describe('every field of Anthropic’s messages is known to the bound, or unbounded', () => {
  it.each<[string, readonly string[], object]>([
    // `betas` is a header in the SDK's clothing
    ['members', fields.members.filter((name) => name !== 'betas'), ANTHROPIC_MEMBERS],
    ['types of content', fields.content, ANTHROPIC_CONTENT],
    ['types of tools', fields.tools, ANTHROPIC_TOOLS],
  ])('the %s have a row each', (_what, names, rows) => {
    expect(Object.keys(rows).sort()).toEqual(names);
  });

  it.each(Object.entries(ANTHROPIC_MEMBERS))('%s', (name, [value, cost]) => {
    expect(costs({ [name]: value })).toContain(cost);
    if (cost === 'unbounded') expect(bounded({ ...BASE, [name]: value }).bound.unbounded.join()).toContain(name);
  });

  it.each(Object.entries(ANTHROPIC_CONTENT))('content: %s', (type, [block, cost]) => {
    const content: JsonValue = [{ type, ...block }];
    const messages = [{ role: ofRole(type), content }];
    expect(costs({ messages })).toContain(cost);
    // within a result of a tool it is counted as well
    const nested = [{ type: 'tool_result', tool_use_id: 't', content }];
    if (['text', 'image', 'document', 'search_result'].includes(type))
      expect(costs({ messages: [{ role: 'user', content: nested }] })).toContain(cost);
  });

  it.each(Object.entries(ANTHROPIC_TOOLS))('a tool: %s', (type, cost) => {
    const limited = cost === 'calls' ? { max_uses: 3 } : {};
    const tool = { type, name: MARKER, mcp_server_name: 'm', input_schema: {}, ...limited };
    expect(costs({ tools: [tool] })).toContain(cost);
    if (cost === 'calls') expect(costs({ tools: [{ type, name: 'x' }] })).toContain('unbounded');
    if (cost === 'text') expect(costs({ tools: [tool] })).not.toContain('unbounded');
  });

  const text = { type: 'text', media_type: 'text/plain', data: 'x' };
  it.each<[string, JsonObject]>([
    ['the title of a document', { type: 'document', source: text, title: MARKER }],
    ['the context of a document', { type: 'document', source: text, context: MARKER }],
    ['the text of a document', { type: 'document', source: { ...text, data: MARKER } }],
    ['content given as a document', { type: 'document', source: { type: 'content', content: MARKER } }],
    ['a member that no list knows', { type: 'text', text: 'x', brand_new: MARKER }],
  ])('%s is counted', (_what, block) => {
    expect(costs({ messages: [{ role: 'user', content: [block] }] })).toContain('text');
  });

  it.each<[string, JsonObject]>([
    ['a member', { brand_new: 1 }],
    ['a type of tool', { tools: [{ type: 'brand_new_20990101', name: 'x' }] }],
  ])('%s that no list knows is unbounded', (_what, changes) => {
    expect(costs(changes)).toContain('unbounded');
  });
});
