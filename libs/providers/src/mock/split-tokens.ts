/** The mock's tokens: pieces of at most four characters, so that counts are plain to check and the same everywhere. */
export function splitTokens(text: string): readonly string[] {
  return text.match(/[\s\S]{1,4}/gu) ?? [];
}

export function countTokens(text: string): number {
  return splitTokens(text).length;
}
