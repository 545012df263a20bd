/** Samples of a frame by the code in its header (RFC 9639, section 9.1.1); 6 and 7 are written behind the frame's number. */
const BLOCK_SIZES = [0, 192, 576, 1_152, 2_304, 4_608, -1, -2, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768];
/** Of a second, by the code (section 9.1.2); 0 is STREAMINFO's, 12 to 14 are written behind. */
const SAMPLE_RATES = [0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];
const RATE_UNITS: Readonly<Record<number, number>> = { 12: 1_000, 13: 1, 14: 10 };
/** How a frame begins, with blocks of one size and of several (section 9.1). */
const SYNCS = [Buffer.from('fff8', 'hex'), Buffer.from('fff9', 'hex')];
/** Places of one file that are looked at; an hour of honest sound has some ten thousand frames. */
const PLACES_MAX = 200_000;

/** How long the frames of a FLAC file last, from `start` on, each told by its header and the header's checksum; endless where too much looks like one. */
export function flacFrameSeconds(file: Buffer, start: number, sampleRate: number): number {
  let seconds = 0;
  for (const sync of SYNCS) {
    let at = file.indexOf(sync, start);
    for (let places = 0; at !== -1; places += 1) {
      if (places === PLACES_MAX) return Number.POSITIVE_INFINITY;
      seconds += frameSeconds(file, at, sampleRate);
      at = file.indexOf(sync, at + 1);
    }
  }
  return seconds;
}

/** 0 where no frame begins. */
function frameSeconds(file: Buffer, at: number, sampleRate: number): number {
  const codes = file[at + 2] ?? 0;
  const size = BLOCK_SIZES[codes >> 4] ?? 0;
  const rateCode = codes & 15;
  if (size === 0 || rateCode === 15) return 0;
  const sizeAt = at + 4 + numberBytes(file[at + 4] ?? 0);
  const sizeBytes = Math.max(0, -size);
  const rateBytes = rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0;
  const end = sizeAt + sizeBytes + rateBytes;
  if (end >= file.length || checksum(file, at, end) !== file[end]) return 0;
  const samples = sizeBytes === 0 ? size : file.readUIntBE(sizeAt, sizeBytes) + 1;
  const written = rateBytes === 0 ? 0 : file.readUIntBE(sizeAt + sizeBytes, rateBytes) * (RATE_UNITS[rateCode] ?? 0);
  return samples / (written || SAMPLE_RATES[rateCode] || sampleRate);
}

/** The frame's number is written as UTF-8 writes a character, with up to 7 bytes. */
function numberBytes(first: number): number {
  const ones = Math.clz32(~(first << 24));
  return ones === 0 ? 1 : Math.min(ones, 7);
}

/** CRC-8 with the polynomial x^8 + x^2 + x + 1 (section 9.1.8). */
function checksum(file: Buffer, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) {
    sum ^= file[at] ?? 0;
    for (let bit = 0; bit < 8; bit += 1) sum = ((sum << 1) ^ ((sum & 0x80) === 0 ? 0 : 0x107)) & 0xff;
  }
  return sum;
}
