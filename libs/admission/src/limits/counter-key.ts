import type { CounterKey } from './counter-store.port.js';

/**
 * One text per counter, for maps. Ids of scopes hold no line feed (they are ours). The window's end belongs to it: a budget whose
 * length is changed may begin its new window where the old one began.
 */
export function counterKeyText(counter: CounterKey): string {
  return `${counter.scope}\n${counter.id}\n${counter.kind}\n${counter.window.start}\n${counter.window.end ?? ''}`;
}

/** Whether two are the same counter: the same text. */
export function isSameCounter(a: CounterKey, b: CounterKey): boolean {
  return (
    a.kind === b.kind &&
    a.scope === b.scope &&
    a.id === b.id &&
    a.window.start === b.window.start &&
    a.window.end === b.window.end
  );
}
