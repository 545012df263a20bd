import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { CacheMarker, CanonicalRequest, ContentPart, Tool, UsageBound } from '@tollgate/canonical';
import { emptyTally, everyPart, tallyOthers, tallyPart, tallyTool, type UsageTally } from '../tally-usage.js';
import { searchOfTool } from '../web-search.js';
import { closeObjects } from './close-objects.js';
import { isSentTool } from './convert-tools.js';
import { decodeCacheMarker } from './decode-blocks.js';
import { isSentMember } from './encode-extra.js';
import { JSON_ONLY } from './json-mode.js';
import { searchAsked, searchTool } from './encode-search.js';
import { MEMBER_COSTS, boundProviderTool } from './member-costs.js';
import { FORMAT, writtenHere } from './own-source.js';

/**
 * Members of a block that its canonical form holds, or that become no input: a cited text is not billed again (Anthropic,
 * "Citations"), and a signature stands for the thinking that is counted beside it.
 */
const HELD_MEMBERS: ReadonlySet<string> = new Set([
  'type',
  'text',
  'source',
  'content',
  'cache_control',
  'citations',
  'id',
  'name',
  'input',
  'caller',
  'tool_use_id',
  'is_error',
  'thinking',
  'signature',
  'data',
]);

interface Counts extends UsageTally {
  cacheWrites: 'none' | '5m' | '1h';
}

/** What the request can use at most at a provider of this dialect; it gives one answer, whatever `n` says. */
export function boundUsage(request: CanonicalRequest): UsageBound {
  const counts: Counts = { ...emptyTally(), cacheWrites: 'none' };
  for (const message of request.messages) countContent(message.content, counts);
  const tools = request.tools ?? [];
  const named = tools.reduce((sum, tool) => sum + countTool(tool, request, counts), 0);
  const providerToolCalls = named + countSearch(request, counts);
  const schema = request.responseFormat?.type === 'json_schema' ? request.responseFormat.schema : undefined;
  // closed, as it goes out of another dialect
  if (schema !== undefined) counts.texts.push(JSON.stringify(closeObjects(schema)));
  if (request.responseFormat?.type === 'json_object') counts.texts.push(JSON_ONLY);
  countExtra(request, counts);
  const { texts, ...tally } = counts;
  const { reasoning } = request;
  const budget = reasoning?.budgetTokens;
  const thinks = reasoning?.enabled === true || request.extra['thinking'] !== undefined;
  return {
    inputTexts: texts,
    messages: request.messages.length,
    tools: tools.length,
    ...tally,
    ...(providerToolCalls > 0 && { providerToolCalls }),
    ...(request.maxOutputTokens !== undefined && { outputLimit: request.maxOutputTokens }),
    choices: 1,
    needsWholeAnswer: tools.length > 0 || schema !== undefined || budget !== undefined,
    reasoning: thinks,
    ...(budget !== undefined && { reasoningBudget: budget }),
  };
}

function countContent(content: readonly ContentPart[], counts: Counts): void {
  for (const part of everyPart(content)) {
    noteCacheMarker(part.cache, counts);
    if (part.type !== 'opaque') {
      tallyPart(part, counts);
      tallyOthers(writtenHere(part), HELD_MEMBERS, counts);
      continue;
    }
    counts.texts.push(JSON.stringify(part.source.value));
    if (hasRemoteSource(part.source.value)) counts.contextWindows += 1;
  }
}

/** A container upload, or a document in a form that is not known, may point at what the provider or a third party keeps. */
function hasRemoteSource(block: JsonValue): boolean {
  return (
    isJsonObject(block) && (block['file_id'] !== undefined || block['type'] === 'document' || block['type'] === 'image')
  );
}

function noteCacheMarker(marker: CacheMarker | undefined, counts: Counts): void {
  if (marker === undefined || counts.cacheWrites === '1h') return;
  counts.cacheWrites = marker.ttl === '1h' ? '1h' : '5m';
}

/** Adds the tool's text; gives how often the provider may run it. */
function countTool(tool: Tool, request: CanonicalRequest, counts: Counts): number {
  if (tool.type === 'function') {
    noteCacheMarker(tool.cache, counts);
    const { strict, parameters } = tool;
    const closed =
      strict === true && parameters !== undefined ? { ...tool, parameters: closeObjects(parameters) } : tool;
    tallyTool(closed, writtenHere(tool), counts);
    return 0;
  }
  const search = isSentTool(tool) ? undefined : searchOfTool(tool);
  if (search !== undefined) return countProviderTool(searchTool(search, request), counts);
  // any other of another dialect is refused or left out
  return isSentTool(tool) ? countProviderTool(tool.source.value, counts) : 0;
}

/** `web_search_options` of chat completions. */
function countSearch(request: CanonicalRequest, counts: Counts): number {
  const asked = request.format === FORMAT ? undefined : searchAsked(request);
  return asked === undefined ? 0 : countProviderTool(searchTool(asked, request), counts);
}

function countProviderTool(tool: JsonValue, counts: Counts): number {
  counts.texts.push(JSON.stringify(tool));
  noteCacheMarker(decodeCacheMarker(isJsonObject(tool) ? tool['cache_control'] : undefined), counts);
  const calls = boundProviderTool(tool);
  if (typeof calls === 'number') return calls;
  counts.unbounded.push(`tools: ${calls}`);
  return 0;
}

function countExtra(request: CanonicalRequest, counts: Counts): void {
  noteCacheMarker(decodeCacheMarker(request.extra['cache_control']), counts);
  for (const [name, value] of Object.entries(request.extra)) {
    if (value === undefined || !isSentMember(request, name)) continue;
    const reason = judgeMember(name, value);
    if (reason !== undefined) counts.unbounded.push(`${name}: ${reason}`);
  }
}

function judgeMember(name: string, value: JsonValue): string | undefined {
  const cost = Object.hasOwn(MEMBER_COSTS, name) ? MEMBER_COSTS[name] : undefined;
  if (cost === undefined) return 'its cost is not known';
  return typeof cost === 'function' ? cost(value) : undefined;
}
