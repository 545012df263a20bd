import { assertNever, isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, ContentPart, Message, UsageBound } from '@tollgate/canonical';
import { unboundedReason, unboundedTool } from './chat-members.js';
import { isSentOn } from './is-sent-on.js';
import { writtenHere } from './own-source.js';

/** Members of a message that the canonical parts already account for. */
const COUNTED = new Set([
  'role',
  'content',
  'name',
  'refusal',
  'tool_calls',
  'function_call',
  'reasoning_content',
  'reasoning',
  'thinking_blocks',
  'tool_call_id',
  'cache_control',
]);

/** Extra members whose text becomes input: they are counted whole. */
const TEXT_MEMBERS = [
  'functions',
  'chat_template_kwargs',
  'guided_json',
  'guided_regex',
  'guided_choice',
  'guided_grammar',
];

interface Tally {
  readonly texts: string[];
  readonly unbounded: string[];
  images: number;
  documents: number;
  audio: number;
  contextWindows: number;
}

/** The most that a chat completion can use: every text that goes out, what is not text by its count, and what no count covers. */
export function boundUsage(request: CanonicalRequest): UsageBound {
  const tally: Tally = { texts: [], unbounded: [], images: 0, documents: 0, audio: 0, contextWindows: 0 };
  for (const [index, message] of request.messages.entries()) countMessage(message, index, tally);
  countTools(request, tally);
  countExtra(request, tally);
  const { responseFormat, reasoning } = request;
  if (responseFormat?.type === 'json_schema')
    tally.texts.push(responseFormat.name, JSON.stringify(responseFormat.schema));
  const { texts, ...counts } = tally;
  return {
    inputTexts: texts,
    messages: request.messages.length,
    tools: request.tools?.length ?? 0,
    ...counts,
    ...(request.maxOutputTokens !== undefined && { outputLimit: request.maxOutputTokens }),
    choices: Math.max(request.choices ?? 1, readInteger(request.extra['best_of'])),
    needsWholeAnswer:
      (request.tools?.length ?? 0) > 0 ||
      request.extra['functions'] !== undefined ||
      (responseFormat !== undefined && responseFormat.type !== 'text') ||
      reasoning?.budgetTokens !== undefined,
    reasoning: reasoning?.enabled === true,
    ...(reasoning?.budgetTokens !== undefined && { reasoningBudget: reasoning.budgetTokens }),
  };
}

function countMessage(message: Message, index: number, tally: Tally): void {
  if (message.name !== undefined) tally.texts.push(message.name);
  for (const part of message.content) countPart(part, `messages[${index}].content`, tally);
  const written = writtenHere(message);
  if (!isJsonObject(written)) return;
  const unknown = Object.entries(written).filter(([name, value]) => !COUNTED.has(name) && value !== null);
  for (const [name, value] of unknown) {
    if (name === 'audio') tally.contextWindows += 1;
    else tally.texts.push(JSON.stringify(value));
  }
}

function countPart(part: ContentPart, path: string, tally: Tally): void {
  switch (part.type) {
    case 'text':
    case 'refusal':
      tally.texts.push(part.text);
      return;
    case 'reasoning':
      tally.texts.push(part.text, part.redacted ?? '', part.encrypted ?? '');
      return;
    case 'image':
      if (part.data.kind === 'provider-file') tally.contextWindows += 1;
      else tally.images += 1;
      return;
    case 'file':
      if (part.data.kind === 'text') tally.texts.push(part.data.text);
      else if (part.data.kind === 'base64') tally.documents += 1;
      else tally.contextWindows += 1;
      return;
    case 'audio':
      tally.audio += 1;
      return;
    case 'tool-call':
      tally.texts.push(part.id, part.name, part.input);
      return;
    case 'tool-result':
      tally.texts.push(part.toolCallId);
      for (const inner of part.content) countPart(inner, path, tally);
      return;
    case 'opaque':
      countOpaque(writtenHere(part), path, tally);
      return;
    default:
      assertNever(part);
  }
}

/** A part that is not known: its text counts, and whatever it points at is without bound. A foreign one is never sent. */
function countOpaque(written: JsonValue | undefined, path: string, tally: Tally): void {
  if (written === undefined) return;
  tally.texts.push(JSON.stringify(written));
  tally.unbounded.push(`${path}: a content part that is not known`);
}

function countTools(request: CanonicalRequest, tally: Tally): void {
  for (const [index, tool] of (request.tools ?? []).entries()) {
    const written = writtenHere(tool);
    if (tool.type === 'function') {
      tally.texts.push(
        written === undefined
          ? `${tool.name} ${tool.description ?? ''} ${JSON.stringify(tool.parameters ?? {})}`
          : JSON.stringify(written),
      );
    } else if (written !== undefined) {
      tally.texts.push(JSON.stringify(written));
      const reason = unboundedTool(written);
      if (reason !== undefined) tally.unbounded.push(`tools[${index}]: ${reason}`);
    }
  }
}

function countExtra(request: CanonicalRequest, tally: Tally): void {
  const extra: JsonObject = request.extra;
  for (const [name, value] of Object.entries(extra)) {
    if (value === undefined || value === null || !isSentOn(request, name)) continue;
    const reason = unboundedReason(name, value);
    if (reason !== undefined) tally.unbounded.push(`${name}: ${reason}`);
  }
  for (const name of TEXT_MEMBERS) if (extra[name] !== undefined) tally.texts.push(JSON.stringify(extra[name]));
}

function readInteger(value: JsonValue | undefined): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : 1;
}
