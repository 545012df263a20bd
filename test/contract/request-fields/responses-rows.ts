import type { JsonObject } from '@tollgate/kernel';
import { type Cost, MARKER } from './cost.js';
import type { Row } from './openai-rows.js';

/** Every member of a request to the Responses API. */
export const RESPONSES_MEMBERS: Readonly<Record<string, Row>> = {
  background: [true, 'free'],
  context_management: [[{ type: 'compaction' }], 'unbounded'],
  conversation: ['conv_1', 'window'],
  include: [['reasoning.encrypted_content'], 'free'],
  input: [MARKER, 'text'],
  instructions: [MARKER, 'text'],
  max_output_tokens: [17, 'limit'],
  max_tool_calls: [3, 'free'],
  metadata: [{ a: 'b' }, 'free'],
  model: ['m', 'free'],
  moderation: [{ model: 'omni-moderation-latest' }, 'unbounded'],
  parallel_tool_calls: [true, 'free'],
  previous_response_id: ['resp_1', 'window'],
  prompt: [{ id: 'pmpt_1', variables: { a: MARKER } }, 'window'],
  // the dearest price of a cache entry is held for every request
  prompt_cache_key: ['k', 'free'],
  prompt_cache_options: [{ mode: 'explicit' }, 'free'],
  prompt_cache_retention: ['24h', 'free'],
  reasoning: [{ effort: 'high' }, 'reasoning'],
  safety_identifier: ['u', 'free'],
  service_tier: ['priority', 'tier'],
  store: [true, 'free'],
  stream: [true, 'free'],
  stream_options: [{ include_obfuscation: false }, 'free'],
  temperature: [1, 'free'],
  text: [{ format: { type: 'json_schema', name: 'n', schema: { description: MARKER } } }, 'text'],
  tool_choice: ['auto', 'free'],
  tools: [[{ type: 'function', name: MARKER }], 'text'],
  top_logprobs: [2, 'free'],
  top_p: [1, 'free'],
  truncation: ['auto', 'free'],
  user: ['u', 'free'],
};

type Rows = Readonly<Record<string, readonly [members: JsonObject, cost: Cost]>>;

/** Every type of item, with what it holds. */
export const RESPONSES_ITEMS: Rows = {
  additional_tools: [{ tools: [{ type: 'code_interpreter', container: 'auto' }] }, 'unbounded'],
  apply_patch_call: [{ call_id: 'c', operation: { type: 'delete_file', path: MARKER } }, 'text'],
  apply_patch_call_output: [{ call_id: 'c', output: MARKER }, 'text'],
  code_interpreter_call: [{ id: 'ci', container_id: 'cntr_1', code: MARKER }, 'window'],
  compaction: [{ encrypted_content: MARKER }, 'text'],
  compaction_trigger: [{}, 'unbounded'],
  computer_call: [{ call_id: 'c', action: { type: 'type', text: MARKER } }, 'text'],
  computer_call_output: [{ call_id: 'c', output: { type: 'computer_screenshot', file_id: 'file_1' } }, 'window'],
  custom_tool_call: [{ call_id: 'c', name: 'n', input: MARKER }, 'text'],
  custom_tool_call_output: [{ call_id: 'c', output: MARKER }, 'text'],
  file_search_call: [{ id: 'fs', queries: [MARKER] }, 'text'],
  function_call: [{ call_id: 'c', name: 'n', arguments: `{"a":"${MARKER}"}` }, 'text'],
  function_call_output: [{ call_id: 'c', output: [{ type: 'input_text', text: MARKER }] }, 'text'],
  image_generation_call: [{ id: 'ig', result: MARKER }, 'text'],
  item_reference: [{ id: 'msg_1' }, 'window'],
  local_shell_call: [{ call_id: 'c', action: { command: [MARKER] } }, 'text'],
  local_shell_call_output: [{ id: 'c', output: MARKER }, 'text'],
  mcp_approval_request: [{ id: 'a', name: MARKER, arguments: '{}' }, 'text'],
  mcp_approval_response: [{ approval_request_id: 'a', approve: true, reason: MARKER }, 'text'],
  mcp_call: [{ id: 'm', name: 'n', arguments: '{}', output: MARKER }, 'text'],
  mcp_list_tools: [{ id: 'm', server_label: 's', tools: [{ name: MARKER }] }, 'text'],
  message: [{ role: 'user', content: MARKER }, 'text'],
  program: [{ id: 'p', code: MARKER }, 'text'],
  program_output: [{ id: 'p', output: MARKER }, 'text'],
  reasoning: [{ id: 'rs', summary: [], encrypted_content: MARKER }, 'text'],
  shell_call: [{ call_id: 'c', action: { commands: [MARKER] } }, 'text'],
  shell_call_output: [{ call_id: 'c', output: [{ stdout: MARKER }] }, 'text'],
  tool_search_call: [{ call_id: 'c', arguments: { query: MARKER } }, 'text'],
  tool_search_output: [{ call_id: 'c', tools: [{ type: 'image_generation' }] }, 'unbounded'],
  web_search_call: [{ id: 'ws', action: { type: 'search', query: MARKER } }, 'text'],
};

/** Every type of content. */
export const RESPONSES_CONTENT: Rows = {
  input_text: [{ text: MARKER }, 'text'],
  input_image: [{ image_url: 'https://example.com/a.png', detail: 'auto' }, 'image'],
  input_file: [{ file_id: 'file_1' }, 'window'],
};

/** Every type of tool. */
export const RESPONSES_TOOLS: Rows = {
  apply_patch: [{ allowed_callers: [MARKER] }, 'text'],
  code_interpreter: [{ container: { type: 'auto' } }, 'unbounded'],
  computer: [{ note: MARKER }, 'text'],
  computer_use_preview: [{ environment: MARKER }, 'text'],
  custom: [{ name: MARKER }, 'text'],
  file_search: [{ vector_store_ids: ['vs_1'] }, 'unbounded'],
  function: [{ name: MARKER }, 'text'],
  image_generation: [{}, 'unbounded'],
  local_shell: [{ note: MARKER }, 'text'],
  mcp: [{ server_label: 's', server_url: 'https://example.com' }, 'unbounded'],
  namespace: [{ name: MARKER, tools: [] }, 'text'],
  programmatic_tool_calling: [{}, 'unbounded'],
  shell: [{ environment: { type: 'container_auto' } }, 'unbounded'],
  tool_search: [{ execution: 'server' }, 'unbounded'],
  web_search: [{}, 'unbounded'],
  web_search_2025_08_26: [{}, 'unbounded'],
  web_search_preview: [{}, 'unbounded'],
  web_search_preview_2025_03_11: [{}, 'unbounded'],
};

export const RESPONSES_FORMATS: Rows = {
  json_object: [{}, 'whole'],
  json_schema: [{ name: 'n', schema: { description: MARKER } }, 'text'],
  text: [{}, 'free'],
};
