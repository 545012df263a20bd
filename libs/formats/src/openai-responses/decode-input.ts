import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { ContentPart, Message, Role, ToolCallPart } from '@tollgate/canonical';
import { readText } from '../openai-chat/decode-part.js';
import { decodeContent, decodeReasoning } from './decode-part.js';
import { ownSource } from './own-source.js';

interface Turn {
  readonly role: Role;
  readonly content: readonly ContentPart[];
  readonly items: readonly JsonObject[];
}

/**
 * `instructions` and `input` to turns in order. The instructions lead. Items that one side said in a row (reasoning, text, tool calls;
 * results of several tools) are one turn, as every other dialect has it. Each turn carries what it came from: a text, or its items.
 */
export function decodeInput(instructions: JsonValue | undefined, input: JsonValue | undefined): readonly Message[] {
  const leading: readonly Message[] =
    typeof instructions === 'string'
      ? [{ role: 'system', content: decodeContent(instructions), source: ownSource(instructions) }]
      : [];
  if (typeof input === 'string')
    return [...leading, { role: 'user', content: decodeContent(input), source: ownSource(input) }];
  return Array.isArray(input) ? [...leading, ...decodeItems(input as readonly JsonObject[])] : leading;
}

function decodeItems(items: readonly JsonObject[]): readonly Message[] {
  const turns: Turn[] = [];
  for (const item of items) {
    const turn = decodeItem(item);
    const last = turns.at(-1);
    const goesOn = last !== undefined && last.role === turn.role && (turn.role === 'assistant' || turn.role === 'tool');
    if (goesOn) turns.pop();
    turns.push(
      goesOn
        ? { role: turn.role, content: [...last.content, ...turn.content], items: [...last.items, ...turn.items] }
        : turn,
    );
  }
  return turns.map(({ role, content, items: own }) => ({ role, content, source: ownSource(own) }));
}

/** One item. What only this dialect knows (a search that the provider ran …) stays opaque, with whoever said it. */
function decodeItem(item: JsonObject): Turn {
  const items = [item];
  switch (item['type'] ?? undefined) {
    case undefined:
    case 'message':
      return { role: item['role'] as Role, content: decodeContent(item['content']), items };
    case 'reasoning':
      return { role: 'assistant', content: [decodeReasoning(item)], items };
    case 'function_call':
    case 'custom_tool_call':
      return { role: 'assistant', content: [decodeCall(item)], items };
    case 'function_call_output':
    case 'custom_tool_call_output':
      return { role: 'tool', content: [decodeResult(item)], items };
    default:
      return { role: saidByCaller(item) ? 'user' : 'assistant', content: [opaque(item)], items };
  }
}

/** A call of one of the caller's tools. */
export function decodeCall(item: JsonObject): ToolCallPart {
  const custom = item['type'] === 'custom_tool_call';
  return {
    type: 'tool-call',
    id: readText(item['call_id']),
    name: readText(item['name']),
    input: readText(custom ? item['input'] : item['arguments']),
    kind: custom ? 'custom' : 'function',
    source: ownSource(item),
  };
}

export function opaque(item: JsonObject): ContentPart {
  return { type: 'opaque', source: ownSource(item) };
}

function decodeResult(item: JsonObject): ContentPart {
  return {
    type: 'tool-result',
    toolCallId: readText(item['call_id']),
    content: decodeContent(item['output']),
    source: ownSource(item),
  };
}

/** What a caller answers a provider's own tools with (`computer_call_output`, `mcp_approval_response` …). */
function saidByCaller({ type }: JsonObject): boolean {
  return typeof type === 'string' && /_(output|response)$/.test(type);
}
