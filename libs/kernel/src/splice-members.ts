import { endOfString } from './end-of-string.js';

const QUOTE = 0x22;

/**
 * The JSON text of an object with other values for some of its top-level members, and every other byte as it was. `members` are given
 * as JSON text. A member that stands there twice is replaced both times, so that no reader finds the old value; one that is missing is
 * added at the end. The text must be valid: what JSON.parse has not accepted is not looked at closely here.
 */
export function spliceMembers(text: string, members: ReadonlyMap<string, string>): string {
  const missing = new Map(members);
  let spliced = '';
  let copied = 0;
  let isEmpty = true;
  for (const { name, start, end } of topLevelMembers(text)) {
    isEmpty = false;
    const value = members.get(name);
    if (value === undefined) continue;
    spliced += text.slice(copied, start) + value;
    copied = end;
    missing.delete(name);
  }
  if (missing.size === 0) return spliced + text.slice(copied);
  const close = text.lastIndexOf('}');
  const added = [...missing].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',');
  return spliced + text.slice(copied, close) + (isEmpty ? '' : ',') + added + text.slice(close);
}

interface MemberSpan {
  readonly name: string;
  /** Of its value, without the space around it. */
  readonly start: number;
  readonly end: number;
}

function* topLevelMembers(text: string): Generator<MemberSpan> {
  let at = skipSpace(text, text.indexOf('{') + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const nameEnd = endOfString(text, at);
    const start = skipSpace(text, text.indexOf(':', nameEnd) + 1);
    const end = endOfValue(text, start);
    yield { name: JSON.parse(text.slice(at, nameEnd)) as string, start, end };
    const comma = skipSpace(text, end);
    at = skipSpace(text, comma + 1);
  }
}

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first === '{' || first === '[') return endOfStructure(text, start);
  let end = start;
  while (end < text.length && !isSpace(text.charCodeAt(end)) && text[end] !== ',' && text[end] !== '}') end += 1;
  return end;
}

function endOfStructure(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at) - 1;
        break;
      case 0x7b: // {
      case 0x5b: // [
        depth += 1;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth -= 1;
        if (depth === 0) return at + 1;
        break;
      default:
        break;
    }
  }
  return text.length;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
