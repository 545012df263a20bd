/** MPEG 1 layer III at 44.1 kHz: kbit/s of a frame to its header's second half. */
const RATE_INDEX: Readonly<Record<number, number>> = { 32: 1, 64: 5, 128: 9, 320: 14 };
const FRAME_SECONDS = 1_152 / 44_100;

interface Mp3Options {
  /** Rates of the frames, by turns: more than one is a variable rate. */
  readonly kilobits?: readonly number[];
  /** A Xing frame in front that says so many frames. */
  readonly claimedFrames?: number;
  readonly tag?: Buffer;
}

/** An MP3 file of whole frames without sound, at least `seconds` long. */
export function buildMp3(seconds: number, { kilobits = [128], claimedFrames, tag }: Mp3Options = {}): Buffer {
  const count = Math.ceil(seconds / FRAME_SECONDS - 1e-9);
  const frames = Array.from({ length: count }, (_, index) => frame(kilobits[index % kilobits.length] ?? 128));
  const front = [
    ...(tag === undefined ? [] : [id3(tag)]),
    ...(claimedFrames === undefined ? [] : [xing(claimedFrames)]),
  ];
  return Buffer.concat([...front, ...frames]);
}

function frame(kilobits: number): Buffer {
  const bytes = Buffer.alloc(Math.floor((144 * kilobits * 1_000) / 44_100));
  bytes.writeUInt32BE(((0xff_fb << 16) | ((RATE_INDEX[kilobits] ?? 0) << 12)) >>> 0, 0);
  return bytes;
}

function xing(frames: number): Buffer {
  const bytes = frame(128);
  bytes.write('Xing', 36, 'latin1');
  bytes.writeUInt32BE(1, 40);
  bytes.writeUInt32BE(frames, 44);
  return bytes;
}

function id3(content: Buffer): Buffer {
  const head = Buffer.from('ID3\u0004\0\0\0\0\0\0', 'latin1');
  for (let index = 0; index < 4; index += 1) head.writeUInt8((content.length >> (7 * (3 - index))) & 0x7f, 6 + index);
  return Buffer.concat([head, content]);
}
