import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { ContentPart, Finish, FinishReason, ToolCallPart } from '@tollgate/canonical';
import { writeArguments } from '../write-arguments.js';

/** `load` and `unload` are the answers to an empty conversation. */
const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  load: 'stop',
  unload: 'stop',
};

/** Why an answer ended; one that calls tools says `stop` (recording `chat-tools-thinking`). */
export function decodeFinish(word: JsonValue | undefined, calls: boolean): Finish {
  if (typeof word !== 'string') return { reason: calls ? 'tool-calls' : 'other' };
  const reason = Object.hasOwn(REASONS, word) ? (REASONS[word] ?? 'other') : 'other';
  return { reason: calls && reason === 'stop' ? 'tool-calls' : reason, raw: word };
}

/** What an answer says: thinking, then text, then calls. */
export function decodeContent(message: JsonObject, time: JsonValue | undefined): readonly ContentPart[] {
  const { thinking, content } = message;
  return [
    ...(isText(thinking) ? [{ type: 'reasoning' as const, text: thinking }] : []),
    ...(isText(content) ? [{ type: 'text' as const, text: content }] : []),
    ...decodeCalls(message, time),
  ];
}

/**
 * Calls without an id, as older servers send them, get one of the answer's time and their number: a result names its call by it, and no
 * two of a conversation are alike.
 */
export function decodeCalls(message: JsonObject, time: JsonValue | undefined, before = 0): readonly ToolCallPart[] {
  const calls = Array.isArray(message['tool_calls']) ? (message['tool_calls'] as readonly JsonValue[]) : [];
  return calls.filter(isJsonObject).map(({ id, function: called }, index): ToolCallPart => {
    const spec = isJsonObject(called) ? called : {};
    const { name, arguments: input } = spec;
    return {
      type: 'tool-call',
      id: isText(id) ? id : `call_${digitsOf(time)}_${before + index}`,
      name: isText(name) ? name : '',
      input: typeof input === 'string' ? input : writeArguments(input ?? {}),
      kind: 'function',
    };
  });
}

/** Seconds since the epoch; undefined for no time, or for none that a server of today could mean. */
export function decodeCreatedAt(value: JsonValue | undefined): number | undefined {
  const seconds = typeof value === 'string' ? Math.floor(Date.parse(value) / 1000) : Number.NaN;
  return seconds > 0 ? seconds : undefined;
}

function digitsOf(time: JsonValue | undefined): string {
  return typeof time === 'string' ? time.replace(/\D/g, '') : '';
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
