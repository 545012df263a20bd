import type { CounterKey, ScopeRef } from './counter-store.port.js';

/** One text per counter, for maps. Ids of scopes hold no line feed (they are ours). */
export function counterKeyText(counter: CounterKey): string {
  return `${counter.scope}\n${counter.id}\n${counter.kind}\n${counter.window.start}`;
}

export function scopeKeyText(scope: ScopeRef): string {
  return `${scope.scope}\n${scope.id}`;
}
