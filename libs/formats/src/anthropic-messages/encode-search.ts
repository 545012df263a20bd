import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, OpaqueTool } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { nameSearchLosses } from '../name-search-losses.js';
import { readSearchOptions, searchOfTool, searchesOf, type WebSearch } from '../web-search.js';

/** How much is read is said by how often it may search. */
const TOLD: ReadonlySet<keyof WebSearch> = new Set([
  'allowedDomains',
  'blockedDomains',
  'place',
  'contextSize',
  'usesMax',
]);

/** Searches for OpenAI's sizes of the context that they may fill: LiteLLM's (`ANTHROPIC_WEB_SEARCH_TOOL_MAX_USES`). */
const USES: ReadonlyMap<JsonValue | undefined, number> = new Map([
  ['low', 1],
  ['medium', 5],
  ['high', 10],
]);

/** A search of the web that a client of another dialect asks for, as the tool that it is here; undefined for any other tool. */
export function encodeSearchTool(tool: OpaqueTool, request: CanonicalRequest, losses: Losses): JsonObject | undefined {
  const search = searchOfTool(tool);
  return search && encodeSearch(search, request, losses);
}

/** `web_search_options` of chat completions likewise. */
export function searchAsked({ extra }: CanonicalRequest): WebSearch | undefined {
  const options = extra['web_search_options'];
  return isJsonObject(options) ? readSearchOptions(options) : undefined;
}

export function encodeSearch(search: WebSearch, request: CanonicalRequest, losses: Losses): JsonObject {
  nameSearchLosses(search, TOLD, losses);
  return searchTool(search, request);
}

/** The oldest form of the tool, which every model that searches takes (Messages API, "Web search tool"). */
export function searchTool(search: WebSearch, request: CanonicalRequest): JsonObject {
  const { allowedDomains, blockedDomains, place, contextSize } = search;
  const uses = search.usesMax ?? limitOnTools(request) ?? USES.get(contextSize);
  return {
    type: 'web_search_20250305',
    name: 'web_search',
    ...(uses !== undefined && { max_uses: uses }),
    ...(allowedDomains !== undefined && { allowed_domains: allowedDomains }),
    ...(blockedDomains !== undefined && { blocked_domains: blockedDomains }),
    ...(place !== undefined && { user_location: { type: 'approximate', ...place } }),
  };
}

/** Whether the Responses API's limit on all tools that the provider runs is told as the limit of its search. */
export function tellsToolLimit(request: CanonicalRequest): boolean {
  return limitOnTools(request) !== undefined && searchesOf(request).length > 0;
}

function limitOnTools({ extra }: CanonicalRequest): number | undefined {
  const { max_tool_calls: limit } = extra;
  return typeof limit === 'number' ? limit : undefined;
}
