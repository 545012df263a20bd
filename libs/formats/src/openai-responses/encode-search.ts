import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { nameSearchLosses } from '../name-search-losses.js';
import { searchesOf, type WebSearch } from '../web-search.js';
import { FORMAT } from './own-source.js';

/** How often it may search stands beside it, as the limit on all tools that the provider runs (maxToolCalls). */
const TOLD: ReadonlySet<keyof WebSearch> = new Set(['allowedDomains', 'place', 'contextSize', 'usesMax']);

/** Another dialect's search of the web as the tool that it is here, with what it cannot be asked for named. */
export function encodeSearch(search: WebSearch, losses: Losses): JsonObject {
  nameSearchLosses(search, TOLD, losses);
  return searchTool(search);
}

/** The tool of the Responses API (API reference 2.3.0, `WebSearchTool`). */
export function searchTool({ allowedDomains, place, contextSize }: WebSearch): JsonObject {
  return {
    type: 'web_search',
    ...(allowedDomains !== undefined && { filters: { allowed_domains: allowedDomains } }),
    ...(contextSize !== undefined && { search_context_size: contextSize }),
    ...(place !== undefined && { user_location: { type: 'approximate', ...place } }),
  };
}

/**
 * `max_tool_calls` for a client of another dialect, which limits each search by itself: a search is the only tool of its dialect that the
 * provider runs. Undefined where one of them has no limit.
 */
export function maxToolCalls(request: CanonicalRequest): number | undefined {
  if (request.format === FORMAT) return undefined;
  const searches = searchesOf(request);
  if (searches.length === 0) return undefined;
  return searches.reduce<number | undefined>(
    (sum, { usesMax }) => (sum === undefined || usesMax === undefined ? undefined : sum + usesMax),
    0,
  );
}
