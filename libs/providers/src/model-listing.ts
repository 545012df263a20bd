import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { FormatId, HttpRequestSpec, Target } from '@tollgate/canonical';
import { splitApiBase } from './split-api-base.js';

/** How a provider is asked for the models that it serves now. Signed like any other request of it. */
export interface ModelListing {
  buildRequest(target: Target): HttpRequestSpec;
  /** Names as requests to the provider have them; what is no list gives none. */
  readIds(body: JsonValue | undefined): readonly string[];
}

/** A provider's own, else OpenAI's for those that speak its dialect; undefined: there is none to ask for. */
export function listingOf({
  modelListing,
  adapters,
}: {
  readonly modelListing?: ModelListing;
  readonly adapters: { readonly chat?: { readonly format: { readonly id: FormatId } } };
}): ModelListing | undefined {
  return modelListing ?? (adapters.chat?.format.id === 'openai-chat' ? openaiModelListing : undefined);
}

/** `GET <api base>/models`, as OpenAI and the hosts of its dialect answer it. */
const openaiModelListing: ModelListing = {
  buildRequest: (target) => get(target, ['models']),
  readIds: (body) => readNames(body, 'data', 'id'),
};

/** "List Models" of Anthropic's API, at most 1,000 in a page. */
export const anthropicModelListing: ModelListing = {
  buildRequest: (target) => get(target, ['v1', 'models'], { limit: '1000' }, { 'anthropic-version': '2023-06-01' }),
  readIds: (body) => readNames(body, 'data', 'id'),
};

/** `models.list` of the Gemini API; its names are `models/<id>`. */
export const geminiModelListing: ModelListing = {
  buildRequest: (target) => get(target, ['v1beta', 'models'], { pageSize: '1000' }),
  readIds: (body) => readNames(body, 'models', 'name').map((name) => name.replace(/^models\//, '')),
};

/** Ollama's "list local models". */
export const ollamaModelListing: ModelListing = {
  buildRequest: (target) => get(target, ['api', 'tags']),
  readIds: (body) => readNames(body, 'models', 'name'),
};

function get(
  target: Target,
  endpoint: readonly string[],
  query: Readonly<Record<string, string>> = {},
  dialect: Readonly<Record<string, string>> = {},
): HttpRequestSpec {
  const { query: own, ...address } = splitApiBase(target.apiBase, endpoint);
  const asked = { ...own, ...query };
  const headers: Record<string, string> = { accept: 'application/json', ...dialect };
  for (const [name, value] of Object.entries(target.extraHeaders)) headers[name.toLowerCase()] = value;
  return { method: 'GET', ...address, ...(Object.keys(asked).length > 0 && { query: asked }), headers };
}

function readNames(body: JsonValue | undefined, list: string, member: string): readonly string[] {
  const entries = isJsonObject(body) ? body[list] : undefined;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: JsonValue) => {
    const name = isJsonObject(entry) ? entry[member] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}
