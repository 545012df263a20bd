import type { Losses } from './losses.js';
import type { WebSearch } from './web-search.js';

/**
 * Tells what a provider's search cannot be asked for. Which sites may be read is a rule for the answer: it is not left out without leave.
 * How much is read, how often, and from where is a wish.
 */
export function nameSearchLosses(search: WebSearch, told: ReadonlySet<keyof WebSearch>, losses: Losses): void {
  const missing = (member: keyof WebSearch): boolean => search[member] !== undefined && !told.has(member);
  if (missing('allowedDomains')) losses.refuse('allowed_domains', 'the provider searches the whole web');
  if (missing('blockedDomains')) losses.refuse('blocked_domains', 'the provider searches the whole web');
  if (missing('place')) losses.drop('user_location', 'the provider does not ask from where');
  if (missing('contextSize')) losses.drop('search_context_size', 'the provider reads as much as it wants');
  if (missing('usesMax')) losses.drop('max_uses', 'the provider searches as often as the model wants');
  for (const name of search.others) losses.drop(`tools[*].${name}`, 'not a setting of the provider’s search');
}
