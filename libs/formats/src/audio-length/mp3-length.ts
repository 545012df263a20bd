import type { AudioLength } from './audio-length.js';

/** kbit/s by index (ISO/IEC 11172-3 and 13818-3): of MPEG 1 layers I, II, III, then of MPEG 2 layer I, and of its layers II and III. */
const BITRATES = {
  1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  low1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  low: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000];
/** Bytes that may be no frames: tags at the end, and a damaged frame here and there. More of them, and it is no MP3. */
const STRAY_BYTES_MAX = 8_192;
const STRAY_SHARE_MAX = 0.1;

interface Frame {
  readonly bytes: number;
  readonly seconds: number;
}

/** MP3 and its elder layers: the frames, one by one, which is what a decoder plays. undefined for any other file. */
export function mp3Length(file: Buffer): AudioLength | undefined {
  const first = readFrame(file, 0);
  if (first === undefined || readFrame(file, first.bytes) === undefined) return undefined;
  const strayMax = Math.max(STRAY_BYTES_MAX, file.length * STRAY_SHARE_MAX);
  let at = isInformation(file, first) ? first.bytes : 0;
  let seconds = 0;
  let stray = 0;
  while (at + 4 <= file.length) {
    const frame = readFrame(file, at);
    seconds += frame?.seconds ?? 0;
    if (frame === undefined) stray += 1;
    if (stray > strayMax) return undefined;
    at += frame?.bytes ?? 1;
  }
  return { seconds, exact: true };
}

function readFrame(file: Buffer, at: number): Frame | undefined {
  if (at + 4 > file.length) return undefined;
  const header = file.readUInt32BE(at);
  const version = (header >>> 19) & 3;
  const layer = (4 - ((header >>> 17) & 3)) as 1 | 2 | 3 | 4;
  const sampleRate = SAMPLE_RATES[(header >>> 10) & 3];
  if (header >>> 21 !== 0x7_ff || version === 1 || layer === 4 || sampleRate === undefined) return undefined;
  const isFirst = version === 3;
  const table = isFirst ? BITRATES[layer] : layer === 1 ? BITRATES.low1 : BITRATES.low;
  const kilobits = table[(header >>> 12) & 15];
  // without a rate of its own (0) its frames cannot be told apart
  if (kilobits === undefined || kilobits === 0) return undefined;
  const rate = sampleRate / (isFirst ? 1 : version === 2 ? 2 : 4);
  const samples = layer === 1 ? 384 : layer === 3 && !isFirst ? 576 : 1_152;
  const slot = layer === 1 ? 4 : 1;
  const padding = (header >>> 9) & 1;
  const bytes = (Math.floor(((samples / 8) * kilobits * 1_000) / rate / slot) + padding) * slot;
  return { bytes, seconds: samples / rate };
}

/** The first frame of an encoder that tells its counts there (Xing, LAME, Fraunhofer): it has no sound. */
function isInformation(file: Buffer, frame: Frame): boolean {
  return /Xing|Info|VBRI/.test(file.toString('latin1', 4, Math.min(48, frame.bytes)));
}
