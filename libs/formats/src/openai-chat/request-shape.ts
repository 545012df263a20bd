import { byType, shape } from '../unread/shape.js';

const CACHE = 'cache_control';

/** What decodeContent reads of a part. */
export const PART = byType({
  text: shape(['type', 'text', CACHE]),
  refusal: shape(['type', 'refusal']),
  thinking: shape(['type', 'thinking']),
  image_url: shape(['type', CACHE], { image_url: shape(['url', 'detail']) }),
  input_audio: shape(['type', CACHE], { input_audio: shape(['data', 'format']) }),
  file: shape(['type', CACHE], { file: shape(['file_id', 'file_data', 'filename']) }),
});

/** LiteLLM's answers number their calls. */
const CALL = shape(['id', 'type', 'index'], {
  function: shape(['name', 'arguments']),
  custom: shape(['name', 'input']),
});

/** What decodeMessages reads, in any role. */
export const MESSAGE = shape(
  [
    'role',
    'name',
    CACHE,
    'refusal',
    'tool_call_id',
    'reasoning_content',
    'reasoning',
    'reasoning_details',
    'thinking_blocks',
  ],
  { content: PART, tool_calls: CALL, function_call: shape(['name', 'arguments']) },
);

/** What decodeResponseFormat reads. The schema is the provider's to read. */
export const RESPONSE_FORMAT = shape(['type'], {
  json_schema: shape(['name', 'schema', 'strict', 'description']),
});

/** What decodeReasoning reads of members that stay in `extra`: Anthropic's object, OpenRouter's. */
export const THINKING = shape(['type', 'budget_tokens']);
export const REASONING = shape(['effort', 'max_tokens', 'enabled']);

/** A stream's usage is always asked for. */
export const STREAM_OPTIONS = shape(['include_usage']);

/** What decodeToolChoice reads, and what the Responses API is told of a choice of a custom tool. */
export const TOOL_CHOICE = shape(['type'], { function: shape(['name']), custom: shape(['name']) });
