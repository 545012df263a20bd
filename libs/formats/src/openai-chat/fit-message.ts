import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { Losses } from '../losses.js';
import { readText, readThinking } from './decode-part.js';
import type { MessageQuirks, OpenAiChatQuirks } from './quirks.js';

const CALL_ID = /^[a-zA-Z0-9]{9}$/;
const CALL_ID_LENGTH = 9;

/** A message as the provider takes it: the same object where it takes it as it came. */
export function fitMessage(message: JsonObject, quirks: OpenAiChatQuirks, losses: Losses): JsonObject {
  const placed = message['role'] === 'assistant' ? placeReasoning(message, quirks.reasoningField) : message;
  if (quirks.messages === undefined) return placed;
  return withKnownMembers(
    withShortIds(withKnownRole(placed, quirks.messages), quirks.messages),
    quirks.messages,
    losses,
  );
}

/** What an assistant thought, sent back where the provider had told it. Clients keep it as `reasoning_content`, LiteLLM's word for it. */
function placeReasoning(message: JsonObject, field: OpenAiChatQuirks['reasoningField']): JsonObject {
  const { reasoning_content: kept, thinking_blocks: blocks, ...others } = message;
  const text = readText(kept);
  if (text === '' || field === undefined || field === 'reasoning_content') return message;
  if (field === 'reasoning')
    return { reasoning: text, ...others, ...(blocks !== undefined && { thinking_blocks: blocks }) };
  return {
    ...others,
    content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }, ...partsOf(message['content'])],
  };
}

function partsOf(content: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(content)) {
    return (content as readonly JsonValue[]).filter(
      (part) => !isJsonObject(part) || readThinking(part['thinking']) === '',
    );
  }
  return readText(content) === '' ? [] : [{ type: 'text', text: readText(content) }];
}

function withKnownRole(message: JsonObject, { developerIsSystem }: MessageQuirks): JsonObject {
  return developerIsSystem === true && message['role'] === 'developer' ? { ...message, role: 'system' } : message;
}

/** Ids of calls that another provider made, in the form that this one insists on: the same id always becomes the same. */
function withShortIds(message: JsonObject, { shortCallIds }: MessageQuirks): JsonObject {
  if (shortCallIds !== true) return message;
  const { tool_calls: calls, tool_call_id: id } = message;
  return {
    ...message,
    ...(typeof id === 'string' && { tool_call_id: shorten(id) }),
    ...(Array.isArray(calls) && { tool_calls: (calls as readonly JsonValue[]).map(withShortId) }),
  };
}

function withShortId(call: JsonValue): JsonValue {
  return isJsonObject(call) && typeof call['id'] === 'string' ? { ...call, id: shorten(call['id']) } : call;
}

function shorten(id: string): string {
  if (CALL_ID.test(id)) return id;
  return createHash('sha256').update(id).digest('hex').slice(0, CALL_ID_LENGTH);
}

/** A null says nothing: it goes without a word. */
function withKnownMembers(message: JsonObject, { members }: MessageQuirks, losses: Losses): JsonObject {
  const known = members?.[readText(message['role'])];
  if (known === undefined) return message;
  const sent: Record<string, JsonValue | undefined> = {};
  for (const [name, value] of Object.entries(message)) {
    if (name === 'role' || known.includes(name)) sent[name] = name === 'tool_calls' ? plainCalls(value) : value;
    else if (value !== null) losses.drop(`messages[*].${name}`, 'not a member of a message at the provider');
  }
  return sent;
}

/** LiteLLM's answers number their calls; who is strict about messages does not take that back. */
function plainCalls(calls: JsonValue | undefined): JsonValue | undefined {
  if (!Array.isArray(calls)) return calls;
  return (calls as readonly JsonValue[]).map((call) => {
    if (!isJsonObject(call)) return call;
    const { index: _index, ...others } = call;
    return others;
  });
}
