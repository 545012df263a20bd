import type { CanonicalRequest } from '@tollgate/canonical';
import { CHAT_MEMBERS } from './chat-members.js';
import { GOVERNED_MEMBERS } from './check-request.js';

const NEVER_FOREIGN = new Set([...GOVERNED_MEMBERS, 'best_of', 'thinking', 'prompt']);

/**
 * Whether a member without a canonical place goes on to the provider: all of this dialect's own do; of another's only those that are
 * known here and that the gateway does not govern (a limit must not slip past the one that was reserved).
 */
export function isSentOn(request: CanonicalRequest, name: string): boolean {
  if (request.format === 'openai-chat') return true;
  return Object.hasOwn(CHAT_MEMBERS, name) && !NEVER_FOREIGN.has(name);
}
