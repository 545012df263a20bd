import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CanonicalChunk, UploadedFile, Usage } from '@tollgate/canonical';
import {
  openaiSpeechClient,
  openaiTranscriptionsClient as client,
  openaiTranscriptionsUpstream as upstream,
  openaiSpeechUpstream,
} from '@tollgate/formats';
import { FRAMINGS } from '@tollgate/framing';
import type { JsonObject } from '@tollgate/kernel';
import { type ProviderOperation, PROVIDERS } from '@tollgate/providers';
import { buildMp4, buildWav } from '../../support/audio/index.js';
import { deepFreeze } from '../deep-freeze.js';
import { targetOf } from '../targets.js';
import { valueOf } from './read-exchanges.js';

const FOLDER = path.join(__dirname, '../../../libs/formats/src/openai-audio/__recordings__');

interface Recorded {
  readonly request: {
    readonly url: string;
    readonly body?: JsonObject;
    readonly multipart?: readonly {
      readonly name: string;
      readonly value?: string;
      readonly filename?: string;
      readonly contentType?: string;
    }[];
  };
  readonly response: { readonly body?: JsonObject; readonly bodyText?: string; readonly bodyBase64?: string };
}

const read = (file: string): Recorded =>
  (JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as { exchanges: [Recorded] }).exchanges[0];

const file: UploadedFile = {
  field: 'file',
  filename: 'ruby.wav',
  mediaType: 'audio/wav',
  bytes: Buffer.from('RIFF\0\r\n--x\r\n'),
};
const operation = (provider: string, name: 'transcription' | 'translation' | 'speech') =>
  PROVIDERS.find(({ id }) => id === provider)?.adapters[name] as ProviderOperation;
const decode = (fields: JsonObject, files: readonly UploadedFile[] = [file]) =>
  valueOf(client.decodeRequest({ body: fields, files, params: {}, query: {} }));
const shown = { requestedModel: 'public', now: 0, newId: () => 'id' };
const context = { now: 0, newId: () => 'id', requestedModel: 'public', includeUsage: true };

describe('transcriptions on recordings', () => {
  const FORMS = [
    'transcription/whisper',
    'transcription/diarize',
    'transcription/gpt-4o-transcribe-stream',
    'mistral/voxtral',
  ];

  it.each(FORMS)('%s: the form has the recorded fields and the file', (name) => {
    const { request } = read(`${name}.http.json`);
    const fields = Object.fromEntries((request.multipart ?? []).map((part) => [part.name, part.value]));
    const { file: _file, ...sent } = fields;
    const provider = name.startsWith('mistral') ? 'mistral' : 'openai';
    const target = { ...targetOf(provider), model: String(sent['model']) };
    const { spec } = valueOf(
      operation(provider, 'transcription').buildRequest(decode(sent as JsonObject), target, undefined),
    );
    expect(spec.path).toEqual(['v1', 'audio', 'transcriptions']);
    expect(spec.body).toBeUndefined();
    expect(partsOf(spec.headers['content-type'] ?? '', spec.form ?? Buffer.alloc(0))).toEqual({
      ...sent,
      file: { filename: 'ruby.wav', type: 'audio/wav', bytes: Buffer.from(file.bytes).toString('latin1') },
    });
    const again = valueOf(
      operation(provider, 'transcription').buildRequest(decode(sent as JsonObject), target, undefined),
    );
    expect(again.spec).toEqual(spec);
  });

  const USAGES: readonly (readonly [string, Usage | undefined])[] = [
    ['transcription/whisper', { inputUncached: 0, output: 0, seconds: 4 }],
    ['transcription/duration-usage', { inputUncached: 0, output: 0, seconds: 6 }],
    ['transcription/token-usage', { inputUncached: 0, inputAudio: 54, output: 16 }],
    ['transcription/diarize', { inputUncached: 0, inputAudio: 37, output: 144 }],
    // a translation's JSON names no usage
    ['transcription/translation', undefined],
    ['mistral/voxtral', { inputUncached: 0, output: 0, seconds: 3 }],
  ];

  it.each(USAGES)('%s: the answer is relayed, its usage in its own unit', (name, usage) => {
    const body = read(`${name}.http.json`).response.body as JsonObject;
    const response = upstream.decodeResponse(deepFreeze(body), JSON.stringify(body), {
      contentType: 'application/json',
    });
    expect(client.encodeResponse(response, shown)).toEqual(body);
    const { raw: _raw, ...counted } = response.usage ?? {};
    expect(response.usage === undefined ? undefined : counted).toEqual(usage);
  });

  it('gpt-4o-transcribe-stream: any split gives the same chunks, their text the whole, then usage and the end', () => {
    const stream = Buffer.from(read('transcription/gpt-4o-transcribe-stream.http.json').response.bodyText ?? '');
    const chunks = run([stream]);
    expect(run([...stream].map((byte) => Buffer.of(byte)))).toEqual(chunks);
    const text = chunks.map((chunk) => (chunk.type === 'text-delta' ? chunk.text : '')).join('');
    expect(text).toBe('Ruby is a programming language designed for developer happiness.');
    const told = chunks.filter(({ type }) => type !== 'wire' && type !== 'text-delta').map(({ type }) => type);
    expect(told).toEqual(['start', 'text-start', 'text-end', 'usage', 'finish', 'end']);
    const usage = chunks.find((chunk) => chunk.type === 'usage');
    expect(usage).toMatchObject({ final: true, usage: { inputAudio: expect.any(Number), output: expect.any(Number) } });
    const encoder = client.openEncoder(context);
    const relayed = chunks.flatMap((chunk) => encoder.push(chunk));
    expect(relayed.map(({ data }) => data)).toEqual(
      [...FRAMINGS.sse.openDecoder().push(stream)].map(({ data }) => data),
    );
  });

  it('a plain text is asked for as JSON, which tells its length, and written as a text', () => {
    const request = decode({ model: 'm', response_format: 'text' });
    const { body } = valueOf(upstream.encodeRequest(request, targetOf('openai')));
    expect(body).toMatchObject({ response_format: 'json' });
    const json = read('transcription/whisper.http.json').response.body as JsonObject;
    const response = upstream.decodeResponse(json, undefined, { request, contentType: 'application/json' });
    expect(response).toMatchObject({
      result: {
        kind: 'text',
        text: 'Ruby is a programming language designed for developer happiness.\n',
        contentType: 'text/plain; charset=utf-8',
      },
      usage: { seconds: 4 },
    });
  });

  it.each([
    ['srt', '1\n00:00:00,000 --> 00:00:03,700\nRuby\n\n2\n00:01:00,000 --> 01:02:03,004\nis\n', 3_724],
    ['vtt', 'WEBVTT\n\n00:00.000 --> 00:03.700\nRuby\n', 4],
    ['no subtitles', 'Ruby', undefined],
  ])('%s are relayed, and as long as their last line', (_what, text, seconds) => {
    const response = upstream.decodeResponse(text, text, { contentType: 'text/plain' });
    expect(response.result).toEqual({ kind: 'text', text, contentType: 'text/plain' });
    expect(response.usage?.seconds).toBe(seconds);
  });

  it('subtitles that end before the file does tell no usage, and those that go on tell theirs', () => {
    const text = 'WEBVTT\n\n00:00.000 --> 00:03.700\nRuby\n';
    const usageOf = (bytes: Buffer): Usage | undefined => {
      const request = decode({ model: 'm', response_format: 'vtt' }, [{ ...file, bytes }]);
      return upstream.decodeResponse(text, text, { request, contentType: 'text/plain' }).usage;
    };
    expect(usageOf(buildWav(60))).toBeUndefined();
    expect(usageOf(buildWav(2))?.seconds).toBe(4);
  });

  it.each<[string, JsonObject, readonly UploadedFile[]]>([
    ['no file', {}, []],
    ['another file', {}, [{ ...file, field: 'audio' }]],
    ['two files', {}, [file, file]],
    ['a list for a model', { model: ['a', 'b'] }, [file]],
  ])('%s is refused by name', (_what, body, files) => {
    expect(client.decodeRequest({ body, files, params: {}, query: {} })).toMatchObject({
      ok: false,
      error: { status: 400, param: expect.stringMatching(/^(file|model)$/) },
    });
  });

  it('is bounded by the length that its bytes can have, and by nothing where a field is not known', () => {
    const long = { ...file, bytes: Buffer.alloc(750_000) };
    expect(upstream.boundUsage(decode({ language: 'en' }, [long]))).toMatchObject({
      units: { seconds: 1_000 },
      audio: 1,
      unbounded: [],
    });
    expect(upstream.boundUsage(decode({ brand_new: 'x' }, [long])).unbounded).toEqual([
      'brand_new: not a known parameter',
    ]);
  });
});

describe('the bound of a file of audio', () => {
  it.each([
    [
      'a WAV file, which cannot lie, is its length',
      buildWav(59.5),
      { units: { seconds: 60 }, measured: { seconds: 60 } },
    ],
    [
      'an MP4 file is what its bytes can be, and beside it what it says',
      buildMp4(10, { mediaBytes: 75_000 }),
      { units: { seconds: 101 }, measured: { seconds: 10 } },
    ],
    [
      'an MP4 file that says more than its bytes can be is what it says',
      buildMp4(1_000, { mediaBytes: 1_000, packets: 10 }),
      { units: { seconds: 1_000 }, measured: { seconds: 1_000 } },
    ],
    ['another file is what its bytes can be', Buffer.alloc(75_000), { units: { seconds: 100 }, measured: undefined }],
  ])('%s', (_what, bytes, bound) => {
    const { units, measured } = upstream.boundUsage(decode({ model: 'm' }, [{ ...file, bytes }]));
    expect({ units, measured }).toEqual(bound);
  });
});

describe('speech on the recording', () => {
  const { request, response } = read('speech/mp3.http.json');
  const audio = Buffer.from(response.bodyBase64 ?? '', 'base64');
  const asked = valueOf(openaiSpeechClient.decodeRequest({ body: request.body ?? {}, params: {}, query: {} }));

  it('the request is the recorded one', () => {
    const target = { ...targetOf('openai'), model: 'gpt-4o-mini-tts' };
    const { spec } = valueOf(operation('openai', 'speech').buildRequest(asked, target, undefined));
    expect(JSON.parse(spec.body ?? '')).toEqual(request.body);
    expect([...spec.path, spec.headers['accept']]).toEqual(['v1', 'audio', 'speech', '*/*']);
  });

  it('every byte is relayed as it comes, however it is cut, and the characters are its usage', () => {
    for (const size of [audio.length, 1_000, 1]) {
      const frames = FRAMINGS.raw.openDecoder();
      const decoder = openaiSpeechUpstream.openDecoder({ ...context, request: asked });
      const encoder = openaiSpeechClient.openEncoder(context);
      const pieces = Array.from({ length: Math.ceil(audio.length / size) }, (_, at) =>
        audio.subarray(at * size, (at + 1) * size),
      );
      const chunks = [
        ...pieces.flatMap((piece) => frames.push(piece)).flatMap((event) => decoder.push(event)),
        ...decoder.end(),
      ];
      const out = chunks.flatMap((chunk) => encoder.push(chunk)).map((event) => FRAMINGS.raw.encode(event));
      expect(Buffer.from(out.join(''), FRAMINGS.raw.encoding).equals(audio)).toBe(true);
      expect(chunks.find((chunk) => chunk.type === 'usage')).toMatchObject({
        usage: { inputUncached: 0, output: 0, characters: 64 },
      });
      expect(chunks.at(-1)?.type).toBe('end');
    }
  });

  it('is bounded by its characters, and by more of it where it is slower', () => {
    const bound = openaiSpeechUpstream.boundUsage(asked);
    expect(bound).toMatchObject({ units: { characters: 64 }, output: 'audio', outputLimit: 128, unbounded: [] });
    const slow = { ...asked, extra: { ...asked.extra, speed: 0.25 } };
    expect(openaiSpeechUpstream.boundUsage(slow).outputLimit).toBe(512);
  });

  it('events tell the tokens where a client asked for them', () => {
    const events = { ...asked, extra: { ...asked.extra, stream_format: 'sse' } };
    const decoder = openaiSpeechUpstream.openDecoder({ ...context, request: events });
    const done =
      'data: {"type":"speech.audio.done","usage":{"input_tokens":14,"output_tokens":101,"total_tokens":115}}\n\n';
    const chunks = [
      ...decoder.push({ data: done.slice(0, 20) }),
      ...decoder.push({ data: done.slice(20) }),
      ...decoder.end(),
    ];
    expect(chunks.find((chunk) => chunk.type === 'usage')).toMatchObject({
      usage: { inputUncached: 14, output: 0, outputAudio: 101 },
    });
  });

  it.each<[string, JsonObject]>([
    ['no text', {}],
    ['an empty text', { input: '' }],
    ['too long a text', { input: 'a'.repeat(4_097) }],
    ['a list', { input: ['a'] }],
  ])('%s is refused by name', (_what, body) => {
    expect(openaiSpeechClient.decodeRequest({ body, params: {}, query: {} })).toMatchObject({
      ok: false,
      error: { status: 400, param: 'input' },
    });
  });
});

function run(pieces: readonly Uint8Array[]): readonly CanonicalChunk[] {
  const frames = FRAMINGS.sse.openDecoder();
  const decoder = upstream.openDecoder(context);
  const events = [...pieces.flatMap((piece) => frames.push(piece)), ...frames.end()];
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
}

/** The parts of a form, read without the code that wrote it. */
function partsOf(contentType: string, form: Uint8Array): Record<string, unknown> {
  const [, boundary = ''] = /boundary=(.+)$/.exec(contentType) ?? [];
  const text = Buffer.from(form).toString('latin1');
  expect(text.endsWith(`--${boundary}--\r\n`)).toBe(true);
  const parts = text.split(`--${boundary}\r\n`).slice(1);
  return Object.fromEntries(
    parts.map((part) => {
      const end = part.indexOf('\r\n\r\n');
      const head = part.slice(0, end);
      const content = part
        .slice(end + 4)
        .replace(`--${boundary}--\r\n`, '')
        .replace(/\r\n$/, '');
      const [, name = ''] = /name="([^"]*)"/.exec(head) ?? [];
      const [, filename] = /filename="([^"]*)"/.exec(head) ?? [];
      const [, type] = /content-type: ([^\r\n]+)/.exec(head) ?? [];
      return [name, filename === undefined ? content : { filename, type, bytes: content }];
    }),
  );
}
