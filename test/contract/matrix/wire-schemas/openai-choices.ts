import { count, type DialectSchemas, nullableText, object, openaiError, text } from './schema-terms.js';

const chatUsage = object({ prompt_tokens: count, completion_tokens: count, total_tokens: count });
const chatCall = object({ id: text, type: { enum: ['function', 'custom'] } });
const finishReason = { enum: ['stop', 'length', 'tool_calls', 'content_filter', 'function_call'] };

/** A choice of a text completion: its log probabilities are parallel lists. */
function textChoice(finish: object): object {
  const lists = object({
    tokens: { type: 'array', items: text },
    token_logprobs: { type: 'array' },
    top_logprobs: { type: 'array' },
    text_offset: { type: 'array', items: count },
  });
  return object({ index: count, text, logprobs: { anyOf: [lists, { type: 'null' }] }, finish_reason: finish });
}

/** Chat completions (OpenAI's OpenAPI 2.3.0). */
export const chatSchemas: DialectSchemas = {
  answer: object(
    {
      id: text,
      object: { const: 'chat.completion' },
      created: count,
      model: { const: 'public-name' },
      choices: {
        type: 'array',
        minItems: 1,
        items: object({
          index: count,
          finish_reason: finishReason,
          message: object(
            { role: { const: 'assistant' }, content: nullableText },
            { tool_calls: { type: 'array', minItems: 1, items: chatCall } },
          ),
        }),
      },
    },
    { usage: chatUsage },
  ),
  event: object(
    {
      id: text,
      object: { const: 'chat.completion.chunk' },
      created: count,
      model: { const: 'public-name' },
      choices: {
        type: 'array',
        items: object({
          index: count,
          delta: { type: 'object' },
          finish_reason: { anyOf: [finishReason, { type: 'null' }] },
        }),
      },
    },
    { usage: chatUsage },
  ),
  error: openaiError,
};

/** Legacy text completions (OpenAI's OpenAPI 2.3.0). */
export const completionsSchemas: DialectSchemas = {
  answer: object(
    {
      id: text,
      object: { const: 'text_completion' },
      created: count,
      model: { const: 'public-name' },
      choices: { type: 'array', minItems: 1, items: textChoice({ enum: ['stop', 'length', 'content_filter'] }) },
    },
    { usage: chatUsage },
  ),
  event: object(
    {
      id: text,
      object: { const: 'text_completion' },
      created: count,
      model: { const: 'public-name' },
      choices: { type: 'array', items: textChoice({ enum: ['stop', 'length', 'content_filter', null] }) },
    },
    { usage: chatUsage },
  ),
  error: openaiError,
};
