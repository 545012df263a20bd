import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { Within } from './shape.js';

/** Told of each member that is not read, by its path (`messages[*].content[*].citations`). */
export type Note = (path: string, name: string) => void;

/** Goes through what a client wrote and finds what its dialect's decoder does not read. */
export function walkUnread(value: JsonValue | undefined, within: Within, path: string, note: Note): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) walkUnread(item, within, `${path}[*]`, note);
    return;
  }
  if (!isJsonObject(value)) return;
  const known = typeof within === 'function' ? within(value) : within;
  if (known === undefined) return;
  for (const name in value) {
    if (known.read.has(name)) continue;
    const member = value[name];
    const inner = known.within.get(name);
    if (inner !== undefined) walkUnread(member, inner, `${path}.${name}`, note);
    else if (saysSomething(member)) note(`${path}.${name}`, name);
  }
}

/** Whether there is nothing in it that is not read. */
export function isRead(value: JsonValue, within: Within): boolean {
  let read = true;
  walkUnread(value, within, '', () => {
    read = false;
  });
  return read;
}

/** Clients send back what an answer had for nothing: `annotations: []`, `audio: null`. */
function saysSomething(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'object') return true;
  return Object.keys(value).length > 0;
}
