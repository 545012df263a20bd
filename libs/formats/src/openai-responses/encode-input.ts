import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { Message } from '@tollgate/canonical';
import { bareCallId } from '../call-id.js';
import type { Losses } from '../losses.js';
import { PARAGRAPH } from './decode-part.js';
import { encodeMessage } from './encode-message.js';
import { writtenHere } from './own-source.js';

/** API reference 2.3.0: `call_id` has `maxLength: 64`. */
const CALL_ID_LENGTH_MAX = 64;

interface EncodedInput {
  readonly instructions?: string;
  readonly input?: JsonValue;
}

/**
 * Turns as the provider takes them: those of this dialect as they came, others as items. Of another dialect, the system prompt at the
 * beginning becomes the instructions (transcript `bridge chat to responses`, step 3); one that comes later stays at its place.
 */
export function encodeInput(messages: readonly Message[], losses: Losses): EncodedInput {
  const kinds = customCalls(messages);
  const prompts: string[] = [];
  const items: JsonValue[] = [];
  let text: string | undefined;
  for (const message of messages) {
    const written = writtenHere(message);
    if (typeof written === 'string') {
      if (message.role === 'system') prompts.push(written);
      else text = written;
    } else if (Array.isArray(written)) {
      items.push(...(written as readonly JsonValue[]));
    } else if (items.length === 0 && isPrompt(message)) {
      prompts.push(promptOf(message, losses));
    } else {
      items.push(...encodeMessage(message, kinds, losses));
    }
  }
  return {
    ...(prompts.length > 0 && { instructions: prompts.join(PARAGRAPH) }),
    ...inputOf(text, items.map(withFitId)),
  };
}

/** A bare text stands alone; beside items it is a message. */
function inputOf(text: string | undefined, items: readonly JsonValue[]): Pick<EncodedInput, 'input'> {
  if (text === undefined) return items.length === 0 ? {} : { input: items };
  return { input: items.length === 0 ? text : [{ role: 'user', content: text }, ...items] };
}

/** Ids of calls that another provider made, as this one takes them. */
function withFitId(item: JsonValue): JsonValue {
  if (!isJsonObject(item) || typeof item['call_id'] !== 'string') return item;
  const fit = bareCallId(item['call_id'], CALL_ID_LENGTH_MAX);
  return fit === item['call_id'] ? item : { ...item, call_id: fit };
}

/** Instructions are text alone. */
function isPrompt({ role, content }: Message): boolean {
  return (role === 'system' || role === 'developer') && content.every((part) => part.type === 'text');
}

function promptOf(message: Message, losses: Losses): string {
  if (message.content.some((part) => part.cache !== undefined))
    losses.drop('cache_control', 'the provider caches by itself');
  if (message.name !== undefined) losses.drop('messages[*].name', 'instructions have no name');
  return message.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}

/** Ids of the calls of custom tools: their results are items of another type. */
function customCalls(messages: readonly Message[]): ReadonlySet<string> {
  const calls = messages.flatMap(({ content }) => content.filter((part) => part.type === 'tool-call'));
  return new Set(calls.flatMap((call) => (call.kind === 'custom' ? [call.id] : [])));
}
