const BACKSLASH = 0x5c;

/**
 * Just behind the closing quote of the JSON string that opens at `start`; the text's end where it is not closed. Strings are most of a
 * text, so they are skipped by the native search.
 */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}
