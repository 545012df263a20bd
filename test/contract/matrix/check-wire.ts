import Ajv from 'ajv';
import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { FormatId, OperationFormatId, WireEvent } from '@tollgate/canonical';
import { checkEmitted } from '../schemas/openai-definitions.js';
import { geminiSchemas } from './wire-schemas/gemini.js';
import { messagesSchemas } from './wire-schemas/anthropic-messages.js';
import { chatSchemas, completionsSchemas } from './wire-schemas/openai-choices.js';
import { responsesSchemas } from './wire-schemas/openai-responses.js';
import type { DialectSchemas } from './wire-schemas/schema-terms.js';

/** The required members of whole answers, stream events and errors. */
const SCHEMAS: Readonly<Record<Exclude<FormatId, OperationFormatId | 'ollama-chat'>, DialectSchemas>> = {
  'openai-chat': chatSchemas,
  'openai-completions': completionsSchemas,
  'openai-responses': responsesSchemas,
  gemini: geminiSchemas,
  'anthropic-messages': messagesSchemas,
};

const ajv = new Ajv({ strict: false, allErrors: true });
const VALIDATORS = new Map<string, ReturnType<Ajv['compile']>>();

/** Throws with every fault of a value that is no valid answer, event or error of the dialect; OpenAI's own document is asked too. */
export function checkWire(format: FormatId, kind: 'answer' | 'event' | 'error', value: unknown): void {
  const key = `${format}/${kind}`;
  const schemas = (SCHEMAS as Partial<Record<FormatId, DialectSchemas>>)[format];
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
