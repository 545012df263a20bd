import type { CanonicalChunk } from '@tollgate/canonical';
import { SpeechDecoder } from './speech-decoder.js';

const DELTA = 'data: {"type":"speech.audio.delta","audio":"AAAA"}\n\n';
const FAILED = 'data: {"type":"error","message":"no key 0123456789"}\n\n';

/** What goes on to the client, as it stands. */
const relayed = (chunks: readonly CanonicalChunk[]): string =>
  chunks.flatMap((chunk) => (chunk.type === 'wire' ? [chunk.event.data] : [])).join('');

function decode(pieces: readonly string[]): readonly CanonicalChunk[] {
  const decoder = new SpeechDecoder(5, true);
  return [...pieces.flatMap((data) => decoder.push({ data })), ...decoder.end()];
}

describe('speech as events', () => {
  const whole =
    DELTA + DELTA + 'data: {"type":"speech.audio.done","usage":{"input_tokens":1,"output_tokens":2}}\r\n\r\n';

  it.each(Array.from({ length: whole.length - 1 }, (_, at) => at + 1))('is relayed byte for byte, cut at %i', (at) => {
    const chunks = decode([whole.slice(0, at), whole.slice(at)]);
    expect(relayed(chunks)).toBe(whole);
    expect(chunks.find(({ type }) => type === 'usage')).toMatchObject({ usage: { inputUncached: 1, outputAudio: 2 } });
    expect(chunks.at(-1)).toEqual({ type: 'end' });
  });

  it.each(Array.from({ length: FAILED.length }, (_, at) => at + 1))(
    'tells nothing of an error itself, cut at %i',
    (at) => {
      const chunks = decode([DELTA + FAILED.slice(0, at), FAILED.slice(at)]);
      expect(relayed(chunks)).toBe(at === FAILED.length ? '' : DELTA);
      expect(chunks.find(({ type }) => type === 'error')).toMatchObject({ message: 'no key 0123456789' });
    },
  );

  it.each(['plain audio', 'data: {"type":"speech.audio.delta"}'])(
    'is relayed where it ends without an event’s end: %s',
    (bytes) => {
      const chunks = decode([bytes]);
      expect(relayed(chunks)).toBe(bytes);
      expect(chunks.map(({ type }) => type)).toEqual(['wire', 'start', 'opaque', 'usage', 'finish', 'end']);
    },
  );

  it('that breaks off within an event is relayed so far', () => {
    expect(relayed(decode([DELTA + 'data: {"typ']))).toBe(DELTA + 'data: {"typ');
  });
});
