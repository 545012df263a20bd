import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { UsageBound } from '@tollgate/canonical';
import { boundUsage } from './bound-usage.js';
import { decodeRequest } from './decode-request.js';
import { MEMBER_COSTS } from './member-costs.js';

function bound(members: JsonObject): UsageBound {
  const body = { model: 'claude', max_tokens: 30, messages: [{ role: 'user', content: 'hello' }], ...members };
  const decoded = decodeRequest({ body, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return boundUsage(decoded.value);
}

/** A value for each member of the Messages API, and the least that can be said of its cost. */
const VALUES: Readonly<Record<string, readonly [JsonValue, 'bounded' | 'unbounded']>> = {
  model: ['claude', 'bounded'],
  messages: [[{ role: 'user', content: 'x' }], 'bounded'],
  system: ['x', 'bounded'],
  max_tokens: [5, 'bounded'],
  thinking: [{ type: 'enabled', budget_tokens: 1024 }, 'bounded'],
  output_format: [{ type: 'json_schema', schema: {} }, 'bounded'],
  output_config: [{ effort: 'low' }, 'bounded'],
  tools: [[{ name: 'f', input_schema: {} }], 'bounded'],
  tool_choice: [{ type: 'auto' }, 'bounded'],
  stop_sequences: [['x'], 'bounded'],
  stream: [true, 'bounded'],
  temperature: [1, 'bounded'],
  top_k: [1, 'bounded'],
  top_p: [1, 'bounded'],
  metadata: [{ user_id: 'u' }, 'bounded'],
  diagnostics: [{}, 'bounded'],
  user_profile_id: ['x', 'bounded'],
  workspace_id: ['x', 'bounded'],
  service_tier: ['auto', 'bounded'],
  cache_control: [{ type: 'ephemeral' }, 'bounded'],
  inference_geo: ['us', 'unbounded'],
  speed: ['fast', 'unbounded'],
  context_management: [{ edits: [{ type: 'compact_20260112' }] }, 'unbounded'],
  compaction: [{}, 'unbounded'],
  container: ['c', 'unbounded'],
  mcp_servers: [[{ type: 'url', url: 'https://example.com' }], 'unbounded'],
  fallback_credit_token: ['x', 'unbounded'],
  billing_policy: [{}, 'unbounded'],
  thread: [{}, 'unbounded'],
};

/** Lifted as the gateway's own (LiteLLM's name) and never sent. */
const LIFTED = ['fallbacks'];

test('every member of the Messages API has its cost, and a value here', () => {
  expect(Object.keys(MEMBER_COSTS).sort()).toEqual([...Object.keys(VALUES), ...LIFTED].sort());
});

test('a thinking budget is told, and that a cut answer would be of no use; without one neither is', () => {
  expect(bound({ max_tokens: 4000, thinking: { type: 'enabled', budget_tokens: 2048 } })).toMatchObject({
    reasoning: true,
    reasoningBudget: 2048,
    needsWholeAnswer: true,
    outputLimit: 4000,
  });
  const adaptive = bound({ thinking: { type: 'adaptive' } });
  expect(adaptive).toMatchObject({ reasoning: true, needsWholeAnswer: false });
  expect(adaptive.reasoningBudget).toBeUndefined();
  const plain = bound({});
  expect([plain.reasoning, plain.reasoningBudget, plain.needsWholeAnswer]).toEqual([false, undefined, false]);
});

test("the members are those of the official SDK's types", () => {
  const types = ['messages/messages.d.ts', 'beta/messages/messages.d.ts'].flatMap((file) => {
    const text = readFileSync(path.join(path.dirname(require.resolve('@anthropic-ai/sdk')), 'resources', file), 'utf8');
    const block = /export interface MessageCreateParamsBase \{\n(.*?)\n\}/s.exec(text)?.[1] ?? '';
    return [...block.matchAll(/^ {4}(\w+)\??:/gm)].map((match) => match[1] ?? '');
  });
  expect(types.length).toBeGreaterThan(20);
  // `betas` is a header in the SDK's clothing
  expect(types.filter((name) => name !== 'betas' && !Object.hasOwn(MEMBER_COSTS, name))).toEqual([]);
});

test.each(Object.entries(VALUES))('%s', (name, [value, expected]) => {
  const reasons = bound({ [name]: value }).unbounded;
  expect(reasons.length > 0 ? 'unbounded' : 'bounded').toBe(expected);
  if (expected === 'unbounded') expect(reasons[0]).toContain(name);
});

test('a member that no list knows is unbounded; edits that only clear are not', () => {
  expect(bound({ brand_new: 1 }).unbounded).toEqual(['brand_new: its cost is not known']);
  expect(bound({ context_management: { edits: [{ type: 'clear_thinking_20251015' }] } }).unbounded).toEqual([]);
});

test('everything that becomes input is counted', () => {
  const content = [
    { type: 'text', text: 'one' },
    {
      type: 'tool_result',
      tool_use_id: 't',
      content: [
        { type: 'text', text: 'two' },
        { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      ],
    },
    { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AA==' } },
    { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } },
    { type: 'image', source: { type: 'file', file_id: 'f' } },
    { type: 'search_result', content: [{ type: 'text', text: 'three' }] },
  ];
  const result = bound({
    system: 'four',
    messages: [{ role: 'user', content }],
    tools: [{ name: 'five', description: 'six', input_schema: { x: 'seven' }, input_examples: [{ x: 'eight' }] }],
  });
  const text = result.inputTexts.join(' ');
  for (const word of ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']) expect(text).toContain(word);
  expect(result).toMatchObject({
    images: 1,
    documents: 1,
    contextWindows: 2,
    tools: 1,
    outputLimit: 30,
    choices: 1,
    needsWholeAnswer: true,
  });
});

test.each<[string, JsonObject, number | undefined, number]>([
  ['a search with max_uses', { type: 'web_search_20260318', name: 'web_search', max_uses: 3 }, 3, 0],
  ['a search without', { type: 'web_search_20260318', name: 'web_search' }, undefined, 1],
  ['code execution', { type: 'code_execution_20260521', name: 'code_execution' }, undefined, 1],
  ['a tool that the client runs', { type: 'bash_20250124', name: 'bash' }, undefined, 0],
  ['an MCP toolset', { type: 'mcp_toolset', mcp_server_name: 'x' }, undefined, 1],
])('%s', (_, tool, calls, reasons) => {
  const result = bound({ tools: [tool] });
  expect(result.providerToolCalls).toBe(calls);
  expect(result.unbounded).toHaveLength(reasons);
});

test('the longest cache entry that can be written is told', () => {
  const marked = (ttl?: string): JsonObject => ({
    system: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ...(ttl !== undefined && { ttl }) } }],
  });
  expect(bound({}).cacheWrites).toBe('none');
  expect(bound(marked()).cacheWrites).toBe('5m');
  expect(bound({ ...marked('1h'), cache_control: { type: 'ephemeral' } }).cacheWrites).toBe('1h');
});
