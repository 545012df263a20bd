import { type AudioLength, notBelow } from './audio-length.js';
import { flacFrameSeconds } from './flac-frames.js';

const STREAM_INFO_BYTES = 34;
const BLOCKS_MAX = 1_000;
/** A lossless frame is hardly larger than its samples, the headers of its frames included. */
const OVERHEAD = 1.01;

/**
 * FLAC: the samples that STREAMINFO names (RFC 9639, section 8.2), and never less than the frames last, or take uncompressed. undefined for
 * any other file, and where nothing tells.
 */
export function flacLength(file: Buffer): AudioLength | undefined {
  if (file.length < 8 + STREAM_INFO_BYTES || file.toString('latin1', 0, 4) !== 'fLaC') return undefined;
  const packed = file.readBigUInt64BE(8 + 10);
  const sampleRate = Number(packed >> 44n);
  const channels = Number((packed >> 41n) & 7n) + 1;
  const bits = Number((packed >> 36n) & 31n) + 1;
  if (sampleRate === 0) return undefined;
  const start = framesStart(file);
  const counted = flacFrameSeconds(file, start, sampleRate);
  const claimed = Number(packed & 0xf_ff_ff_ff_ffn) / sampleRate || counted;
  if (claimed === 0) return undefined;
  const uncompressed = (sampleRate * channels * bits) / 8;
  const least = (file.length - start) / (uncompressed * OVERHEAD);
  const seconds = Math.max(notBelow(counted, claimed), least);
  return { seconds, exact: Math.abs(counted - seconds) < 1 };
}

/** Behind the metadata: covers are no sound. */
function framesStart(file: Buffer): number {
  let at = 4;
  for (let blocks = 0; blocks < BLOCKS_MAX && at + 4 <= file.length; blocks += 1) {
    const isLast = ((file[at] ?? 0) & 0x80) !== 0;
    at += 4 + file.readUIntBE(at + 1, 3);
    if (isLast) return Math.min(at, file.length);
  }
  return Math.min(at, file.length);
}
