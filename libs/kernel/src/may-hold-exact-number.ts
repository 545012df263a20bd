import { endOfString } from './end-of-string.js';

const ZERO = 0x30;
const NINE = 0x39;
const POINT = 0x2e;
const LOWER_E = 0x65;
const UPPER_E = 0x45;

/** A double keeps any 15 digits, and the point is one character more. */
const LENGTH_SAFE = 15;

/**
 * Whether a number may stand in the JSON text that a double changes: one that is long, or has an exponent. False is certain, true asks
 * for a closer look. Far cheaper than parsing, because strings are skipped.
 */
export function mayHoldExactNumber(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const gapEnd = quote === -1 ? text.length : quote;
    if (hasOddNumber(text, at, gapEnd)) return true;
    if (quote === -1) return false;
    at = endOfString(text, quote);
  }
  return false;
}

/** In a part of the text that holds no string. */
function hasOddNumber(text: string, start: number, end: number): boolean {
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if ((code >= ZERO && code <= NINE) || code === POINT) {
      length += 1;
      if (length > LENGTH_SAFE) return true;
    } else if (length > 0 && (code === LOWER_E || code === UPPER_E)) {
      return true;
    } else {
      length = 0;
    }
  }
  return false;
}
