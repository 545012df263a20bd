import { type AudioLength, notBelow } from './audio-length.js';
import { opusPacketSeconds } from './opus-packet-seconds.js';

/** Elements of one file that are looked at; an hour of Opus has 180,000. */
const ELEMENTS_MAX = 300_000;
/** As for MP4: a film with its sound. */
const SECOND_BYTES_MAX = 1_250_000;
const NANOSECONDS = 1e9;

const EBML = 0x1a_45_df_a3;
const INFO_SCALE = 0x2a_d7_b1;
const INFO_DURATION = 0x44_89;
const TRACK = 0xae;
const TRACK_NUMBER = 0xd7;
const TRACK_CODEC = 0x86;
const CLUSTER_TIME = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK = 0xa1;
const CLUSTER = Buffer.from('1f43b675', 'hex');
/** Segment, Info, Tracks, TrackEntry, Cluster, BlockGroup: what is in them is read, and browsers do not know their sizes. */
const FOLDERS: ReadonlySet<number> = new Set([0x18_53_80_67, 0x15_49_a9_66, 0x16_54_ae_6b, TRACK, 0x1f_43_b6_75, 0xa0]);

/**
 * WebM and Matroska (RFC 9559): the length that it names, which recordings of browsers do not, else the time of the last block; never less
 * than its Opus packets last, or its bytes. undefined for any other file and where nothing tells.
 */
export function webmLength(file: Buffer): AudioLength | undefined {
  if (file.length < 4 || file.readUInt32BE(0) !== EBML) return undefined;
  const film = new WebmFilm();
  let at = 0;
  for (let elements = 0; at < file.length; elements += 1) {
    if (elements === ELEMENTS_MAX) return undefined;
    const idBytes = vintBytes(file[at]);
    const sizeBytes = vintBytes(file[at + idBytes]);
    const start = at + idBytes + sizeBytes;
    if (idBytes > 4 || sizeBytes > 8 || start > file.length) {
      // players go on at the next cluster behind what is no element
      const cluster = file.indexOf(CLUSTER, at + 1);
      if (cluster === -1) break;
      at = cluster;
      continue;
    }
    const id = file.readUIntBE(at, idBytes);
    const size = vint(file, at + idBytes, sizeBytes);
    film.read(id, file.subarray(start, start + size));
    at = FOLDERS.has(id) ? start : start + size;
  }
  const seconds = film.seconds();
  return seconds === undefined
    ? undefined
    : { seconds: Math.max(seconds, file.length / SECOND_BYTES_MAX), exact: false };
}

class WebmFilm {
  private scale = 1_000_000;
  private duration = 0;
  private clusterTime = 0;
  private lastTime = 0;
  private readonly opusSeconds = new Map<number, number>();
  private track: { number?: number; isOpus?: boolean } = {};

  read(id: number, content: Buffer): void {
    switch (id) {
      case INFO_SCALE:
        this.scale = uint(content) || this.scale;
        return;
      case INFO_DURATION:
        this.duration =
          content.length === 4 ? content.readFloatBE(0) : content.length === 8 ? content.readDoubleBE(0) : 0;
        return;
      case TRACK:
        this.track = {};
        return;
      case TRACK_NUMBER:
        return this.learn({ number: uint(content) });
      case TRACK_CODEC:
        return this.learn({ isOpus: content.toString('latin1', 0, 16) === 'A_OPUS' });
      case CLUSTER_TIME:
        this.clusterTime = uint(content);
        return;
      case SIMPLE_BLOCK:
      case BLOCK:
        this.block(content);
    }
  }

  seconds(): number | undefined {
    const counted = Math.max((this.lastTime * this.scale) / NANOSECONDS, ...this.opusSeconds.values());
    const claimed = this.duration > 0 ? (this.duration * this.scale) / NANOSECONDS : counted;
    const seconds = notBelow(counted, claimed);
    return seconds > 0 ? seconds : undefined;
  }

  private learn(known: { number?: number; isOpus?: boolean }): void {
    this.track = { ...this.track, ...known };
    const { number, isOpus } = this.track;
    if (number !== undefined && isOpus === true && this.opusSeconds.size < 100) this.opusSeconds.set(number, 0);
  }

  /** Its track, its time within the cluster, its flags, its packet (RFC 9559, section 10). */
  private block(content: Buffer): void {
    const numberBytes = vintBytes(content[0]);
    const packet = numberBytes + 3;
    if (numberBytes > 8 || packet >= content.length) return;
    this.lastTime = Math.max(this.lastTime, this.clusterTime + content.readInt16BE(numberBytes));
    const number = vint(content, 0, numberBytes);
    const before = this.opusSeconds.get(number);
    if (before === undefined) return;
    this.opusSeconds.set(number, before + opusPacketSeconds(content[packet] ?? 0, content[packet + 1] ?? 0));
  }
}

/** Bytes of a number of variable size, by its first one; 9 where that is none. */
function vintBytes(first: number | undefined): number {
  return first === undefined || first === 0 ? 9 : Math.clz32(first) - 23;
}

function vint(file: Buffer, at: number, bytes: number): number {
  let value = (file[at] ?? 0) & (0xff >> bytes);
  for (let index = 1; index < bytes; index += 1) value = value * 256 + (file[at + index] ?? 0);
  return value;
}

function uint(content: Buffer): number {
  return content.length === 0 || content.length > 6 ? 0 : content.readUIntBE(0, content.length);
}
