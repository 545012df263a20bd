import type { CanonicalRequest, Target } from '@tollgate/canonical';
import { asksForSearch } from '@tollgate/formats';
import { isReasoningModel } from './reasoning-models.js';

/**
 * Models that OpenAI serves over the Responses API alone (its model pages, "Endpoints"; LiteLLM's map has them as `mode: responses`).
 * `codex-mini-latest` has left the price maps since, and is still configured.
 */
const RESPONSES_ONLY =
  /^(codex-mini|computer-use-preview|o1-pro|o3-pro|o[34](-mini)?-deep-research|gpt-[5-9](\.\d+)?(-pro|-codex))(-|$)/;

/** Models that search over chat completions; every other one does so over the Responses API alone (OpenAI, "Web search"). */
const SEARCHES_HERE = /-search-(preview|api)(-|$)/;

/** From here on chat completions refuse functions together with reasoning. */
const REASONS_WITH_TOOLS_HERE_ONLY = /^gpt-(5\.[4-9]|[6-9])/;

/**
 * What OpenAI serves over the Responses API alone, or serves better there. All but the first hold at its own service only: another host that
 * an `openai/` model names may have no such API.
 */
export function prefersResponses(request: CanonicalRequest, target: Target): boolean {
  const { model } = target;
  if (RESPONSES_ONLY.test(model)) return true;
  if (!isOwnService(target)) return false;
  if (asksForSearch(request)) return !SEARCHES_HERE.test(model) && !stops(request);
  if (!isReasoningModel(model) || request.reasoning?.enabled === false) return false;
  const calls = request.tools?.some(({ type }) => type === 'function') === true;
  // over chat completions a client of the Messages API gets no thinking, and the model begins anew after each tool
  if (request.format === 'anthropic-messages' && target.messagesOverChat !== true)
    return (calls || request.reasoning !== undefined) && !stops(request);
  return calls && REASONS_WITH_TOOLS_HERE_ONLY.test(model);
}

/** The Responses API has no stop sequences. */
function stops({ stop = [] }: CanonicalRequest): boolean {
  return stop.length > 0;
}

function isOwnService({ apiBase }: Target): boolean {
  return URL.canParse(apiBase) && new URL(apiBase).hostname === 'api.openai.com';
}
