import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { Message } from '@tollgate/canonical';
import { bareBlock, encodeBlocks } from './encode-blocks.js';
import { withoutOpaque } from '../leave-out-opaque.js';
import type { Losses } from '../losses.js';
import { nameMovedPrompts } from '../name-moved-prompts.js';
import { FORMAT, writtenHere } from './own-source.js';

export interface EncodedMessages {
  readonly system?: JsonValue;
  readonly messages: readonly JsonValue[];
}

interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: readonly JsonValue[];
}

/**
 * Turns for the provider. Those that came in this dialect are written again as they were. Of other dialects, system and developer
 * messages become the system prompt wherever they stood, tool messages and the user message after them one user turn, as
 * LiteLLM does (transcript `chat on anthropic`). A turn that says nothing is refused by the provider and left out, so that those
 * beside it are one.
 */
export function encodeMessages(messages: readonly Message[], losses: Losses): EncodedMessages {
  if (messages.some((message) => message.name !== undefined && message.role !== 'tool'))
    losses.drop('messages[*].name', 'turns of the Messages API have no names');
  nameMovedPrompts(messages, isSystemPrompt, losses);
  const system = encodeSystem(messages.filter(isSystemPrompt), losses);
  const turns: JsonValue[] = [];
  let built: Turn | undefined;
  for (const message of messages.filter((candidate) => !isSystemPrompt(candidate))) {
    const own = writtenHere(message);
    if (own !== undefined) {
      turns.push(bareTurn(own));
      built = undefined;
      continue;
    }
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const parts = role === 'assistant' ? withoutOpaque(message.content, FORMAT, losses) : message.content;
    const content = encodeBlocks(parts, losses);
    if (content.length === 0) continue;
    const merged: Turn = built?.role === role ? { role, content: [...built.content, ...content] } : { role, content };
    if (built?.role === role) turns.pop();
    turns.push({ role: merged.role, content: merged.content });
    built = merged;
  }
  return { ...(system !== undefined && { system }), messages: trimLastTurn(turns, built) };
}

function bareTurn(turn: JsonValue): JsonValue {
  if (!isJsonObject(turn) || !Array.isArray(turn['content'])) return turn;
  const blocks = turn['content'] as readonly JsonValue[];
  const bare = blocks.map(bareBlock);
  return bare.every((block, index) => block === blocks[index]) ? turn : { ...turn, content: bare };
}

/** A system message inside this dialect's `messages` stays at its place. */
function isSystemPrompt(message: Message): boolean {
  if (message.role !== 'system' && message.role !== 'developer') return false;
  return !isJsonObject(writtenHere(message));
}

function encodeSystem(prompts: readonly Message[], losses: Losses): JsonValue | undefined {
  const [first, second] = prompts;
  if (first === undefined) return undefined;
  const own = writtenHere(first);
  if (own !== undefined && second === undefined) return own;
  const blocks = prompts.flatMap((prompt) => encodeBlocks(prompt.content, losses));
  return blocks.length === 0 ? undefined : blocks;
}

/** The provider refuses a last assistant turn that ends in white space. */
function trimLastTurn(turns: readonly JsonValue[], last: Turn | undefined): readonly JsonValue[] {
  const block = last?.role === 'assistant' ? last.content.at(-1) : undefined;
  if (last === undefined || !isJsonObject(block) || block['type'] !== 'text' || typeof block['text'] !== 'string')
    return turns;
  const trimmed: JsonObject = { ...block, text: block['text'].trimEnd() };
  return [...turns.slice(0, -1), { role: last.role, content: [...last.content.slice(0, -1), trimmed] }];
}
