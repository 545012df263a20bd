import { attemptsOf, createKey, describeAt, waitForRows } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { buildMp3, buildMp4, buildOgg, buildWav, buildWebm } from '../../support/audio/index.js';
import { answerJson, ReplayUpstream, type UpstreamAnswer } from '../../support/upstream/index.js';

const SECOND_NANO = 100_000n;
const upstream = ReplayUpstream.ofFile();
const config = (): object =>
  buildConfig([
    buildModel({
      name: 'whisper-1',
      model: 'openai/whisper-1',
      apiBase: `${upstream.url}/v1`,
      params: { input_cost_per_second: Number(SECOND_NANO) / 1e9 },
    }),
  ]);

const text = 'Hello!';
const subtitles = (body: string): UpstreamAnswer => ({ status: 200, headers: { 'content-type': 'text/plain' }, body });
const srt = (end: string): UpstreamAnswer => subtitles(`1\n00:00:00,000 --> ${end}\n${text}\n`);
const vtt = (end: string): UpstreamAnswer => subtitles(`WEBVTT\n\n00:00.000 --> ${end}\n${text}\n`);
const minute = buildWav(59.5);
const unknown = Buffer.alloc(45_000, 1);

interface Case {
  readonly name: string;
  readonly format?: string;
  readonly file: Buffer;
  readonly answer: UpstreamAnswer;
  readonly seconds: bigint;
  readonly estimated: boolean;
}

const CASES: readonly Case[] = [
  {
    name: 'JSON without usage',
    format: 'json',
    file: minute,
    answer: answerJson(200, { text }),
    seconds: 60n,
    estimated: true,
  },
  { name: 'no format named', file: minute, answer: answerJson(200, { text }), seconds: 60n, estimated: true },
  {
    name: 'a plain text',
    format: 'text',
    file: minute,
    answer: answerJson(200, { text }),
    seconds: 60n,
    estimated: true,
  },
  {
    name: 'verbose JSON',
    format: 'verbose_json',
    file: minute,
    answer: answerJson(200, { text, duration: '8.47' }),
    seconds: 9n,
    estimated: false,
  },
  {
    name: 'JSON with its seconds',
    format: 'json',
    file: minute,
    answer: answerJson(200, { text, usage: { type: 'duration', seconds: 58 } }),
    seconds: 58n,
    estimated: false,
  },
  {
    name: 'SRT that ends before the file',
    format: 'srt',
    file: minute,
    answer: srt('00:00:12,300'),
    seconds: 60n,
    estimated: true,
  },
  {
    name: 'SRT that ends behind the file',
    format: 'srt',
    file: minute,
    answer: srt('00:01:02,300'),
    seconds: 63n,
    estimated: false,
  },
  {
    name: 'WebVTT that ends before the file',
    format: 'vtt',
    file: minute,
    answer: vtt('00:12.300'),
    seconds: 60n,
    estimated: true,
  },
  {
    name: 'WebVTT of an unknown container',
    format: 'vtt',
    file: unknown,
    answer: vtt('00:12.300'),
    seconds: 13n,
    estimated: false,
  },
  {
    name: 'JSON of MP3',
    format: 'json',
    file: buildMp3(30.4),
    answer: answerJson(200, { text }),
    seconds: 31n,
    estimated: true,
  },
  {
    name: 'JSON of Ogg with Opus',
    format: 'json',
    file: buildOgg(30.4),
    answer: answerJson(200, { text }),
    seconds: 31n,
    estimated: true,
  },
  {
    name: 'JSON of MP4',
    format: 'json',
    file: buildMp4(30.4),
    answer: answerJson(200, { text }),
    seconds: 31n,
    estimated: true,
  },
  {
    name: 'JSON of a recording of a browser',
    format: 'json',
    file: buildWebm(30.4),
    answer: answerJson(200, { text }),
    seconds: 31n,
    estimated: true,
  },
  {
    name: 'JSON of MP4 with a header that lies',
    format: 'json',
    file: buildMp4(60, { claimedSeconds: 1 }),
    answer: answerJson(200, { text }),
    seconds: 61n,
    estimated: true,
  },
  {
    name: 'JSON of an unknown container',
    format: 'json',
    file: unknown,
    answer: answerJson(200, { text }),
    seconds: 60n,
    estimated: true,
  },
];

describeAt(
  'everything set',
  'the charge of a transcription',
  () => ({ config: config() }),
  (gateway) => {
    const send = async (path: string, file: Buffer, format: string | undefined, key: string): Promise<Response> => {
      const form = new FormData();
      form.set('model', 'whisper-1');
      form.set('file', new File([new Uint8Array(file)], 'sound'));
      if (format !== undefined) form.set('response_format', format);
      const headers = { authorization: `Bearer ${key}` };
      return fetch(`${gateway().url}${path}`, { method: 'POST', body: form, headers });
    };

    describe.each(['transcriptions', 'translations'])('%s', (operation) => {
      it.each(CASES.map((one) => [one.name, one] as const))('answered with %s', async (_name, one) => {
        upstream.on('whisper-1', one.answer);
        const { key, hash } = await createKey(gateway(), { max_budget: 1 });
        const response = await send(`/v1/audio/${operation}`, one.file, one.format, key);
        expect([response.status, (await response.text()).includes(text)]).toEqual([200, true]);
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        expect(row).toMatchObject({
          status: 'success',
          cost_nano: one.seconds * SECOND_NANO,
          cost_estimated: one.estimated,
        });
      });
    });

    it('holds what the file lasts where it cannot lie: a key with that much is served', async () => {
      upstream.on('whisper-1', answerJson(200, { text }));
      const { key, hash } = await createKey(gateway(), { max_budget: 0.006 });
      expect((await send('/v1/audio/transcriptions', minute, 'json', key)).status).toBe(200);
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      const [attempt] = await attemptsOf(gateway().databaseUrl, row?.request_id ?? '');
      expect([attempt?.held_nano, row?.cost_nano]).toEqual([60n * SECOND_NANO, 60n * SECOND_NANO]);
    });

    it('holds what the bytes can last where it could', async () => {
      upstream.on('whisper-1', answerJson(200, { text }));
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const file = buildMp4(10, { mediaBytes: 75_000 });
      expect((await send('/v1/audio/transcriptions', file, 'json', key)).status).toBe(200);
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      const [attempt] = await attemptsOf(gateway().databaseUrl, row?.request_id ?? '');
      const bytes = BigInt(Math.ceil(file.length / 750));
      expect([attempt?.held_nano, row?.cost_nano]).toEqual([bytes * SECOND_NANO, 10n * SECOND_NANO]);
    });
  },
);
