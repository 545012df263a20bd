import type { ProviderAdapter } from '../adapter.js';
import { CHAT_PARAMETERS } from './chat-parameters.js';
import { findFate, type Fate } from './find-fate.js';

const LOST: ReadonlySet<Fate> = new Set(['dropped', 'refused']);

/**
 * The parameters of a chat completion that a client may set at a provider without losing any (LiteLLM's `supported_openai_params`), as
 * `docs/parameters.md` has them; none for a provider that holds no conversations. Asks the adapter for each: keep the answer.
 */
export function supportedParameters(provider: ProviderAdapter): readonly string[] {
  if (provider.adapters.chat === undefined) return [];
  const taken = Object.entries(CHAT_PARAMETERS).filter(([name, sample]) => !LOST.has(findFate(provider, name, sample)));
  return [...taken.map(([name]) => name), 'stream'].sort();
}
