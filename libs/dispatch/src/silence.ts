const SAMPLES_PER_SECOND = 16_000;
/** Half a second: OpenAI refuses less than a tenth, and a begun second is charged whole. */
const SAMPLES = SAMPLES_PER_SECOND / 2;
const SAMPLE_BYTES = 2;
const HEADER_BYTES = 44;

/** A WAV file in which nothing is heard: PCM, 16 bits, one channel. */
export function silence(): Uint8Array {
  const dataBytes = SAMPLES * SAMPLE_BYTES;
  const file = Buffer.alloc(HEADER_BYTES + dataBytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  file.writeUInt32LE(SAMPLES_PER_SECOND * SAMPLE_BYTES, 28);
  file.writeUInt16LE(SAMPLE_BYTES, 32);
  file.writeUInt16LE(SAMPLE_BYTES * 8, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(dataBytes, 40);
  return file;
}
