import { type AudioLength, notBelow } from './audio-length.js';

/** Boxes of one file that are looked at; a long recording in fragments has some ten thousand. */
const BOXES_MAX = 100_000;
const FOLDERS: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf']);
/** Samples of a packet by its codec: AAC (ISO/IEC 14496-3) and Opus as encoders write it. */
const PACKET_SAMPLES: ReadonlyMap<string, number> = new Map([
  ['mp4a', 1_024],
  ['Opus', 960],
]);
const SAMPLE_RATE_MAX = 96_000;
/** A film with its sound, bytes of a second: denser ones are sent to nobody for their words. */
const SECOND_BYTES_MAX = 1_250_000;

interface Mp4Track {
  /** Of a packet; 0 where it is not known. */
  packetSeconds: number;
  packets: number;
  claimed: number;
}

/**
 * MP4 and QuickTime (ISO/IEC 14496-12): the length that the movie's header names, else the longest track's; never less than its packets of
 * sound last, or its bytes. undefined for any other file and where nothing tells.
 */
export function mp4Length(file: Buffer): AudioLength | undefined {
  if (file.length < 16 || file.toString('latin1', 4, 8) !== 'ftyp') return undefined;
  const movie = new Mp4Movie();
  let at = 0;
  for (let boxes = 0; at + 8 <= file.length; boxes += 1) {
    if (boxes === BOXES_MAX) return undefined;
    const type = file.toString('latin1', at + 4, at + 8);
    const isLong = file.readUInt32BE(at) === 1 && at + 16 <= file.length;
    const size = isLong ? Number(file.readBigUInt64BE(at + 8)) : file.readUInt32BE(at);
    const head = isLong ? 16 : 8;
    if (size !== 0 && size < head) break;
    movie.read(type, file.subarray(at + head, size === 0 ? file.length : at + size));
    if (size === 0 && !FOLDERS.has(type)) break;
    at += FOLDERS.has(type) ? head : size;
  }
  const seconds = movie.seconds();
  return seconds === undefined
    ? undefined
    : { seconds: Math.max(seconds, file.length / SECOND_BYTES_MAX), exact: false };
}

class Mp4Movie {
  private claimed = 0;
  private readonly tracks = new Map<number, Mp4Track>();
  private current: Mp4Track = { packetSeconds: 0, packets: 0, claimed: 0 };

  read(type: string, box: Buffer): void {
    switch (type) {
      case 'mvhd':
        this.claimed = Math.max(this.claimed, durationOf(box));
        return;
      case 'tkhd':
        return this.open(box[0] === 1 ? wordAt(box, 20) : wordAt(box, 12));
      case 'mdhd':
        this.current.claimed = Math.max(this.current.claimed, durationOf(box));
        return;
      case 'stsd':
        this.current.packetSeconds = packetSecondsOf(box);
        return;
      case 'stsz':
        this.current.packets += wordAt(box, 8);
        return;
      case 'tfhd':
        return this.open(wordAt(box, 4));
      case 'trun':
        this.current.packets += wordAt(box, 4);
    }
  }

  seconds(): number | undefined {
    const tracks = [...this.tracks.values()];
    const claimed = this.claimed > 0 ? this.claimed : Math.max(0, ...tracks.map((track) => track.claimed));
    const counted = Math.max(0, ...tracks.map(({ packets, packetSeconds }) => packets * packetSeconds));
    const seconds = notBelow(counted, claimed);
    return seconds > 0 ? seconds : counted > 0 ? counted : undefined;
  }

  private open(id: number): void {
    this.current = this.tracks.get(id) ?? { packetSeconds: 0, packets: 0, claimed: 0 };
    if (this.tracks.size < 100) this.tracks.set(id, this.current);
  }
}

/** Of `mvhd` and `mdhd`, which begin alike: 0 where it is unknown, as in a recording that was not closed. */
function durationOf(box: Buffer): number {
  const isLong = box[0] === 1;
  if (box.length < (isLong ? 32 : 20)) return 0;
  const scale = wordAt(box, isLong ? 20 : 12);
  const duration = isLong ? Number(box.readBigUInt64BE(24)) : wordAt(box, 16);
  const isUnknown = isLong ? duration >= 2 ** 63 : duration === 0xff_ff_ff_ff;
  return scale === 0 || isUnknown ? 0 : duration / scale;
}

/** Of the track's first description of sound; its rate is written with 16 bits before the point. */
function packetSecondsOf(box: Buffer): number {
  const samples = PACKET_SAMPLES.get(box.toString('latin1', 12, 16));
  const rate = wordAt(box, 40) / 65_536;
  return samples === undefined || rate === 0 ? 0 : samples / Math.min(rate, SAMPLE_RATE_MAX);
}

function wordAt(box: Buffer, at: number): number {
  return at + 4 <= box.length ? box.readUInt32BE(at) : 0;
}
