/** Longest run of one kind of character that is given to the tokenizer in one piece. */
const RUN_CHARACTERS_MAX = 256;
const LONG_RUN = new RegExp(
  `(?:\\s{${RUN_CHARACTERS_MAX}}|[\\p{L}\\p{M}]{${RUN_CHARACTERS_MAX}}|[^\\s\\p{L}\\p{M}\\p{N}]{${RUN_CHARACTERS_MAX}})`,
  'gu',
);

/**
 * Cuts a text within long runs without a word boundary. Byte-pair merging is quadratic in such a run (20,000 Chinese characters took 0.8 s,
 * so a hostile prompt could stop the process for minutes); a cut adds at most a token and takes none away.
 */
export function splitLongRuns(text: string): readonly string[] {
  if (text.length <= RUN_CHARACTERS_MAX || hasOnlyShortRuns(text)) return [text];
  const pieces: string[] = [];
  let from = 0;
  for (const match of text.matchAll(LONG_RUN)) {
    const end = match.index + match[0].length;
    pieces.push(text.slice(from, end));
    from = end;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

/**
 * Whether every stretch of that length holds a space and something else, so that no run can be as long: true of prose, and found in a few
 * steps, where the expression reads each character. False says nothing.
 */
function hasOnlyShortRuns(text: string): boolean {
  for (let from = 0; from + RUN_CHARACTERS_MAX / 2 <= text.length;) {
    // half a length each, so that a run across two of them is not as long either
    const space = text.lastIndexOf(' ', from + RUN_CHARACTERS_MAX / 2 - 1);
    if (space < from) return false;
    if (space > from && text.slice(from, space).trim() === '') return false;
    from = space + 1;
  }
  return true;
}
