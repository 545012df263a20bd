import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { bareCallId } from '../call-id.js';
import type { Losses } from '../losses.js';
import { readText, readThinking } from './decode-part.js';
import { withFitParts } from './fit-parts.js';
import type { MessageQuirks, OpenAiChatQuirks } from './quirks.js';

const CALL_ID = /^[a-zA-Z0-9]{9}$/;
const CALL_ID_LENGTH = 9;

/** A message as the provider takes it: the same object where it takes it as it came. */
export function fitMessage(message: JsonObject, quirks: OpenAiChatQuirks, losses: Losses): JsonObject {
  const placed = message['role'] === 'assistant' ? placeReasoning(message, quirks.reasoningField) : message;
  const fitted = quirks.takesSeals === true ? placed : withFitIds(withoutSeals(placed, losses), quirks);
  if (quirks.messages === undefined) return fitted;
  const told = withFitParts(withKnownRole(fitted, quirks.messages), quirks.messages, losses);
  return withKnownMembers(told, quirks.messages, losses);
}

/** What an assistant thought, sent back where the provider had told it. Clients keep it as `reasoning_content`, LiteLLM's word for it. */
function placeReasoning(message: JsonObject, field: OpenAiChatQuirks['reasoningField']): JsonObject {
  const { reasoning_content: kept, ...others } = message;
  const text = readText(kept);
  if (text === '' || field === undefined || field === 'reasoning_content') return message;
  if (field === 'reasoning') return { reasoning: text, ...others };
  return {
    ...others,
    content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }, ...partsOf(message['content'])],
  };
}

/** LiteLLM's `thinking_blocks` are sealed for the provider that thought; their words stand in `reasoning_content` too. */
function withoutSeals(message: JsonObject, losses: Losses): JsonObject {
  const { thinking_blocks: blocks, ...others } = message;
  if (blocks === undefined) return message;
  if (Array.isArray(blocks) && (blocks as readonly JsonValue[]).some(isSealed))
    losses.drop('messages[*].thinking_blocks', "another provider's seal of its reasoning");
  return others;
}

function isSealed(block: JsonValue): boolean {
  return isJsonObject(block) && (block['signature'] !== undefined || block['data'] !== undefined);
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
function withFitIds(message: JsonObject, quirks: OpenAiChatQuirks): JsonObject {
  const told = withFitId(message, 'tool_call_id', quirks);
  const { tool_calls: calls } = told;
  if (!Array.isArray(calls)) return told;
  const fitted = (calls as readonly JsonValue[]).map((call) =>
    isJsonObject(call) ? withFitId(call, 'id', quirks) : call,
  );
  return fitted.every((call, index) => call === calls[index]) ? told : { ...told, tool_calls: fitted };
}

function withFitId(object: JsonObject, name: 'id' | 'tool_call_id', quirks: OpenAiChatQuirks): JsonObject {
  const id = object[name];
  if (typeof id !== 'string') return object;
  const bare = bareCallId(id, quirks.callIdLengthMax);
  const fit = quirks.messages?.shortCallIds === true ? shorten(bare) : bare;
  return fit === id ? object : { ...object, [name]: fit };
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
