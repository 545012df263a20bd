import Ajv from 'ajv';
import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { FormatId, OperationFormatId, WireEvent } from '@tollgate/canonical';
import { checkEmitted } from '../schemas/openai-definitions.js';

const count = { type: 'integer', minimum: 0 };
const text = { type: 'string' };
const nullableText = { type: ['string', 'null'] };

function object(required: Readonly<Record<string, unknown>>, optional: Readonly<Record<string, unknown>> = {}): object {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } };
}

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

const geminiPart = {
  type: 'object',
  oneOf: [
    object({ text }, { thought: { const: true }, thoughtSignature: text }),
    object({ functionCall: object({ name: text, args: { type: 'object' } }, { id: text }) }),
    object({ inlineData: object({ mimeType: text, data: text }) }),
  ],
};
const geminiUsage = object({ promptTokenCount: count, candidatesTokenCount: count, totalTokenCount: count });

function generated(candidate: object): object {
  return object(
    {
      candidates: { type: 'array', minItems: 1, items: candidate },
      modelVersion: { const: 'public-name' },
      responseId: text,
    },
    { usageMetadata: geminiUsage },
  );
}

const geminiContent = object({ role: { const: 'model' }, parts: { type: 'array', items: geminiPart } });
const geminiFinish = { enum: ['STOP', 'MAX_TOKENS', 'SAFETY', 'OTHER'] };

/** The required members of whole answers, stream events and errors (OpenAI's OpenAPI 2.3.0; Anthropic's SDK 1.14 types). */
const SCHEMAS: Readonly<
  Record<
    Exclude<FormatId, OperationFormatId | 'ollama-chat'>,
    { readonly answer: object; readonly event: object; readonly error: object }
  >
> = {
  'openai-chat': {
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
    error: object({ error: object({ message: text, type: nullableText, param: nullableText, code: nullableText }) }),
  },
  'openai-completions': {
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
    error: object({ error: object({ message: text, type: nullableText, param: nullableText, code: nullableText }) }),
  },
  'openai-responses': {
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
    error: object({ error: object({ message: text, type: nullableText, param: nullableText, code: nullableText }) }),
  },
  gemini: {
    answer: generated(object({ content: geminiContent, finishReason: geminiFinish, index: count })),
    event: generated(object({ content: geminiContent, index: count }, { finishReason: geminiFinish })),
    error: object({ error: object({ code: count, message: text, status: text }) }),
  },
  'anthropic-messages': {
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
  },
};

const ajv = new Ajv({ strict: false, allErrors: true });
const VALIDATORS = new Map<string, ReturnType<Ajv['compile']>>();

/** Throws with every fault of a value that is no valid answer, event or error of the dialect; OpenAI's own document is asked too. */
export function checkWire(format: FormatId, kind: 'answer' | 'event' | 'error', value: unknown): void {
  const key = `${format}/${kind}`;
  const schemas = (SCHEMAS as Partial<Record<FormatId, (typeof SCHEMAS)['openai-chat']>>)[format];
  if (schemas === undefined) throw new Error(`no client speaks ${format}`);
  const validate = VALIDATORS.get(key) ?? ajv.compile(schemas[kind]);
  VALIDATORS.set(key, validate);
  if (validate(value) !== true)
    throw new Error(`${key}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
  checkEmitted(format, kind, value);
}

/** Throws where a stream's events are invalid, or do not come in the dialect's order. */
export function checkWireStream(format: FormatId, events: readonly WireEvent[]): void {
  const last = events.at(-1);
  const terminated = format === 'openai-chat' || format === 'openai-completions';
  const bodies = terminated ? events.slice(0, -1) : events;
  if (terminated && last?.data !== '[DONE]') throw new Error('no [DONE] at the end');
  const payloads = bodies.map((event) => JSON.parse(event.data) as JsonValue);
  for (const payload of payloads) checkWire(format, 'event', payload);
  if (format === 'anthropic-messages') checkBlockOrder(events, payloads);
  if (format === 'openai-responses') checkSequence(events, payloads);
}

/** Every event numbered in order under its own name; each item opened and closed once; the whole at the end is what was told. */
function checkSequence(events: readonly WireEvent[], payloads: readonly JsonValue[]): void {
  const told = payloads.filter(isJsonObject);
  told.forEach((payload, at) => {
    if (payload['sequence_number'] !== at) throw new Error(`event ${at} bears another number`);
    if (payload['type'] !== events[at]?.event) throw new Error(`event ${at} has another name than its type`);
  });
  const placesOf = (type: string): readonly unknown[] =>
    told.filter((payload) => payload['type'] === type).map((payload) => payload['output_index']);
  const opened = placesOf('response.output_item.added');
  if (opened.some((place, at) => place !== at)) throw new Error(`items opened as ${opened.join()}`);
  if ([...placesOf('response.output_item.done')].sort().join() !== [...opened].sort().join())
    throw new Error('an item was not closed once');
  const whole = told.at(-1)?.['response'];
  const output = isJsonObject(whole) && Array.isArray(whole['output']) ? (whole['output'] as readonly JsonValue[]) : [];
  const items = told.filter((payload) => payload['type'] === 'response.output_item.done');
  for (const item of items)
    if (JSON.stringify(output[Number(item['output_index'])]) !== JSON.stringify(item['item']))
      throw new Error('the whole response says otherwise than its items');
}

/** `message_start (content_block_start content_block_delta* content_block_stop)* message_delta message_stop`, indexes counted up. */
function checkBlockOrder(events: readonly WireEvent[], payloads: readonly JsonValue[]): void {
  let open = false;
  let blocks = 0;
  const letters = payloads.map((payload, at) => {
    if (!isJsonObject(payload) || events[at]?.event !== payload['type'])
      throw new Error('the event is not named after its type');
    const { type, index } = payload;
    if (type === 'content_block_start') [open, blocks] = [true, blocks + 1];
    if (index !== undefined && (index !== blocks - 1 || !open))
      throw new Error(`index ${JSON.stringify(index)} in block ${blocks - 1}`);
    if (type === 'content_block_stop') open = false;
    return {
      message_start: 'S',
      content_block_start: 'b',
      content_block_delta: 'd',
      content_block_stop: 'e',
      message_delta: 'D',
      message_stop: 'E',
    }[String(type)];
  });
  if (!/^S(bd*e)*DE$/.test(letters.join(''))) throw new Error(`the order is ${letters.join('')}`);
}
