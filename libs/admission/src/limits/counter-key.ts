import type { CounterKey, ScopeRef } from './counter-store.port.js';

/**
 * One text per counter, for maps. Ids of scopes hold no line feed (they are ours). The window's end belongs to it: a budget whose
 * length is changed may begin its new window where the old one began.
 */
export function counterKeyText(counter: CounterKey): string {
  return `${counter.scope}\n${counter.id}\n${counter.kind}\n${counter.window.start}\n${counter.window.end ?? ''}`;
}

export function scopeKeyText(scope: ScopeRef): string {
  return `${scope.scope}\n${scope.id}`;
}
