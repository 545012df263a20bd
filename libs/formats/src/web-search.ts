import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, Tool } from '@tollgate/canonical';

/**
 * A search of the web that the provider runs, in what OpenAI (`web_search`, chat completions' `web_search_options`), Anthropic
 * (`web_search_20250305` and later) and Gemini (`googleSearch`) have in common.
 */
export interface WebSearch {
  readonly allowedDomains?: JsonValue;
  readonly blockedDomains?: JsonValue;
  /** `city`, `region`, `country` and `timezone` of who asks. */
  readonly place?: JsonObject;
  /** How much of what is found the model reads: low, medium, high. */
  readonly contextSize?: JsonValue;
  /** The most searches for one answer. */
  readonly usesMax?: number;
  /** What else was set, by the names of the dialect that has them. */
  readonly others: readonly string[];
}

/** OpenAI's and Anthropic's types of the tool, with and without their dates. */
const TYPE = /^web_search(_preview)?(_\d{4}_?\d\d_?\d\d)?$/;

/** Gemini's names of it. */
const GOOGLE = ['googleSearch', 'google_search'] as const;

/** The search that `web_search_options` of chat completions ask for. */
export function readSearchOptions(options: JsonValue): WebSearch {
  if (!isJsonObject(options)) return { others: [] };
  const { user_location: location, ...others } = options;
  const nested = isJsonObject(location) ? location['approximate'] : undefined;
  if (!isJsonObject(location) || !isJsonObject(nested)) return readSettings({ ...others, user_location: location });
  const { type: _type, approximate: _nested, ...beside } = location;
  return readSettings({ ...beside, ...others, user_location: nested });
}

/** Whether a request asks its provider to search the web. */
export function asksForSearch(request: CanonicalRequest): boolean {
  return searchesOf(request).length > 0;
}

/** Every search that a request asks for, whatever its dialect has as a tool and what as a member. */
export function searchesOf({ tools = [], extra }: CanonicalRequest): readonly WebSearch[] {
  const named = tools.flatMap((tool) => searchOfTool(tool) ?? []);
  const options = extra['web_search_options'];
  return isJsonObject(options) ? [...named, readSearchOptions(options)] : named;
}

/** The search that a tool of any dialect asks for; undefined where it is another tool. */
export function searchOfTool(tool: Tool): WebSearch | undefined {
  const value = tool.type === 'opaque' ? tool.source.value : undefined;
  if (!isJsonObject(value)) return undefined;
  const { type, name: _name, ...settings } = value;
  if (typeof type === 'string') return TYPE.test(type) ? readSettings(settings) : undefined;
  const google = GOOGLE.find((name) => isJsonObject(value[name]));
  const asked = google === undefined ? undefined : value[google];
  if (!isJsonObject(asked) || Object.keys(value).length > 1) return undefined;
  const { excludeDomains, exclude_domains: snake, ...others } = asked;
  const blocked = excludeDomains ?? snake;
  return { ...(isSet(blocked) && { blockedDomains: blocked }), others: Object.keys(others) };
}

function readSettings(settings: JsonObject): WebSearch {
  const {
    filters,
    allowed_domains: allowed,
    blocked_domains: blocked,
    user_location: location,
    search_context_size: contextSize,
    max_uses: usesMax,
    ...others
  } = settings;
  const { allowed_domains: filtered, blocked_domains: barred, ...filtering } = isJsonObject(filters) ? filters : {};
  const place = isJsonObject(location) ? readPlace(location) : undefined;
  const allowedDomains = allowed ?? filtered;
  const blockedDomains = blocked ?? barred;
  return {
    ...(isSet(allowedDomains) && { allowedDomains }),
    ...(isSet(blockedDomains) && { blockedDomains }),
    ...(place !== undefined && { place }),
    ...(isSet(contextSize) && { contextSize }),
    ...(typeof usesMax === 'number' && { usesMax }),
    others: Object.entries({ ...others, ...filtering }).flatMap(([name, value]) => (isSet(value) ? [name] : [])),
  };
}

function readPlace({ type: _type, ...place }: JsonObject): JsonObject | undefined {
  const set = Object.entries(place).filter((member): member is [string, JsonValue] => isSet(member[1]));
  return set.length === 0 ? undefined : Object.fromEntries(set);
}

function isSet(value: JsonValue | undefined): value is Exclude<JsonValue, null> {
  return value !== undefined && value !== null;
}
