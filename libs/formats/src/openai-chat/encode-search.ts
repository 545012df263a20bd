import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { nameSearchLosses } from '../name-search-losses.js';
import { searchOfTool, type WebSearch } from '../web-search.js';
import type { OpenAiChatQuirks } from './quirks.js';

const TOLD: ReadonlySet<keyof WebSearch> = new Set(['place', 'contextSize']);

/** What another dialect's client asks to be searched for with a tool; none where the provider has no search, or the client speaks this dialect. */
export function searchesAsked(request: CanonicalRequest, { takesSearch }: OpenAiChatQuirks): readonly WebSearch[] {
  if (takesSearch !== true || request.format === 'openai-chat') return [];
  return (request.tools ?? []).flatMap((tool) => searchOfTool(tool) ?? []);
}

/** The first of them as the member that it is here (API reference 2.3.0, `web_search_options`); one cannot search twice. */
export function encodeSearchOptions([search]: readonly WebSearch[], losses: Losses): JsonObject {
  if (search === undefined) return {};
  nameSearchLosses(search, TOLD, losses);
  return { web_search_options: encodeSearch(search) };
}

export function encodeSearch({ place, contextSize }: WebSearch): JsonObject {
  return {
    ...(contextSize !== undefined && { search_context_size: contextSize }),
    ...(place !== undefined && { user_location: { type: 'approximate', approximate: place } }),
  };
}
