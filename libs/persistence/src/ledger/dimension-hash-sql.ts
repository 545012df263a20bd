/** First 16 bytes of the SHA-256 of columns: what a row of many dimensions goes by, none of which is too long for an index then. */
export function dimensionHash(columns: readonly string[]): string {
  const texts = columns.map((column) => `${column}::text`).join(', ');
  return `encode(substring(sha256(convert_to(array_to_string(ARRAY[${texts}], chr(31), ''), 'UTF8')) FOR 16), 'hex')::uuid`;
}
