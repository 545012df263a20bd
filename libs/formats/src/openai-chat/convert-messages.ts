import { fail, isJsonObject, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { ContentPart, GatewayError, Message, Role, ToolResultPart } from '@tollgate/canonical';
import { invalidMember } from '../check-members.js';
import { decodeCacheMarker, decodeContent, readText, readThinking } from './decode-part.js';
import { encodeMessage, type SpokenQuirks } from './encode-message.js';
import { fitMessage } from './fit-message.js';
import { decodeToolCall } from './convert-tools.js';
import type { Losses } from '../losses.js';
import { openSeal } from '../reasoning-seal.js';
import { ownSource, writtenHere } from './own-source.js';
import { decodeReasoningDetails } from './reasoning-details.js';

const ROLES: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'developer',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
  // the predecessor of `tool`, known by the function's name instead of the call's id
  function: 'tool',
};

/** The client's messages, each with the value it came from. Refuses an unknown role and content of a wrong type by their place. */
export function decodeMessages(messages: readonly JsonObject[]): Outcome<readonly Message[], GatewayError> {
  const decoded: Message[] = [];
  for (const [index, message] of messages.entries()) {
    const { role, content } = message;
    const known = typeof role === 'string' && Object.hasOwn(ROLES, role) ? ROLES[role] : undefined;
    if (known === undefined)
      return fail(invalidMember(`messages[${index}].role`, `one of ${Object.keys(ROLES).join(', ')}`));
    if (content !== undefined && content !== null && typeof content !== 'string' && !isObjects(content)) {
      return fail(invalidMember(`messages[${index}].content`, 'a string or an array of content parts'));
    }
    decoded.push(decodeMessage(message, known));
  }
  return succeed(decoded);
}

/** Messages as the provider takes them: those of this dialect unchanged but for its quirks, others built anew. */
export function encodeMessages(
  messages: readonly Message[],
  quirks: SpokenQuirks,
  losses: Losses,
): readonly JsonValue[] {
  return messages.flatMap((message): readonly JsonValue[] => {
    const written = writtenHere(message);
    const built = isJsonObject(written) ? [written] : encodeMessage(message, quirks, losses);
    return built.map((one) => fitMessage(one, quirks, losses));
  });
}

function decodeMessage(message: JsonObject, role: Role): Message {
  const base = {
    role,
    source: ownSource(message),
    ...(typeof message['name'] === 'string' && { name: message['name'] }),
  };
  const content = withMessageCache(decodeContent(message['content']), message['cache_control']);
  if (role === 'tool') return { ...base, content: [decodeToolResult(message, content)] };
  if (role !== 'assistant') return { ...base, content };
  return { ...base, content: decodeAssistantContent(message, content) };
}

/** What an assistant said, also as an answer: reasoning, content, refusal, tool calls. */
export function decodeAssistantContent(message: JsonObject, content: readonly ContentPart[]): readonly ContentPart[] {
  const { refusal, tool_calls: calls, function_call: call } = message;
  return [
    ...decodeReasoning(message),
    ...content,
    ...(typeof refusal === 'string' && refusal !== '' ? [{ type: 'refusal' as const, text: refusal }] : []),
    ...(Array.isArray(calls) ? calls.filter(isJsonObject).map(decodeToolCall) : []),
    ...(isJsonObject(call)
      ? [
          {
            type: 'tool-call' as const,
            id: '',
            name: readText(call['name']),
            input: readText(call['arguments']),
            kind: 'function' as const,
          },
        ]
      : []),
  ];
}

/** LiteLLM's `thinking_blocks` or OpenRouter's `reasoning_details` (with their seals), else `reasoning_content` (DeepSeek) or `reasoning` (Groq). */
function decodeReasoning(message: JsonObject): readonly ContentPart[] {
  const { thinking_blocks: blocks } = message;
  if (isObjects(blocks) && blocks.length > 0) return blocks.map(decodeThinkingBlock);
  const sealed = decodeReasoningDetails(message['reasoning_details']);
  if (sealed.length > 0) return sealed;
  const text = [message['reasoning_content'], message['reasoning']].find(
    (value) => typeof value === 'string' && value !== '',
  );
  return typeof text === 'string' ? [{ type: 'reasoning', text }] : [];
}

function decodeThinkingBlock(block: JsonObject): ContentPart {
  if (block['type'] === 'redacted_thinking') {
    const redacted = readText(block['data']);
    return { type: 'reasoning', text: '', ...(openSeal(redacted) ?? { redacted }) };
  }
  const signature = readText(block['signature']);
  return {
    type: 'reasoning',
    text: readThinking(block['thinking']),
    ...(signature !== '' && (openSeal(signature) ?? { signature })),
  };
}

function decodeToolResult(message: JsonObject, content: readonly ContentPart[]): ToolResultPart {
  const { tool_call_id: id, name } = message;
  return {
    type: 'tool-result',
    toolCallId: typeof id === 'string' ? id : readText(name),
    content,
    ...(typeof name === 'string' && { name }),
    ...decodeCacheMarker(message['cache_control']),
  };
}

/** A marker on the message belongs to its last part. */
function withMessageCache(content: readonly ContentPart[], marker: JsonValue | undefined): readonly ContentPart[] {
  const cache = decodeCacheMarker(marker);
  return cache.cache === undefined
    ? content
    : content.map((part, index) => (index === content.length - 1 ? { ...part, ...cache } : part));
}

function isObjects(value: JsonValue | undefined): value is readonly JsonObject[] {
  return Array.isArray(value) && value.every(isJsonObject);
}
