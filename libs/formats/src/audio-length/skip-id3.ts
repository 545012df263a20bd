const HEADER_BYTES = 10;

/** Where a file begins behind its ID3v2 tag (id3.org, ID3v2.4.0 section 3.1): titles and covers are no audio. */
export function skipId3(file: Buffer): number {
  if (file.length < HEADER_BYTES || file.toString('latin1', 0, 3) !== 'ID3') return 0;
  let size = 0;
  for (let at = 6; at < HEADER_BYTES; at += 1) size = size * 128 + ((file[at] ?? 0) & 0x7f);
  return Math.min(HEADER_BYTES + size, file.length);
}
