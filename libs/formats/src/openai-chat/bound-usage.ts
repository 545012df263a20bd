import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, ContentPart, Message, UsageBound } from '@tollgate/canonical';
import { searchOfTool } from '../web-search.js';
import { emptyTally, everyPart, tallyOthers, tallyPart, tallyTool, type UsageTally } from '../tally-usage.js';
import { unboundedReason, unboundedTool } from './chat-members.js';
import { encodeSearch } from './encode-search.js';
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

/** Members of a part that its canonical form holds. */
const HELD_MEMBERS: ReadonlySet<string> = new Set([
  'type',
  'text',
  'refusal',
  'image_url',
  'input_audio',
  'file',
  'cache_control',
]);
const HELD_FILE_MEMBERS: ReadonlySet<string> = new Set(['file_data', 'file_id', 'format']);

/** Extra members whose text becomes input: they are counted whole. */
const TEXT_MEMBERS = [
  'functions',
  'chat_template_kwargs',
  'guided_json',
  'guided_regex',
  'guided_choice',
  'guided_grammar',
];

/**
 * The most that a chat completion can use: every text that goes out, what is not text by its count, and what no count covers. `searches`:
 * another dialect's search is asked for (OpenAiChatQuirks.takesSearch).
 */
export function boundUsage(request: CanonicalRequest, searches = false): UsageBound {
  const tally = emptyTally();
  for (const [index, message] of request.messages.entries()) countMessage(message, index, tally);
  countTools(request, searches, tally);
  countExtra(request, tally);
  const { responseFormat, reasoning } = request;
  if (responseFormat?.type === 'json_schema')
    tally.texts.push(responseFormat.name, responseFormat.description ?? '', JSON.stringify(responseFormat.schema));
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

function countMessage(message: Message, index: number, tally: UsageTally): void {
  if (message.name !== undefined) tally.texts.push(message.name);
  for (const part of everyPart(message.content)) {
    if (part.type === 'opaque') countOpaque(writtenHere(part), `messages[${index}].content`, tally);
    else countPart(part, tally);
  }
  const written = writtenHere(message);
  if (!isJsonObject(written)) return;
  const unknown = Object.entries(written).filter(([name, value]) => !COUNTED.has(name) && value !== null);
  for (const [name, value] of unknown) {
    if (name === 'audio') tally.contextWindows += 1;
    else tally.texts.push(JSON.stringify(value));
  }
}

function countPart(part: Exclude<ContentPart, { type: 'opaque' }>, tally: UsageTally): void {
  tallyPart(part, tally);
  const written = writtenHere(part);
  // a call of a tool is written as a member of its message, not as a part
  if (part.type === 'tool-call' || part.type === 'reasoning' || !isJsonObject(written)) return;
  tallyOthers(written, HELD_MEMBERS, tally);
  tallyOthers(written['file'], HELD_FILE_MEMBERS, tally);
}

/** A part that is not known: its text counts, and whatever it points at is without bound. A foreign one is never sent. */
function countOpaque(written: JsonValue | undefined, path: string, tally: UsageTally): void {
  if (written === undefined) return;
  tally.texts.push(JSON.stringify(written));
  tally.unbounded.push(`${path}: a content part that is not known`);
}

function countTools(request: CanonicalRequest, searches: boolean, tally: UsageTally): void {
  for (const [index, tool] of (request.tools ?? []).entries()) {
    const written = writtenHere(tool);
    tallyTool(tool, written, tally);
    const searched = searches && written === undefined ? searchOfTool(tool) : undefined;
    const sent = searched === undefined ? written : encodeSearch(searched);
    const reason = tool.type === 'opaque' && sent !== undefined ? unboundedTool(sent) : undefined;
    if (reason !== undefined) tally.unbounded.push(`tools[${index}]: ${reason}`);
  }
}

function countExtra(request: CanonicalRequest, tally: UsageTally): void {
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
