import type { AudioLength } from './audio-length.js';

/** Chunks of one file that are looked at; honest ones have a handful. */
const CHUNKS_MAX = 1_000;
/** A writer that did not know the size (ffmpeg into a pipe) wrote one of these: the data goes on to the end. */
const UNKNOWN_SIZES: ReadonlySet<number> = new Set([0, 0xff_ff_ff_ff]);
/** PCM, floats, A-law and mu-law: every sample takes the same room (RFC 2361). */
const UNCOMPRESSED: ReadonlySet<number> = new Set([1, 3, 6, 7]);
const EXTENSIBLE = 0xff_fe;
const CHANNELS_MAX = 64;
const SAMPLE_RATE_MAX = 768_000;

/** WAV: the bytes of its samples over those of a second. Exact: a decoder needs the same members. undefined for any other file. */
export function wavLength(file: Buffer): AudioLength | undefined {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    return undefined;
  let bytesPerSecond: number | undefined;
  let dataBytes = 0;
  let at = 12;
  for (let chunks = 0; at + 8 <= file.length; chunks += 1) {
    if (chunks === CHUNKS_MAX) return undefined;
    const id = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const rest = file.length - at - 8;
    if (id === 'fmt ') bytesPerSecond ??= bytesPerSecondOf(file, at + 8);
    const isData = id === 'data';
    if (isData) dataBytes += UNKNOWN_SIZES.has(size) ? rest : Math.min(size, rest);
    // what is no chunk is sound behind a size that was too small
    else if (!/^[ -~]{4}$/.test(id)) dataBytes += rest;
    if (!/^[ -~]{4}$/.test(id) || (isData && UNKNOWN_SIZES.has(size))) break;
    at += 8 + size + (size % 2);
  }
  return bytesPerSecond === undefined ? undefined : { seconds: dataBytes / bytesPerSecond, exact: true };
}

/** undefined where samples are compressed, or no device plays them. */
function bytesPerSecondOf(file: Buffer, at: number): number | undefined {
  if (at + 16 > file.length) return undefined;
  const tag = file.readUInt16LE(at);
  const format = tag === EXTENSIBLE && at + 26 <= file.length ? file.readUInt16LE(at + 24) : tag;
  const channels = file.readUInt16LE(at + 2);
  const sampleRate = file.readUInt32LE(at + 4);
  const sampleBytes = Math.ceil(file.readUInt16LE(at + 14) / 8);
  if (!UNCOMPRESSED.has(format) || channels > CHANNELS_MAX || sampleRate > SAMPLE_RATE_MAX || sampleBytes > 8)
    return undefined;
  const bytesPerSecond = channels * sampleRate * sampleBytes;
  return bytesPerSecond === 0 ? undefined : bytesPerSecond;
}
