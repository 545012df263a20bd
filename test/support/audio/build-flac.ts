interface FlacOptions {
  readonly sampleRate?: number;
  /** What the header says of the samples; 0: not known. */
  readonly claimedSeconds?: number;
  /** Bytes in place of frames. */
  readonly noise?: number;
  readonly cover?: Buffer;
}

const BLOCK_SAMPLES = 4_096;

/** A FLAC file, 16 kHz mono with 16 bits: its metadata, and frames of silence. */
export function buildFlac(seconds: number, options: FlacOptions = {}): Buffer {
  const { sampleRate = 16_000, claimedSeconds = seconds, noise, cover } = options;
  const info = Buffer.alloc(34);
  info.writeUInt16BE(4_096, 0);
  info.writeUInt16BE(4_096, 2);
  const samples = BigInt(Math.round(claimedSeconds * sampleRate));
  info.writeBigUInt64BE((BigInt(sampleRate) << 44n) | (0n << 41n) | (15n << 36n) | samples, 10);
  const blocks = [block(0, info, cover === undefined), ...(cover === undefined ? [] : [block(6, cover, true)])];
  const frames = Array.from({ length: Math.ceil((seconds * sampleRate) / BLOCK_SAMPLES) }, (_, number) =>
    frame(number, Math.min(BLOCK_SAMPLES, seconds * sampleRate - number * BLOCK_SAMPLES)),
  );
  return Buffer.concat([
    Buffer.from('fLaC'),
    ...blocks,
    ...(noise === undefined ? frames : [Buffer.alloc(noise, 0x55)]),
  ]);
}

function block(type: number, content: Buffer, isLast: boolean): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt8(type | (isLast ? 0x80 : 0), 0);
  head.writeUIntBE(content.length, 1, 3);
  return Buffer.concat([head, content]);
}

/** One constant sample for all of its channel; the last two bytes, its own checksum, are left out. */
function frame(number: number, samples: number): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(samples - 1);
  const head = Buffer.concat([Buffer.from([0xff, 0xf8, 0x75, 0x08]), Buffer.from(String.fromCodePoint(number)), size]);
  return Buffer.concat([head, Buffer.of(crc8(head)), Buffer.alloc(5)]);
}

function crc8(bytes: Buffer): number {
  return bytes.reduce((sum, byte) => {
    let next = sum ^ byte;
    for (let bit = 0; bit < 8; bit += 1) next = (next & 0x80) === 0 ? next << 1 : ((next << 1) ^ 0x07) & 0xff;
    return next & 0xff;
  }, 0);
}
