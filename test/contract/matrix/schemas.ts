import Ajv from 'ajv';
import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { FormatId, WireEvent } from '@tollgate/canonical';

const count = { type: 'integer', minimum: 0 };
const text = { type: 'string' };
const nullableText = { type: ['string', 'null'] };

function object(required: Readonly<Record<string, unknown>>, optional: Readonly<Record<string, unknown>> = {}): object {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } };
}

const chatUsage = object({ prompt_tokens: count, completion_tokens: count, total_tokens: count });
const chatCall = object({ id: text, type: { enum: ['function', 'custom'] } });
const finishReason = { enum: ['stop', 'length', 'tool_calls', 'content_filter', 'function_call'] };

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

/** The required members of whole answers, stream events and errors (OpenAI's OpenAPI 2.3.0; Anthropic's SDK 1.14 types). */
const SCHEMAS: Readonly<Record<FormatId, { readonly answer: object; readonly event: object; readonly error: object }>> =
  {
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

/** Throws with every fault of a value that is no valid answer, event or error of the dialect. */
export function checkWire(format: FormatId, kind: 'answer' | 'event' | 'error', value: unknown): void {
  const key = `${format}/${kind}`;
  const validate = VALIDATORS.get(key) ?? ajv.compile(SCHEMAS[format][kind]);
  VALIDATORS.set(key, validate);
  if (validate(value) !== true)
    throw new Error(`${key}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
}

/** Throws where a stream's events are invalid, or do not come in the dialect's order. */
export function checkWireStream(format: FormatId, events: readonly WireEvent[]): void {
  const last = events.at(-1);
  const bodies = format === 'openai-chat' ? events.slice(0, -1) : events;
  if (format === 'openai-chat' && last?.data !== '[DONE]') throw new Error('no [DONE] at the end');
  const payloads = bodies.map((event) => JSON.parse(event.data) as JsonValue);
  for (const payload of payloads) checkWire(format, 'event', payload);
  if (format === 'anthropic-messages') checkBlockOrder(events, payloads);
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
