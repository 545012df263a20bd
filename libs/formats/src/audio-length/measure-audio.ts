import type { AudioLength } from './audio-length.js';
import { flacLength } from './flac-length.js';
import { mp3Length } from './mp3-length.js';
import { mp4Length } from './mp4-length.js';
import { oggLength } from './ogg-length.js';
import { skipId3 } from './skip-id3.js';
import { wavLength } from './wav-length.js';
import { webmLength } from './webm-length.js';

const READERS = [wavLength, flacLength, oggLength, mp4Length, webmLength, mp3Length] as const;

/** Longer than any file of a form can be, seconds: a header that says more says nothing. */
const SECONDS_MAX = 1_000_000;

/**
 * How long a file of audio is, as its container tells it; undefined where the container is none of those that OpenAI takes (WAV, FLAC,
 * Ogg, MP4, WebM, MP3) or says nothing. Reads what any caller may send: the work is bounded by the bytes, and nothing throws. A header is
 * never believed below what the packets that were counted, or the densest audio of that kind, must last.
 */
export function measureAudio(bytes: Uint8Array): AudioLength | undefined {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const file = whole.subarray(skipId3(whole));
  for (const read of READERS) {
    const length = read(file);
    if (length === undefined) continue;
    // sums of packets are a hair beside what they should be
    const seconds = Math.round(length.seconds * 1_000) / 1_000;
    return seconds > 0 && seconds <= SECONDS_MAX ? { ...length, seconds } : undefined;
  }
  return undefined;
}
