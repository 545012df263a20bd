interface WavOptions {
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly bits?: number;
  readonly tag?: number;
  /** What the header says of the samples' bytes, where that is not what is there. */
  readonly claimedBytes?: number;
  readonly before?: Buffer;
  readonly after?: Buffer;
}

/** A WAV file (RIFF) of silence, 16 kHz mono with 16 bits where nothing else is said. */
export function buildWav(seconds: number, options: WavOptions = {}): Buffer {
  const { sampleRate = 16_000, channels = 1, bits = 16, tag = 1, claimedBytes, before, after } = options;
  const frame = channels * (bits / 8);
  const format = Buffer.alloc(16);
  format.writeUInt16LE(tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE(sampleRate * frame, 8);
  format.writeUInt16LE(frame, 12);
  format.writeUInt16LE(bits, 14);
  const data = wavChunk('data', Buffer.alloc(Math.round(seconds * sampleRate) * frame), claimedBytes);
  const chunks = [Buffer.from('WAVE'), wavChunk('fmt ', format), before, data, after];
  return wavChunk('RIFF', Buffer.concat(chunks.filter((chunk) => chunk !== undefined)));
}

/** A chunk with its name and size. */
export function wavChunk(id: string, content: Buffer, claimedBytes = content.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(claimedBytes, 4);
  return Buffer.concat([head, content]);
}
