import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { MemberCost } from '../openai-chat/chat-members.js';

/**
 * Every top-level member of a request to the Responses API that is known: OpenAI's (API reference 2.3.0, CreateResponse), and what its
 * own client Codex sends. A member that is not here counts as unbounded.
 */
export const RESPONSES_MEMBERS: Readonly<Record<string, MemberCost>> = {
  model: 'bounded',
  input: 'bounded',
  instructions: 'bounded',
  tools: 'bounded',
  max_output_tokens: 'bounded',
  max_tool_calls: 'bounded',
  text: 'bounded',
  reasoning: 'bounded',
  service_tier: 'bounded',
  // each stands for a context window: see boundUsage
  previous_response_id: 'bounded',
  conversation: 'bounded',
  prompt: 'bounded',
  prompt_cache_options: 'bounded',
  prompt_cache_retention: 'bounded',
  background: 'bounded',
  context_management: () => 'compaction samples beside the answer, as often as the provider wants',
  moderation: () => 'a second model runs over request and answer',
  stream: 'none',
  stream_options: 'none',
  temperature: 'none',
  top_p: 'none',
  top_logprobs: 'none',
  tool_choice: 'none',
  parallel_tool_calls: 'none',
  include: 'none',
  truncation: 'none',
  store: 'none',
  metadata: 'none',
  client_metadata: 'none',
  user: 'none',
  safety_identifier: 'none',
  prompt_cache_key: 'none',
};

/** Members that stand for what is kept at the provider; its size is not known here. */
export const KEPT_MEMBERS = ['previous_response_id', 'conversation', 'prompt'] as const;

/** Why a top-level member may cost without bound; undefined when it cannot. */
export function unboundedMember(name: string, value: JsonValue): string | undefined {
  const cost = Object.hasOwn(RESPONSES_MEMBERS, name) ? RESPONSES_MEMBERS[name] : undefined;
  if (cost === undefined) return 'what it costs is not known';
  return typeof cost === 'function' ? cost(value) : undefined;
}

/** Items and parts of the input without a canonical place that cost their text, and what they point at; any other is unbounded. */
const KNOWN_ITEMS = new Set([
  'additional_tools',
  'apply_patch_call',
  'apply_patch_call_output',
  'code_interpreter_call',
  'compaction',
  'computer_call',
  'computer_call_output',
  'file_search_call',
  'image_generation_call',
  'item_reference',
  'local_shell_call',
  'local_shell_call_output',
  'mcp_approval_request',
  'mcp_approval_response',
  'mcp_call',
  'mcp_list_tools',
  'program',
  'program_output',
  'shell_call',
  'shell_call_output',
  'tool_search_call',
  'tool_search_output',
  'web_search_call',
]);

/** Why an item or part that has no canonical place may cost without bound; undefined when it cannot. */
export function unboundedItem({ type }: JsonObject): string | undefined {
  if (type === 'compaction_trigger') return 'compaction samples beside the answer';
  return typeof type === 'string' && KNOWN_ITEMS.has(type) ? undefined : 'an item that is not known';
}

/** Tools that the caller runs: they cost their text. */
const CLIENT_TOOLS = new Set([
  'function',
  'custom',
  'namespace',
  'computer',
  'computer_use_preview',
  'local_shell',
  'apply_patch',
]);

/** Tools that the provider runs with nothing to pay but a fee for each call, and the tokens that it brings. */
const COUNTED_TOOLS = /^(web_search|web_search_preview|file_search|mcp)(_\d{4}_\d{2}_\d{2}|_\d{8})?$/;

/** Who runs a tool: the caller, or the provider, whose calls a number bounds where `counted`. */
export function judgeTool(tool: JsonValue): 'client' | 'counted' | 'unbounded' {
  const type = isJsonObject(tool) && typeof tool['type'] === 'string' ? tool['type'] : '';
  if (CLIENT_TOOLS.has(type) || runsAtClient(type, tool)) return 'client';
  return COUNTED_TOOLS.test(type) ? 'counted' : 'unbounded';
}

/** A shell is a container of the provider's, and a search for tools its own, unless it is said to be the caller's. */
function runsAtClient(type: string, tool: JsonValue): boolean {
  if (!isJsonObject(tool)) return false;
  const { environment, execution } = tool;
  if (type === 'shell') return isJsonObject(environment) && environment['type'] === 'local';
  return type === 'tool_search' && execution === 'client';
}
