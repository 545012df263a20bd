import type { Warning } from '@tollgate/canonical';
import { keptText } from './kept-text.js';

/** A client can send any number of members that a provider does not take; a header that a client can read has bounds. */
const NAMED_MAX = 32;
const NAME_CHARACTERS_MAX = 64;

/** Paths of what did not reach the provider, for the header and the record: the first 32, then how many more. */
export function droppedParams(warnings: readonly Warning[], codes: readonly Warning['code'][]): readonly string[] {
  const paths = warnings.filter(({ code }) => codes.includes(code)).map(({ path }) => path);
  const named = paths.slice(0, NAMED_MAX).map((path) => keptText(path, NAME_CHARACTERS_MAX));
  return paths.length > NAMED_MAX ? [...named, `${String(paths.length - NAMED_MAX)} more`] : named;
}
