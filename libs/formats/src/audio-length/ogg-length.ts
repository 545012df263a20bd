import { type AudioLength, notBelow } from './audio-length.js';
import { opusPacketSeconds } from './opus-packet-seconds.js';

/** Streams of one file; honest ones have one or two. */
const STREAMS_MAX = 100;
const OPUS_RATE = 48_000;
/** The densest that Ogg is made of (Opus at 510 kbit/s, Vorbis at its best quality): bytes of a second. */
const SECOND_BYTES_MAX = 64_000;
const PAGE_HEADER_BYTES = 27;

interface OggStream {
  readonly codec: 'opus' | 'vorbis' | 'other';
  readonly rate: number;
  /** Samples that a decoder leaves out at the start. */
  readonly preSkip: number;
  /** The largest position of a page, samples. */
  position: number;
  /** Packets that are no sound: of Opus its two headers. */
  headersLeft: number;
  /** Of Opus packets, as a decoder plays them. */
  counted: number;
}

/**
 * Ogg (RFC 3533): the position of the last page; of Opus never less than its packets last (RFC 7845), of Vorbis never less than the densest
 * takes. Streams behind one another add up. undefined for any other file and for other codecs.
 */
export function oggLength(file: Buffer): AudioLength | undefined {
  const streams = new Map<number, OggStream>();
  if (file.toString('latin1', 0, 4) !== 'OggS') return undefined;
  let at = 0;
  let strayBytes = 0;
  // players go on at the next page behind what is none
  for (let page = 0; page !== -1 && page + PAGE_HEADER_BYTES <= file.length; page = file.indexOf('OggS', at)) {
    strayBytes += page - at;
    at = page;
    const segments = file[at + 26] ?? 0;
    const body = at + PAGE_HEADER_BYTES + segments;
    const serial = file.readUInt32LE(at + 14);
    const stream = streams.get(serial) ?? openStream(file, body);
    if (streams.size === STREAMS_MAX) return undefined;
    streams.set(serial, stream);
    const position = file.readBigInt64LE(at + 6);
    if (position > 0n) stream.position = Math.max(stream.position, Number(position));
    at = body + readPackets(file, at + PAGE_HEADER_BYTES, segments, stream);
  }
  const sounding = [...streams.values()].filter(({ codec }) => codec !== 'other');
  if (sounding.length === 0) return undefined;
  const seconds = sounding.reduce((sum, stream) => sum + secondsOf(stream), 0);
  if (sounding.every(({ codec }) => codec === 'opus') && strayBytes === 0) return { seconds, exact: true };
  return { seconds: Math.max(seconds, file.length / SECOND_BYTES_MAX), exact: false };
}

function openStream(file: Buffer, at: number): OggStream {
  const start = { position: 0, counted: 0, preSkip: 0, headersLeft: 2 };
  const head = file.subarray(at, at + 20);
  if (head.length < 20) return { ...start, codec: 'other', rate: 1 };
  if (head.toString('latin1', 0, 8) === 'OpusHead')
    return { ...start, codec: 'opus', rate: OPUS_RATE, preSkip: head.readUInt16LE(10) };
  const rate = head.readUInt32LE(12);
  const isVorbis = head.toString('latin1', 0, 7) === '\u0001vorbis' && rate > 0;
  return isVorbis ? { ...start, codec: 'vorbis', rate } : { ...start, codec: 'other', rate: 1 };
}

/** Counts the packets that begin on a page as Opus ones; gives the bytes of its body. A packet of 255 bytes or more goes on in the next segment. */
function readPackets(file: Buffer, table: number, segments: number, stream: OggStream): number {
  let size = 0;
  let begins = ((file[table - PAGE_HEADER_BYTES + 5] ?? 0) & 1) === 0;
  for (let segment = 0; segment < segments; segment += 1) {
    const length = file[table + segment] ?? 0;
    const at = table + segments + size;
    if (begins && length > 0) {
      if (stream.headersLeft > 0) stream.headersLeft -= 1;
      else stream.counted += opusPacketSeconds(file[at] ?? 0, file[at + 1] ?? 0);
    }
    begins = length < 255;
    size += length;
  }
  return size;
}

function secondsOf({ codec, rate, position, preSkip, counted }: OggStream): number {
  const claimed = Math.max(0, position - preSkip) / rate;
  return codec === 'opus' ? notBelow(counted, claimed) : claimed;
}
