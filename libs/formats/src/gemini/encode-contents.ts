import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { Message } from '@tollgate/canonical';
import { openCallId } from '../call-id.js';
import type { Losses } from '../losses.js';
import { nameMovedPrompts } from '../name-moved-prompts.js';
import { encodeAnswerTurn, encodeParts, encodeResults } from './encode-parts.js';
import { writtenHere } from './own-source.js';

export interface EncodedContents {
  readonly systemInstruction?: JsonValue;
  readonly contents: readonly JsonValue[];
}

/** A turn that was built here: neighbours of one kind become one, since the provider wants its turns to alternate. */
interface Turn {
  readonly kind: Message['role'];
  readonly parts: readonly JsonValue[];
}

/**
 * Turns for the provider. Those that came in this dialect are written again as they were. Of other dialects, system and developer
 * messages become the system instruction wherever they stood, results of functions a turn of their own; a turn that says nothing is
 * refused by the provider and left out.
 */
export function encodeContents(messages: readonly Message[], model: string, losses: Losses): EncodedContents {
  nameMovedPrompts(messages, isPrompt, losses);
  const names = namesOfCalls(messages);
  const system: JsonValue[] = [];
  const contents: JsonValue[] = [];
  let instruction: JsonValue | undefined;
  let last: Turn | undefined;
  for (const message of messages) {
    const own = writtenHere(message);
    if (own === null) continue;
    if (message.name !== undefined && message.role !== 'tool') losses.drop('messages[*].name', 'turns have no names');
    if (isPrompt(message)) {
      if (own === undefined) system.push(...encodeParts(message.content, losses));
      else instruction = own;
      continue;
    }
    if (own !== undefined) {
      contents.push(own);
      last = undefined;
      continue;
    }
    const parts = encodeTurn(message, names, model, losses);
    if (parts.length === 0) continue;
    const merged = last?.kind === message.role ? [...last.parts, ...parts] : parts;
    if (last?.kind === message.role) contents.pop();
    last = { kind: message.role, parts: merged };
    contents.push({ role: message.role === 'assistant' ? 'model' : 'user', parts: merged });
  }
  const said = system.length === 0 ? instruction : { parts: [...partsOf(instruction), ...system] };
  return { ...(said !== undefined && { systemInstruction: said }), contents };
}

function isPrompt({ role }: Message): boolean {
  return role === 'system' || role === 'developer';
}

function encodeTurn(
  message: Message,
  names: ReadonlyMap<string, string>,
  model: string,
  losses: Losses,
): readonly JsonValue[] {
  if (message.role === 'tool') return encodeResults(message.content, names, losses);
  return message.role === 'assistant'
    ? encodeAnswerTurn(message.content, model, losses)
    : encodeParts(message.content, losses);
}

/** A result names its function, which other dialects tell by the call's id. */
function namesOfCalls(messages: readonly Message[]): ReadonlyMap<string, string> {
  const calls = messages.flatMap(({ content }) => content.flatMap((part) => (part.type === 'tool-call' ? [part] : [])));
  return new Map(calls.map(({ id, name }) => [openCallId(id).id, name]));
}

function partsOf(instruction: JsonValue | undefined): readonly JsonValue[] {
  const parts: JsonValue | undefined = isJsonObject(instruction) ? instruction['parts'] : undefined;
  if (Array.isArray(parts)) return parts as readonly JsonValue[];
  return parts === undefined ? [] : [parts];
}
