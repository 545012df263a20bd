import { opusPackets } from './build-ogg.js';

const UNKNOWN_SIZE = Buffer.from('01ffffffffffffff', 'hex');
const CLUSTER_MS = 1_000;

interface WebmOptions {
  /** What it says of its length; absent: nothing, as recordings of browsers. */
  readonly claimedSeconds?: number;
  readonly codec?: 'A_OPUS' | 'A_VORBIS';
  /** Times that the blocks have, as a part of those that they should: less than 1 is a lie. */
  readonly pace?: number;
}

/** A WebM file of Opus with 20 ms a packet, its segment and its clusters of sizes that were not known. */
export function buildWebm(seconds: number, { claimedSeconds, codec = 'A_OPUS', pace = 1 }: WebmOptions = {}): Buffer {
  const duration = Buffer.alloc(8);
  duration.writeDoubleBE((claimedSeconds ?? 0) * 1_000);
  const info = element(
    '1549a966',
    element('2ad7b1', Buffer.from('0f4240', 'hex')),
    ...(claimedSeconds === undefined ? [] : [element('4489', duration)]),
  );
  const track = element('1654ae6b', element('ae', element('d7', Buffer.of(1)), element('86', Buffer.from(codec))));
  return Buffer.concat([
    element('1a45dfa3', element('4282', Buffer.from('webm'))),
    open('18538067'),
    info,
    track,
    ...opusPackets(seconds).map((packet, index) => block(packet, Math.round(index * 20 * pace))),
  ]);
}

function block(packet: Buffer, ms: number): Buffer {
  const time = Buffer.alloc(4);
  time.writeUInt32BE(ms - (ms % CLUSTER_MS));
  const head = Buffer.from([0x81, 0, 0, 0x80]);
  head.writeInt16BE(ms % CLUSTER_MS, 1);
  return Buffer.concat([open('1f43b675'), element('e7', time), element('a3', head, packet)]);
}

function element(id: string, ...content: readonly Buffer[]): Buffer {
  const inner = Buffer.concat(content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(0x10_00_00_00 + inner.length);
  return Buffer.concat([Buffer.from(id, 'hex'), size, inner]);
}

function open(id: string): Buffer {
  return Buffer.concat([Buffer.from(id, 'hex'), UNKNOWN_SIZE]);
}
