const SCALE = 1_000;

interface Mp4Options {
  readonly codec?: 'mp4a' | 'Opus' | 'alac';
  readonly sampleRate?: number;
  /** What the movie's header says, seconds; 0: it was not closed. */
  readonly claimedSeconds?: number;
  /** Packets of the track; AAC has 1,024 samples in each. */
  readonly packets?: number;
  readonly mediaBytes?: number;
}

/** An MP4 file with one track of sound, AAC at 16 kHz where nothing else is said; its media are zeros. */
export function buildMp4(seconds: number, options: Mp4Options = {}): Buffer {
  const { sampleRate = 16_000, codec = 'mp4a', claimedSeconds = seconds, mediaBytes = seconds * 4_000 } = options;
  const packets = options.packets ?? Math.ceil((seconds * sampleRate) / 1_024);
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32BE(packets, 8);
  const track = trackOf(codec, sampleRate, claimedSeconds, box('stsz', sizes));
  return Buffer.concat([
    box('ftyp', Buffer.from('M4A \0\0\0\0')),
    box('mdat', Buffer.alloc(mediaBytes)),
    box('moov', header('mvhd', claimedSeconds), track),
  ]);
}

/** A recording in fragments, as browsers make it: no length in its header, `packets` in each fragment. */
export function buildFragmentedMp4(fragments: number, packets: number, options: Mp4Options = {}): Buffer {
  const { sampleRate = 16_000, codec = 'mp4a' } = options;
  const moof = box('moof', box('traf', box('tfhd', words(0, 1)), box('trun', words(0, packets))));
  return Buffer.concat([
    box('ftyp', Buffer.from('iso5\0\0\0\0')),
    box('moov', header('mvhd', 0), trackOf(codec, sampleRate, 0, box('stsz', words(0, 0, 0)))),
    ...Array.from({ length: fragments }, () => Buffer.concat([moof, box('mdat', Buffer.alloc(packets * 100))])),
  ]);
}

function trackOf(codec: string, sampleRate: number, seconds: number, sizes: Buffer): Buffer {
  const entry = Buffer.alloc(28);
  entry.writeUInt16BE(1, 6);
  entry.writeUInt16BE(1, 16);
  entry.writeUInt16BE(16, 18);
  entry.writeUInt32BE(sampleRate * 65_536, 24);
  const description = box('stsd', words(0, 1), box(codec, entry));
  const id = Buffer.concat([words(0, 0, 0, 1), Buffer.alloc(68)]);
  const media = box('mdia', header('mdhd', seconds), box('minf', box('stbl', description, sizes)));
  return box('trak', box('tkhd', id), media);
}

/** `mvhd` and `mdhd` begin alike. */
function header(type: string, seconds: number): Buffer {
  return box(type, words(0, 0, 0, SCALE, Math.round(seconds * SCALE)), Buffer.alloc(80));
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
}

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const inner = Buffer.concat(content);
  return Buffer.concat([words(inner.length + 8), Buffer.from(type, 'latin1'), inner]);
}
