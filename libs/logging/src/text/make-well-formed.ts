const REPLACEMENT = '\uFFFD';
/** With the `u` flag a surrogate that belongs to a pair is not matched. */
const NUL_OR_LONE_SURROGATE = /\0|\p{Surrogate}/gu;

/**
 * Text that PostgreSQL stores as it is: NUL and lone surrogates become U+FFFD, and what goes past `bytesMax` bytes of UTF-8 is
 * cut off between two characters.
 */
export function makeWellFormed(text: string, bytesMax: number): string {
  const wellFormed = text.replace(NUL_OR_LONE_SURROGATE, REPLACEMENT);
  if (wellFormed.length * 3 <= bytesMax) return wellFormed;
  const bytes = Buffer.from(wellFormed, 'utf8');
  if (bytes.length <= bytesMax) return wellFormed;
  return bytes.toString('utf8', 0, startOfCharacter(bytes, bytesMax));
}

function startOfCharacter(bytes: Buffer, offset: number): number {
  let start = offset;
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}
