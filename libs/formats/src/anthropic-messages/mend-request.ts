import type {
  CanonicalRequest,
  ContentPart,
  FunctionTool,
  Message,
  ToolCallPart,
  ToolResultPart,
  Warning,
} from '@tollgate/canonical';
import { isForeignSeal } from '../reasoning-seal.js';
import { FORMAT } from './own-source.js';

/** LiteLLM's words (its documentation, "Message Sanitization"; `DEFAULT_USER_CONTINUE_MESSAGE`; `add_dummy_tool`). */
const EMPTY = '[System: Empty message content sanitised to satisfy protocol]';
const USER_TURN: Message = { role: 'user', content: [{ type: 'text', text: '.' }] };
const DUMMY_TOOL: FunctionTool = {
  type: 'function',
  name: 'dummy_tool',
  description: 'This is a dummy tool call',
  parameters: { type: 'object', properties: {} },
};

interface Mended {
  readonly request: CanonicalRequest;
  readonly warnings: readonly Warning[];
}

/** A turn with its place in the client's list. */
interface Turn {
  readonly message: Message;
  readonly at: number;
}

/**
 * LiteLLM's `modify_params`: what the provider refuses and a client of another dialect does not know how to say. Each change is a
 * warning. A client of the provider's own dialect is told by the provider itself.
 */
export function mendRequest(request: CanonicalRequest): Mended {
  if (request.format === FORMAT || request.operation === 'count-tokens') return { request, warnings: [] };
  const warnings: Warning[] = [];
  const tell = (code: Warning['code'], path: string, reason: string): void => {
    warnings.push({ code, path, reason });
  };
  const turns = request.messages.map((message, at): Turn => ({ message, at }));
  const spoken = turns.map((turn) => fillEmpty(turn, tell));
  const paired = addResults(dropOrphans(spoken, tell), tell);
  const messages = beginWithUser(
    paired.map(({ message }) => message),
    tell,
  );
  const mended = addTool(leaveThinking({ ...request, messages }, tell), tell);
  return warnings.length === 0 ? { request, warnings } : { request: mended, warnings };
}

type Tell = (code: Warning['code'], path: string, reason: string) => void;

function fillEmpty(turn: Turn, tell: Tell): Turn {
  const { role, content } = turn.message;
  const isBlank = (part: ContentPart): boolean => part.type === 'text' && part.text.trim() === '';
  if ((role !== 'user' && role !== 'assistant') || !content.every(isBlank)) return turn;
  tell('mended', `messages[${String(turn.at)}].content`, 'empty, which the provider refuses');
  return { ...turn, message: { role, content: [{ type: 'text', text: EMPTY }] } };
}

/** Results whose call the assistant's last turn before them did not make. */
function dropOrphans(turns: readonly Turn[], tell: Tell): readonly Turn[] {
  let open = new Set<string>();
  return turns.flatMap((turn) => {
    const { message, at } = turn;
    if (message.role === 'assistant') open = new Set(callsOf(message).map(({ id }) => id));
    if (message.role !== 'tool') return [turn];
    const kept = message.content.filter((part) => part.type !== 'tool-result' || open.has(part.toolCallId));
    if (kept.length === message.content.length) return [turn];
    tell('dropped', `messages[${String(at)}]`, 'a tool result whose call is not there');
    return kept.length === 0 ? [] : [{ at, message: { role: 'tool', content: kept } }];
  });
}

/** A result for each call that has none before the assistant speaks again, behind those that follow its turn at once. */
function addResults(turns: readonly Turn[], tell: Tell): readonly Turn[] {
  const all: Turn[] = [];
  let missing: Turn | undefined;
  for (const [index, turn] of turns.entries()) {
    if (missing !== undefined && turn.message.role !== 'tool') {
      all.push(missing);
      missing = undefined;
    }
    all.push(turn);
    if (turn.message.role === 'assistant') missing = resultsMissing(turn, turns.slice(index + 1), tell);
  }
  return missing === undefined ? all : [...all, missing];
}

function resultsMissing({ message, at }: Turn, later: readonly Turn[], tell: Tell): Turn | undefined {
  const end = later.findIndex((turn) => turn.message.role === 'assistant');
  const answers = (end === -1 ? later : later.slice(0, end)).flatMap((turn) => turn.message.content);
  const answered = new Set(answers.map((part) => (part.type === 'tool-result' ? part.toolCallId : undefined)));
  const content = callsOf(message)
    .filter(({ id }) => !answered.has(id))
    .map(({ id, name }): ToolResultPart => ({
      type: 'tool-result',
      toolCallId: id,
      content: [
        {
          type: 'text',
          text: `[System: Tool execution skipped/interrupted by user. No result provided for tool '${name}'.]`,
        },
      ],
    }));
  if (content.length === 0) return undefined;
  tell('mended', `messages[${String(at)}].tool_calls`, 'calls without a result were given one');
  return { at, message: { role: 'tool', content } };
}

function beginWithUser(messages: readonly Message[], tell: Tell): readonly Message[] {
  const first = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  if (first !== -1 && messages[first]?.role !== 'assistant') return messages;
  tell('mended', 'messages', 'the provider wants a user turn first');
  const at = first === -1 ? messages.length : first;
  return [...messages.slice(0, at), USER_TURN, ...messages.slice(at)];
}

/** Calls without the thinking that led to them, as OpenAI's clients send them back, may not be followed by thinking. */
function leaveThinking(request: CanonicalRequest, tell: Tell): CanonicalRequest {
  const caller = request.messages.findLast((message) => callsOf(message).length > 0);
  const { thinking, ...extra } = request.extra;
  if (thinking === undefined || caller === undefined || caller.content.some(isSealed)) return request;
  tell('dropped', 'thinking', 'the tool calls before came without their thinking');
  const { reasoning: _asked, ...others } = request;
  return { ...others, extra };
}

function addTool(request: CanonicalRequest, tell: Tell): CanonicalRequest {
  const calls = request.messages.some((message) => callsOf(message).length > 0);
  if (!calls || (request.tools ?? []).length > 0) return request;
  tell('mended', 'tools', 'the history holds tool calls, and the provider wants a tool then');
  return { ...request, tools: [DUMMY_TOOL] };
}

function callsOf({ content }: Message): readonly ToolCallPart[] {
  return content.filter((part) => part.type === 'tool-call');
}

function isSealed(part: ContentPart): boolean {
  if (part.type !== 'reasoning') return false;
  return part.redacted !== undefined || (part.signature !== undefined && !isForeignSeal(part.signature));
}
