const PRE_SKIP = 312;
/** CELT, 20 ms, mono, one frame. */
const TOC = 0xf8;

interface OggOptions {
  readonly codec?: 'opus' | 'vorbis' | 'speex';
  readonly packets?: readonly Buffer[];
  /** What the last page says of the length. */
  readonly claimedSeconds?: number;
}

/** An Ogg file of Opus with 20 ms a packet where nothing else is said; one page for each packet, and its checksums left out. */
export function buildOgg(seconds: number, options: OggOptions = {}): Buffer {
  const { codec = 'opus', packets = opusPackets(seconds), claimedSeconds = seconds } = options;
  const rate = codec === 'opus' ? 48_000 : 44_100;
  const heads = {
    opus: [opusHead(), Buffer.from('OpusTags\0\0\0\0\0\0\0\0')],
    vorbis: vorbisHeads(),
    speex: [speexHead()],
  };
  const last = Math.round(claimedSeconds * rate) + (codec === 'opus' ? PRE_SKIP : 0);
  const pages = packets.map((packet, index) =>
    page(packet, BigInt(Math.round((last * (index + 1)) / packets.length)), index + heads[codec].length),
  );
  return Buffer.concat([...heads[codec].map((head, index) => page(head, 0n, index)), ...pages]);
}

/** Packets of 20 ms, `bytes` each. */
export function opusPackets(seconds: number, bytes = 80): readonly Buffer[] {
  return Array.from({ length: Math.ceil(seconds / 0.02) }, () =>
    Buffer.concat([Buffer.of(TOC), Buffer.alloc(bytes - 1)]),
  );
}

function page(packet: Buffer, position: bigint, sequence: number): Buffer {
  const segments = [...Array<number>(Math.floor(packet.length / 255)).fill(255), packet.length % 255];
  const head = Buffer.alloc(27);
  head.write('OggS', 'latin1');
  head.writeUInt8(sequence === 0 ? 2 : 0, 5);
  head.writeBigInt64LE(position, 6);
  head.writeUInt32LE(7, 14);
  head.writeUInt32LE(sequence, 18);
  head.writeUInt8(segments.length, 26);
  return Buffer.concat([head, Buffer.from(segments), packet]);
}

function opusHead(): Buffer {
  const head = Buffer.alloc(20);
  head.write('OpusHead', 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt16LE(PRE_SKIP, 10);
  head.writeUInt32LE(16_000, 12);
  return head.subarray(0, 19);
}

function vorbisHeads(): readonly Buffer[] {
  const head = Buffer.alloc(30);
  head.write('\u0001vorbis', 'latin1');
  head.writeUInt8(1, 11);
  head.writeUInt32LE(44_100, 12);
  return [head, Buffer.from('\u0003vorbis'), Buffer.from('\u0005vorbis')];
}

function speexHead(): Buffer {
  const head = Buffer.alloc(80);
  head.write('Speex   1.2', 'latin1');
  return head;
}
