import { count, type DialectSchemas, nullableText, object, openaiError, text } from './schema-terms.js';

const itemPlace = { item_id: text, output_index: count };
const partPlace = { ...itemPlace, content_index: count };
const summaryPart = object({ type: { const: 'summary_text' }, text });
const messagePart = {
  oneOf: [
    object({ type: { const: 'output_text' }, text, annotations: { type: 'array' }, logprobs: { type: 'array' } }),
    object({ type: { const: 'refusal' }, refusal: text }),
  ],
};
const itemStatus = { enum: ['in_progress', 'completed'] };
const outputItem = {
  oneOf: [
    object({
      type: { const: 'message' },
      id: text,
      role: { const: 'assistant' },
      status: itemStatus,
      content: { type: 'array', items: messagePart },
    }),
    object(
      { type: { const: 'reasoning' }, id: text, summary: { type: 'array', items: summaryPart } },
      { encrypted_content: text },
    ),
    object({
      type: { const: 'function_call' },
      id: text,
      call_id: text,
      name: text,
      arguments: text,
      status: itemStatus,
    }),
    object({
      type: { const: 'custom_tool_call' },
      id: text,
      call_id: text,
      name: text,
      input: text,
      status: itemStatus,
    }),
  ],
};
const responseUsage = {
  anyOf: [
    { type: 'null' },
    object({
      input_tokens: count,
      input_tokens_details: object({ cached_tokens: count }),
      output_tokens: count,
      output_tokens_details: object({ reasoning_tokens: count }),
      total_tokens: count,
    }),
  ],
};

function response(items: unknown, status: object, usage: object): object {
  const output = items === false ? { type: 'array', maxItems: 0 } : { type: 'array', items };
  return object({
    id: text,
    object: { const: 'response' },
    created_at: count,
    status,
    error: { type: 'null' },
    incomplete_details: { anyOf: [object({ reason: text }), { type: 'null' }] },
    instructions: nullableText,
    metadata: { type: 'object' },
    model: { const: 'public-name' },
    output,
    parallel_tool_calls: { type: 'boolean' },
    temperature: { type: 'number' },
    tool_choice: {},
    tools: { type: 'array' },
    top_p: { type: 'number' },
    usage,
  });
}

/** OpenAI's Responses API (its OpenAPI 2.3.0). */
export const responsesSchemas: DialectSchemas = {
  answer: response(outputItem, { enum: ['completed', 'incomplete'] }, responseUsage),
  event: {
    type: 'object',
    required: ['type', 'sequence_number'],
    oneOf: [
      object({
        type: { enum: ['response.created', 'response.in_progress'] },
        response: response(false, { const: 'in_progress' }, { type: 'null' }),
      }),
      object({
        type: { enum: ['response.output_item.added', 'response.output_item.done'] },
        output_index: count,
        item: outputItem,
      }),
      object({
        type: { enum: ['response.content_part.added', 'response.content_part.done'] },
        ...partPlace,
        part: messagePart,
      }),
      object({
        type: { const: 'response.output_text.delta' },
        ...partPlace,
        delta: text,
        logprobs: { type: 'array' },
      }),
      object({ type: { const: 'response.output_text.done' }, ...partPlace, text, logprobs: { type: 'array' } }),
      object({ type: { const: 'response.refusal.delta' }, ...partPlace, delta: text }),
      object({ type: { const: 'response.refusal.done' }, ...partPlace, refusal: text }),
      object({
        type: { enum: ['response.function_call_arguments.delta', 'response.custom_tool_call_input.delta'] },
        ...itemPlace,
        delta: text,
      }),
      object({ type: { const: 'response.function_call_arguments.done' }, ...itemPlace, arguments: text, name: text }),
      object({ type: { const: 'response.custom_tool_call_input.done' }, ...itemPlace, input: text }),
      object({
        type: {
          enum: ['response.reasoning_summary_part.added', 'response.reasoning_summary_part.done'],
        },
        ...itemPlace,
        summary_index: count,
        part: summaryPart,
      }),
      object({
        type: { const: 'response.reasoning_summary_text.delta' },
        ...itemPlace,
        summary_index: count,
        delta: text,
      }),
      object({ type: { const: 'response.reasoning_summary_text.done' }, ...itemPlace, summary_index: count, text }),
      object({
        type: { enum: ['response.completed', 'response.incomplete'] },
        response: response(outputItem, { enum: ['completed', 'incomplete'] }, responseUsage),
      }),
    ],
  },
  error: openaiError,
};
