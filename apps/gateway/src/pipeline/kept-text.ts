/** Longest name of a client's or a provider's that is kept, characters: 768 bytes at most, where an index takes 2,704. */
const NAME_CHARACTERS_MAX = 256;

/** A client's or provider's text as the ledger keeps it beside the facts: well-formed, without NUL, cut. */
export function keptText(text: string, charactersMax = NAME_CHARACTERS_MAX): string {
  return text.slice(0, charactersMax).toWellFormed().replaceAll('\0', '\uFFFD');
}
