import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildFlac,
  buildFragmentedMp4,
  buildMp3,
  buildMp4,
  buildOgg,
  buildWav,
  buildWebm,
  opusPackets,
  wavChunk,
} from '../../../../test/support/audio/index.js';
import { measureAudio } from './measure-audio.js';

const FRAME_SECONDS = 1_152 / 44_100;
const tag = wavChunk('LIST', Buffer.alloc(40_000));

/** Bytes that are no element, behind the first cluster. */
function withGap(file: Buffer): Buffer {
  const at = file.indexOf('1f43b675', file.indexOf('1f43b675', 0, 'hex') + 1, 'hex');
  return Buffer.concat([file.subarray(0, at), Buffer.alloc(5), file.subarray(at)]);
}

describe('the length of a file of audio', () => {
  it.each<[string, Buffer, number, boolean]>([
    ['WAV', buildWav(10), 10, true],
    ['WAV in stereo with 24 bits', buildWav(2.5, { sampleRate: 44_100, channels: 2, bits: 24 }), 2.5, true],
    ['WAV of a telephone', buildWav(60, { sampleRate: 8_000, bits: 8, tag: 7 }), 60, true],
    ['WAV with a cover before and behind', buildWav(3, { before: tag, after: tag }), 3, true],
    ['WAV of a pipe', buildWav(4, { claimedBytes: 0xff_ff_ff_ff }), 4, true],
    ['WAV that was not closed', buildWav(4, { claimedBytes: 0 }), 4, true],
    ['FLAC', buildFlac(12), 12, true],
    ['FLAC with a cover', buildFlac(2, { cover: Buffer.alloc(1_000_000) }), 2, true],
    ['FLAC of a pipe', buildFlac(2, { claimedSeconds: 0 }), 2, true],
    ['Ogg with Opus', buildOgg(7), 7, true],
    ['Ogg with Opus that ends within a packet', buildOgg(6.99), 6.99, true],
    ['Ogg with Vorbis', buildOgg(8, { codec: 'vorbis' }), 8, false],
    ['MP3', buildMp3(20 * FRAME_SECONDS), 0.522, true],
    ['MP3 of a variable rate', buildMp3(300 * FRAME_SECONDS, { kilobits: [32, 320, 128] }), 7.837, true],
    ['MP3 with a tag', buildMp3(20 * FRAME_SECONDS, { tag: Buffer.alloc(100_000) }), 0.522, true],
    ['MP4 with AAC', buildMp4(30), 30, false],
    ['MP4 of a film', buildMp4(30, { mediaBytes: 10_000_000 }), 30, false],
    ['MP4 in fragments', buildFragmentedMp4(10, 50), 32, false],
    ['MP4 in fragments of Opus', buildFragmentedMp4(10, 50, { codec: 'Opus', sampleRate: 48_000 }), 10, false],
    ['WebM', buildWebm(9, { claimedSeconds: 9 }), 9, false],
    ['WebM of a browser', buildWebm(9), 9, false],
  ])('%s is what it lasts', (_name, file, seconds, exact) => {
    expect(measureAudio(file)).toEqual({ seconds, exact });
  });

  it('a recorded MP3 lasts what its frames do', () => {
    const recording = path.join(__dirname, '../openai-audio/__recordings__/speech/mp3.http.json');
    const { exchanges } = JSON.parse(readFileSync(recording, 'utf8')) as {
      exchanges: [{ response: { bodyBase64: string } }];
    };
    const file = Buffer.from(exchanges[0].response.bodyBase64, 'base64');
    const length = measureAudio(file);
    // 128 kbit/s without a break
    expect(length?.exact).toBe(true);
    expect(length?.seconds).toBeCloseTo(file.length / 16_000, 0);
  });

  it.each<[string, Buffer, number]>([
    ['WAV whose data are said to be a byte', buildWav(60, { claimedBytes: 1 }), 60],
    ['WAV whose data are said to be one sample', buildWav(60, { claimedBytes: 2 }), 60],
    ['Ogg with Opus and the first second as its end', buildOgg(60, { claimedSeconds: 1 }), 60],
    ['MP3 whose first frame says that it is the last', buildMp3(60, { claimedFrames: 1 }), 60],
    ['MP4 with AAC and a short header', buildMp4(60, { claimedSeconds: 1 }), 60],
    ['WebM with a short header', buildWebm(60, { claimedSeconds: 1 }), 60],
    ['WebM with a short header and short times', buildWebm(60, { claimedSeconds: 1, pace: 0.01 }), 60],
    ['FLAC with a short header', buildFlac(60, { claimedSeconds: 1 }), 60],
    ['FLAC of noise with a short header', buildFlac(60, { claimedSeconds: 1, noise: 60 * 32_000 }), 59],
    ['Ogg with something between its pages', Buffer.concat([buildOgg(1), Buffer.alloc(9), buildOgg(60)]), 61],
    ['WebM with something between its clusters', withGap(buildWebm(60, { claimedSeconds: 1 })), 60],
    ['Ogg with Vorbis as dense as it gets', buildOgg(1, { codec: 'vorbis', packets: opusPackets(1_200, 64) }), 60],
    ['MP4 of an unknown codec', buildMp4(1, { codec: 'alac', packets: 1, mediaBytes: 75_000_000 }), 60],
  ])('%s is no shorter than what is in it', (_name, file, seconds) => {
    expect(measureAudio(file)?.seconds).toBeGreaterThanOrEqual(seconds);
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(100_000)],
    ['a text', Buffer.from('RIFF\0\r\n--x\r\n')],
    ['WAV with compressed samples', buildWav(1, { tag: 0x11 })],
    ['WAV at a rate that nobody plays', buildWav(1, { tag: 1, sampleRate: 100_000_000, bits: 8 })],
    [
      'FLAC whose frames hide among others',
      Buffer.concat([buildFlac(60), Buffer.alloc(4_000_000, Buffer.from('fff87508', 'hex'))]),
    ],
    ['FLAC that does not say', buildFlac(2, { claimedSeconds: 0, noise: 9 })],
    ['Ogg with another codec', buildOgg(2, { codec: 'speex' })],
    ['MP4 that says nothing', buildMp4(0, { codec: 'alac', packets: 0, mediaBytes: 1_000 })],
    ['MP3 frames between other bytes', Buffer.concat([buildMp3(0.1), Buffer.alloc(100_000, 1)])],
  ])('%s is not known', (_name, file) => {
    expect(measureAudio(file)).toBeUndefined();
  });

  const HOSTILE: readonly (readonly [string, Buffer])[] = [
    ['WAV of empty chunks', Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), Buffer.alloc(8_000_000, 'junk\0\0\0\0')])],
    ['MP4 of empty boxes', Buffer.concat([buildMp4(1), Buffer.alloc(8_000_000, Buffer.from('\0\0\0\u0008free'))])],
    ['MP4 of folders', Buffer.concat([buildMp4(1), Buffer.alloc(8_000_000, Buffer.from('\0\0\0\u0008moov'))])],
    ['WebM of empty elements', Buffer.concat([buildWebm(1), Buffer.alloc(8_000_000, Buffer.of(0xec, 0x80))])],
    ['WebM of clusters', Buffer.concat([buildWebm(1), Buffer.alloc(8_000_000, Buffer.of(0xa0, 0x80))])],
    [
      'FLAC of what looks like frames',
      Buffer.concat([buildFlac(1), Buffer.alloc(8_000_000, Buffer.from('fff87508', 'hex'))]),
    ],
    ['FLAC of what begins like frames', Buffer.concat([buildFlac(1), Buffer.alloc(8_000_000, 0xff)])],
    [
      'WebM of what looks like clusters',
      Buffer.concat([buildWebm(1), Buffer.alloc(8_000_000, Buffer.from('0000001f43b675', 'hex'))]),
    ],
    ['Ogg of empty pages', Buffer.alloc(8_100_000, Buffer.concat([Buffer.from('OggS'), Buffer.alloc(23)]))],
    [
      'MP3 of the smallest frames',
      Buffer.alloc(8_000_000, Buffer.concat([Buffer.from('fff31400', 'hex'), Buffer.alloc(20)])),
    ],
  ];

  it.each(HOSTILE)('%s takes no time', (_name, file) => {
    const start = performance.now();
    measureAudio(file);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('no file throws, wherever it is cut and whatever byte is another', () => {
    const files = [
      buildWav(0.01, { before: wavChunk('LIST', Buffer.alloc(8)) }),
      buildFlac(0.01),
      buildOgg(0.1),
      buildOgg(0.1, { codec: 'vorbis' }),
      buildMp3(0.1, { claimedFrames: 4, tag: Buffer.alloc(9) }),
      buildMp4(0.01),
      buildFragmentedMp4(2, 3),
      buildWebm(0.1, { claimedSeconds: 0.1 }),
    ];
    for (const file of files) {
      for (let at = 0; at < file.length; at += 1) {
        measureAudio(file.subarray(0, at));
        for (const byte of [0, 1, 0x7f, 0x80, 0xff]) {
          const other = Buffer.from(file);
          other[at] = byte;
          const seconds = measureAudio(other)?.seconds;
          if (seconds !== undefined) expect(seconds).toBeGreaterThan(0);
        }
      }
    }
  });
});
