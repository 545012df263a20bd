import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import { readText } from './decode-blocks.js';

/**
 * What a member can add to the bill: `counted` (its text or number stands in the bound), `free`, or a function that says why a
 * value cannot be bounded (undefined: that value can).
 */
export type MemberCost = 'counted' | 'free' | ((value: JsonValue) => string | undefined);

/** Every top-level member of the Messages API, betas included (its reference; `@anthropic-ai/sdk` 1.14 types). */
export const MEMBER_COSTS: Readonly<Record<string, MemberCost>> = {
  model: 'free',
  messages: 'counted',
  system: 'counted',
  max_tokens: 'counted',
  thinking: 'counted',
  output_format: 'counted',
  output_config: 'counted',
  tools: 'counted',
  tool_choice: 'free',
  stop_sequences: 'free',
  stream: 'free',
  temperature: 'free',
  top_k: 'free',
  top_p: 'free',
  metadata: 'free',
  diagnostics: 'free',
  user_profile_id: 'free',
  workspace_id: 'free',
  // the dearest price of a tier and of a cache write is taken for every request
  service_tier: 'free',
  cache_control: 'free',
  inference_geo: (value) => (value === 'global' ? undefined : 'some regions are billed with a surcharge'),
  speed: (value) => (value === 'standard' ? undefined : 'the fast mode is billed with a surcharge'),
  context_management: (value) =>
    isClearing(value) ? undefined : 'compaction samples beside the answer, as often as the provider wants',
  compaction: () => 'compaction samples beside the answer, as often as the provider wants',
  container: () => 'a container is billed by the time it runs',
  mcp_servers: () => 'the provider calls MCP servers as often as the model wants',
  fallbacks: () => 'another model may be asked and billed',
  fallback_credit_token: () => 'refers to an earlier request at the provider',
  billing_policy: () => 'changes how the provider bills',
  thread: () => 'refers to a conversation kept at the provider',
};

/** Edits that only take away (`clear_tool_uses_20250919`, `clear_thinking_20251015`). */
function isClearing(value: JsonValue): boolean {
  if (!isJsonObject(value) || !Array.isArray(value['edits'])) return false;
  return (value['edits'] as readonly JsonValue[]).every(
    (edit) => isJsonObject(edit) && readText(edit['type']).startsWith('clear_'),
  );
}

/** Dated tools that the client runs: their cost is their text. */
const CLIENT_TOOLS = /^(bash|text_editor|computer|memory|browser_toolset|computer_toolset)_\d{8}$/;

/** Dated tools that the provider runs, and how often at most when `max_uses` says so. */
const LIMITED_TOOLS = /^(web_search|web_fetch)_\d{8}$/;

/** Calls that a tool lets the provider make: a number, or why there is none. */
export function boundProviderTool(tool: JsonValue): number | string {
  const type = isJsonObject(tool) ? readText(tool['type']) : '';
  if (CLIENT_TOOLS.test(type)) return 0;
  const uses = isJsonObject(tool) ? tool['max_uses'] : undefined;
  if (!LIMITED_TOOLS.test(type)) return `${type === '' ? 'a tool' : type} is run by the provider without a limit`;
  return typeof uses === 'number' && Number.isSafeInteger(uses) && uses >= 0 ? uses : `${type} without max_uses`;
}
