import type { Message } from '@tollgate/canonical';
import type { Losses } from './losses.js';

/** Tells that a system prompt within a conversation is told before it, where the provider's dialect has no other place for it. */
export function nameMovedPrompts(
  messages: readonly Message[],
  isMoved: (message: Message) => boolean,
  losses: Losses,
): void {
  const start = messages.findIndex((message) => !isMoved(message));
  if (start !== -1 && messages.slice(start).some(isMoved))
    losses.drop('messages[*].role', 'a system prompt within the conversation is told before it');
}
