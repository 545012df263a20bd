import OpenAI, { BadRequestError, UnprocessableEntityError } from 'openai';
import { createKey, describeAtBothEnds, openCall, waitForRows } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { answerEvents, answerJson, answerRecording, Gate, ReplayUpstream } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const AUDIO = Buffer.from('RIFF\0\u00ff--not-a-boundary\r\n', 'latin1');
const wav = (): File => new File([AUDIO], 'ruby.wav', { type: 'audio/wav' });
const png = (name: string): File => new File([Buffer.from([137, 80, 78, 71, 0, 13, 10])], name, { type: 'image/png' });

function config(): object {
  const at = (name: string, params: object): object =>
    buildModel({ name, model: `openai/${name}`, apiBase: `${upstream.url}/v1`, params: { ...params } });
  return buildConfig([
    at('whisper-1', { input_cost_per_second: 0.0001 }),
    at('gpt-4o-transcribe', {
      input_cost_per_token: 2.5e-6,
      input_cost_per_audio_token: 6e-6,
      output_cost_per_token: 1e-5,
    }),
    at('tts-1', { input_cost_per_character: 1.5e-5 }),
    at('gpt-4o-mini-tts', {
      input_cost_per_token: 6e-7,
      output_cost_per_audio_token: 1.2e-5,
      output_cost_per_token: 1.2e-5,
    }),
    at('gpt-image-1', {
      input_cost_per_token: 5e-6,
      input_cost_per_image_token: 1e-5,
      output_cost_per_image_token: 4e-5,
    }),
    at('by-the-piece', { output_cost_per_image: 0.04 }),
  ]);
}

describeAtBothEnds(
  'audio and pictures, by the official SDK',
  () => ({ config: config() }),
  (gateway) => {
    const connect = (apiKey = gateway().masterKey, path = '/v1'): OpenAI =>
      new OpenAI({ apiKey, baseURL: gateway().url + path, maxRetries: 0 });
    const rows = (hash: string) => waitForRows(gateway().databaseUrl, hash, 1);

    describe('transcriptions', () => {
      it.each(['/v1', ''])(
        'reach the provider as a form, and cost their seconds, with base URL path "%s"',
        async (path) => {
          upstream.on('whisper-1', answerRecording('openai-audio', 'transcription/whisper.http.json'));
          const { key, hash } = await createKey(gateway());
          const answer = await connect(key, path).audio.transcriptions.create({
            model: 'whisper-1',
            file: wav(),
            language: 'en',
            timestamp_granularities: ['word', 'segment'],
          });
          expect(answer.text).toBe('Ruby is a programming language designed for developer happiness.');
          expect(upstream.of('whisper-1').at(-1)).toMatchObject({
            path: '/v1/audio/transcriptions',
            body: {
              model: 'whisper-1',
              language: 'en',
              file: { filename: 'ruby.wav', type: 'audio/wav', size: AUDIO.length },
            },
          });
          expect(upstream.of('whisper-1').at(-1)?.bytes.includes(AUDIO)).toBe(true);
          expect((await rows(hash))[0]).toMatchObject({
            status: 'success',
            operation: 'transcription',
            seconds: 4,
            cost_nano: 4n * 100_000n,
            cost_estimated: false,
          });
        },
      );

      it('stream their text, and cost the tokens that the last event tells', async () => {
        upstream.on(
          'gpt-4o-transcribe',
          answerRecording('openai-audio', 'transcription/gpt-4o-transcribe-stream.http.json'),
        );
        const { key, hash } = await createKey(gateway());
        const stream = await connect(key).audio.transcriptions.create({
          model: 'gpt-4o-transcribe',
          file: wav(),
          stream: true,
        });
        const events = [];
        for await (const event of stream) events.push(event);
        expect(events.at(-1)).toMatchObject({
          type: 'transcript.text.done',
          text: 'Ruby is a programming language designed for developer happiness.',
        });
        const deltas = events.map((event) => (event.type === 'transcript.text.delta' ? event.delta : '')).join('');
        expect(deltas).toBe('Ruby is a programming language designed for developer happiness.');
        const [row] = await rows(hash);
        expect(row).toMatchObject({ status: 'success', stream: true, cost_estimated: false });
        expect(row?.cost_nano).toBeGreaterThan(0n);
      });

      it('come as a text for a client that asks for one, and are paid by the second all the same', async () => {
        upstream.on('whisper-1', answerRecording('openai-audio', 'transcription/whisper.http.json'));
        const { key, hash } = await createKey(gateway());
        const text = await connect(key).audio.transcriptions.create({
          model: 'whisper-1',
          file: wav(),
          response_format: 'text',
        });
        expect(text).toBe('Ruby is a programming language designed for developer happiness.\n');
        expect((await rows(hash))[0]).toMatchObject({ seconds: 4, cost_estimated: false });
      });

      it('hold what the audio can cost: a key with less is refused, and nothing is called', async () => {
        const { key } = await createKey(gateway(), { max_budget: 0.0001 });
        const before = upstream.requests.length;
        const file = new File([Buffer.alloc(75_000)], 'long.wav', { type: 'audio/wav' });
        await expect(connect(key).audio.transcriptions.create({ model: 'whisper-1', file })).rejects.toBeInstanceOf(
          UnprocessableEntityError,
        );
        expect(upstream.requests).toHaveLength(before);
      });

      it('whose provider cannot stream are refused before they are billed', async () => {
        const before = upstream.requests.length;
        await expect(
          connect().audio.transcriptions.create({ model: 'whisper-1', file: wav(), stream: true }),
        ).rejects.toBeInstanceOf(BadRequestError);
        expect(upstream.requests).toHaveLength(before);
      });
    });

    it('translations have an endpoint of their own', async () => {
      upstream.on('whisper-1', answerRecording('openai-audio', 'transcription/translation.http.json'));
      const answer = await connect().audio.translations.create({ model: 'whisper-1', file: wav() });
      expect(answer.text).toMatch(/^The sun rises in the east/);
      expect(upstream.of('whisper-1').at(-1)?.path).toBe('/v1/audio/translations');
    });

    describe('speech', () => {
      const asked = { input: 'Ruby is a programming language designed for developer happiness.', voice: 'alloy' };

      it('is the recorded audio, byte for byte, and costs its characters', async () => {
        const recorded = answerRecording('openai-audio', 'speech/mp3.http.json');
        upstream.on('tts-1', recorded);
        const { key, hash } = await createKey(gateway());
        const answer = await connect(key).audio.speech.create({ model: 'tts-1', ...asked });
        expect(answer.headers.get('content-type')).toBe('audio/mpeg');
        expect(Buffer.from(await answer.arrayBuffer()).equals(recorded.bytes as Buffer)).toBe(true);
        expect((await rows(hash))[0]).toMatchObject({
          status: 'success',
          operation: 'speech',
          characters: 64,
          cost_nano: 64n * 15_000n,
          cost_estimated: false,
        });
      });

      it('is passed on as it is made, before it is whole', async () => {
        const gate = new Gate();
        upstream.on('tts-1', {
          status: 200,
          headers: { 'content-type': 'audio/mpeg' },
          body: '',
          bytes: [Buffer.from([0xff, 0xfb, 0x00]), Buffer.from([0x80, 0x81])],
          gate: (index) => (index === 1 ? gate.opened : undefined),
        });
        const response = await openCall(gateway(), 'POST /v1/audio/speech', { body: { model: 'tts-1', ...asked } });
        const reader = (response.body as ReadableStream<Uint8Array>).getReader();
        const first = await reader.read();
        expect([...(first.value ?? [])]).toEqual([0xff, 0xfb, 0x00]);
        gate.open();
        const rest: number[] = [];
        for (let next = await reader.read(); !next.done; next = await reader.read()) rest.push(...next.value);
        expect(rest).toEqual([0x80, 0x81]);
      });

      it('that breaks off is no clean end, and is charged', async () => {
        upstream.on('tts-1', {
          status: 200,
          headers: { 'content-type': 'audio/mpeg' },
          body: '',
          bytes: [Buffer.from('one'), Buffer.from('two')],
          cutAfter: 1,
        });
        const { key, hash } = await createKey(gateway());
        const response = await openCall(gateway(), 'POST /v1/audio/speech', {
          key,
          body: { model: 'tts-1', ...asked },
        });
        await expect(response.arrayBuffer()).rejects.toThrow();
        const [row] = await rows(hash);
        expect(row).toMatchObject({ status: 'failure', cost_estimated: true });
        expect(row?.cost_nano).toBeGreaterThan(0n);
      });

      it('whose tokens nobody tells is charged an estimate of them, never nothing', async () => {
        upstream.on('gpt-4o-mini-tts', answerRecording('openai-audio', 'speech/mp3.http.json'));
        const { key, hash } = await createKey(gateway(), { max_budget: 1 });
        const answer = await connect(key).audio.speech.create({ model: 'gpt-4o-mini-tts', ...asked });
        await answer.arrayBuffer();
        const [row] = await rows(hash);
        expect(row).toMatchObject({ status: 'success', cost_estimated: true });
        expect(row?.cost_nano).toBeGreaterThan(0n);
      });

      it('of which the provider says why it cannot be made is an error with its words', async () => {
        upstream.on(
          'tts-1',
          answerJson(400, { error: { message: 'no such voice', type: 'invalid_request_error', code: null } }),
        );
        await expect(connect().audio.speech.create({ model: 'tts-1', ...asked })).rejects.toMatchObject({
          status: 400,
          message: expect.stringContaining('no such voice'),
        });
      });
    });

    describe('pictures', () => {
      it('are the recorded one, and cost the tokens of text and picture', async () => {
        upstream.on('gpt-image-1', answerRecording('openai-images', 'gpt-image-1.http.json'));
        const { key, hash } = await createKey(gateway(), { max_budget: 1 });
        const answer = await connect(key).images.generate({
          model: 'gpt-image-1',
          prompt: 'a siamese cat',
          size: '1024x1024',
        });
        expect(answer.data?.[0]?.b64_json).toMatch(/^iVBOR/);
        expect((await rows(hash))[0]).toMatchObject({
          status: 'success',
          operation: 'image',
          input_uncached: 10,
          output_image: 4_160,
          cost_nano: 10n * 5_000n + 4_160n * 40_000n,
          cost_estimated: false,
        });
      });

      it('are paid by the piece where their price is so', async () => {
        upstream.on('by-the-piece', answerRecording('openai-images', 'url-response.http.json'));
        const { key, hash } = await createKey(gateway());
        await connect(key).images.generate({ model: 'by-the-piece', prompt: 'a cat' });
        expect((await rows(hash))[0]).toMatchObject({ images: 1, cost_nano: 40_000_000n, cost_estimated: false });
      });

      it('of pictures reach the provider as a form with all of them', async () => {
        upstream.on('gpt-image-1', answerRecording('openai-images', 'gpt-image-1.http.json'));
        await connect().images.edit({
          model: 'gpt-image-1',
          prompt: 'both — together',
          image: [png('a.png'), png('b.png')],
          mask: png('mask.png'),
          n: 1,
        });
        const sent = upstream.of('gpt-image-1').at(-1);
        expect(sent).toMatchObject({
          path: '/v1/images/edits',
          body: { prompt: 'both — together', n: '1', mask: { filename: 'mask.png', type: 'image/png', size: 7 } },
        });
        expect(sent?.text.match(/name="image\[\]"/g)).toHaveLength(2);
      });

      it('stream while they are made', async () => {
        const usage = { input_tokens: 10, output_tokens: 372, total_tokens: 382 };
        const event = (type: string, more: object): string =>
          `event: ${type}\ndata: ${JSON.stringify({ type, b64_json: 'AA==', ...more })}\n\n`;
        upstream.on(
          'gpt-image-1',
          answerEvents([event('image_generation.partial_image', {}), event('image_generation.completed', { usage })]),
        );
        const { key, hash } = await createKey(gateway());
        const stream = await connect(key).images.generate({
          model: 'gpt-image-1',
          prompt: 'a cat',
          stream: true,
          partial_images: 1,
        });
        const types = [];
        for await (const part of stream) types.push(part.type);
        expect(types).toEqual(['image_generation.partial_image', 'image_generation.completed']);
        expect((await rows(hash))[0]).toMatchObject({
          cost_nano: 10n * 5_000n + 372n * 40_000n,
          cost_estimated: false,
        });
      });

      it('hold what they can cost: a key with less is refused, and nothing is called', async () => {
        const { key } = await createKey(gateway(), { max_budget: 0.1 });
        const before = upstream.requests.length;
        await expect(
          connect(key).images.generate({ model: 'gpt-image-1', prompt: 'a cat', quality: 'high' }),
        ).rejects.toBeInstanceOf(UnprocessableEntityError);
        expect(upstream.requests).toHaveLength(before);
      });
    });
  },
);
