import { count, type DialectSchemas, nullableText, object, text } from './schema-terms.js';

const contentBlock = {
  type: 'object',
  required: ['type'],
  oneOf: [
    object({ type: { const: 'text' }, text }),
    object({ type: { const: 'thinking' }, thinking: text, signature: text }),
    object({ type: { const: 'redacted_thinking' }, data: text }),
    object({ type: { const: 'tool_use' }, id: text, name: text, input: { type: 'object' } }),
  ],
};
const messagesUsage = object({ input_tokens: count, output_tokens: count });
const stopReason = {
  enum: [
    'end_turn',
    'max_tokens',
    'stop_sequence',
    'tool_use',
    'pause_turn',
    'refusal',
    'model_context_window_exceeded',
  ],
};

function message(content: object, stop: object): object {
  return object({
    id: text,
    type: { const: 'message' },
    role: { const: 'assistant' },
    model: { const: 'public-name' },
    content,
    stop_reason: stop,
    stop_sequence: nullableText,
    usage: messagesUsage,
  });
}

/** Anthropic's messages (types of its SDK 1.14). */
export const messagesSchemas: DialectSchemas = {
  answer: message({ type: 'array', items: contentBlock }, stopReason),
  event: {
    oneOf: [
      object({
        type: { const: 'message_start' },
        message: message({ type: 'array', maxItems: 0 }, { type: 'null' }),
      }),
      object({ type: { const: 'content_block_start' }, index: count, content_block: contentBlock }),
      object({
        type: { const: 'content_block_delta' },
        index: count,
        delta: object({ type: { enum: ['text_delta', 'input_json_delta', 'thinking_delta', 'signature_delta'] } }),
      }),
      object({ type: { const: 'content_block_stop' }, index: count }),
      object({
        type: { const: 'message_delta' },
        delta: object({ stop_reason: stopReason, stop_sequence: nullableText }),
        usage: messagesUsage,
      }),
      object({ type: { const: 'message_stop' } }),
    ],
  },
  error: object({ type: { const: 'error' }, error: object({ type: text, message: text }) }),
};
