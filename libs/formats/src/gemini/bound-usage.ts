import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, ContentPart, Tool, UsageBound } from '@tollgate/canonical';
import { emptyTally, everyPart, tallyOthers, tallyPart, tallyTool, type UsageTally } from '../tally-usage.js';
import { writtenTool } from './convert-tools.js';
import { placeOf } from './encode-extra.js';
import { writtenHere } from './own-source.js';
import { unboundedTool } from './provider-tools.js';
import { camelName, GENERATION_MEMBERS, REQUEST_MEMBERS, type MemberCost } from './request-members.js';

/** Members of a part that its canonical form holds; a signature stands for thoughts, which are input once more. */
const HELD_MEMBERS: ReadonlySet<string> = new Set([
  'text',
  'thought',
  'inlineData',
  'inline_data',
  'fileData',
  'file_data',
  'functionCall',
  'function_call',
  'functionResponse',
  'function_response',
  'mediaResolution',
  'media_resolution',
]);

/** The most that an answer can use: every text that goes out, what is not text by its count, and what no count covers. */
export function boundUsage(request: CanonicalRequest): UsageBound {
  const tally = emptyTally();
  for (const message of request.messages) for (const part of everyPart(message.content)) countPart(part, tally);
  for (const tool of request.tools ?? []) countTool(tool, tally);
  const { responseFormat, reasoning, tools = [] } = request;
  const schema = responseFormat?.type === 'json_schema' ? responseFormat.schema : undefined;
  if (schema !== undefined) tally.texts.push(JSON.stringify(schema));
  countExtra(request, tally);
  const { texts, ...counts } = tally;
  const budget = reasoning?.budgetTokens;
  return {
    inputTexts: texts,
    messages: request.messages.length,
    tools: tools.length,
    ...counts,
    ...(request.maxOutputTokens !== undefined && { outputLimit: request.maxOutputTokens }),
    choices: request.choices ?? 1,
    needsWholeAnswer:
      tools.length > 0 || (responseFormat !== undefined && responseFormat.type !== 'text') || budget !== undefined,
    reasoning: reasoning?.enabled === true,
    ...(budget !== undefined && { reasoningBudget: budget }),
    // what the provider caches by itself costs nothing to write
    cacheWrites: 'none',
  };
}

function countPart(part: ContentPart, tally: UsageTally): void {
  const written = writtenHere(part);
  if (part.type === 'opaque') {
    // another dialect's is never sent
    if (written !== undefined) countOpaque(written, tally);
    return;
  }
  if (part.type === 'file' && isVideo(part.data)) tally.contextWindows += 1;
  else tallyPart(part, tally);
  if (part.type === 'tool-result') tally.texts.push(part.name ?? '');
  if (written === undefined && 'signature' in part) tally.texts.push(part.signature ?? '');
  tallyOthers(written, HELD_MEMBERS, tally);
}

/** Pictures and sound move: their tokens are by the second, and only the provider knows how many. */
function isVideo(data: Extract<ContentPart, { type: 'file' }>['data']): boolean {
  return data.kind === 'base64' && !/^(application\/pdf|text\/)/.test(data.mediaType);
}

/** What code said that the provider ran, what its tools answered: text that it wrote itself. */
function countOpaque(written: JsonValue, tally: UsageTally): void {
  tally.texts.push(JSON.stringify(written));
}

function countTool(tool: Tool, tally: UsageTally): void {
  if (tool.type === 'function') {
    tallyTool(tool, writtenHere(tool), tally);
    return;
  }
  const written = writtenTool(tool);
  if (written === undefined) return;
  tallyTool(tool, written, tally);
  const reason = unboundedTool(written);
  if (reason !== undefined) tally.unbounded.push(`tools: ${reason}`);
}

function countExtra(request: CanonicalRequest, tally: UsageTally): void {
  for (const [name, value] of Object.entries(request.extra)) {
    const place = placeOf(request, name);
    if (place === undefined || value === undefined || value === null) continue;
    if (place === 'search') tally.unbounded.push(`${name}: google_search is run by the provider without a limit`);
    else if (name === 'generationConfig' && isJsonObject(value)) countSettings(value, tally);
    else if (place === 'setting')
      judge(GENERATION_MEMBERS, name === 'modalities' ? 'responseModalities' : name, value, tally);
    else countMember(name, value, tally);
  }
}

function countMember(name: string, value: JsonValue, tally: UsageTally): void {
  // a prefix kept at the provider, as long as it will be
  if (camelName(name) === 'cachedContent') tally.contextWindows += 1;
  judge(REQUEST_MEMBERS, name, value, tally);
}

function countSettings(settings: JsonObject, tally: UsageTally): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || value === null) continue;
    // a schema beside a form that the canonical one does not know (`text/x.enum`)
    if (GENERATION_MEMBERS[name] === 'counted') tally.texts.push(JSON.stringify(value));
    judge(GENERATION_MEMBERS, name, value, tally, 'generationConfig.');
  }
}

function judge(
  costs: Readonly<Record<string, MemberCost>>,
  name: string,
  value: JsonValue,
  tally: UsageTally,
  path = '',
): void {
  const known = camelName(name);
  const cost = Object.hasOwn(costs, known) ? costs[known] : undefined;
  const reason = cost === undefined ? 'its cost is not known' : typeof cost === 'function' ? cost(value) : undefined;
  if (reason !== undefined) tally.unbounded.push(`${path}${name}: ${reason}`);
}
