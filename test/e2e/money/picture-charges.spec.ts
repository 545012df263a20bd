import OpenAI, { UnprocessableEntityError } from 'openai';
import { attemptsOf, createKey, describeAt, waitForRows } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { answerEvents, answerJson, ReplayUpstream, type UpstreamAnswer } from '../../support/upstream/index.js';

const CENT_NANO = 10_000_000n;
const upstream = ReplayUpstream.ofFile();

function config(): object {
  const at = (name: string, params: object = {}): object =>
    buildModel({ name, model: `openai/${name}`, apiBase: `${upstream.url}/v1`, params: { ...params } });
  return buildConfig([
    at('dall-e-2'),
    at('dall-e-3'),
    ...['gpt-image-1', 'gpt-image-1-mini', 'gpt-image-1.5', 'gpt-image-2'].map((name) => at(name)),
    at('flat-picture', { output_cost_per_image: 0.05, input_cost_per_token: 5e-6, output_cost_per_token: 4e-5 }),
    at('by-the-pixel', { input_cost_per_pixel: 1e-8 }),
    ...['pictures', 'sound', 'voice'].map(unpriced),
  ]);
}

/** At the provider itself, which is never reached. */
const unpriced = (kind: string): object => ({
  model_name: `${kind}-without-price`,
  litellm_params: { model: `openai/${kind}-without-price`, api_key: 'sk-none' },
});

const made = (pictures: number): UpstreamAnswer =>
  answerJson(200, { created: 1, data: Array.from({ length: pictures }, () => ({ url: 'https://example.com/a.png' })) });

describeAt(
  'everything set',
  'the charge of pictures',
  () => ({ config: config() }),
  (gateway) => {
    const connect = (apiKey: string): OpenAI => new OpenAI({ apiKey, baseURL: `${gateway().url}/v1`, maxRetries: 0 });

    async function chargeOf(model: string, asked: object, answer: UpstreamAnswer) {
      upstream.on(model, answer);
      const { key, hash } = await createKey(gateway(), { max_budget: 10 });
      await connect(key).images.generate({ model, prompt: 'a cat', ...asked });
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      const [attempt] = await attemptsOf(gateway().databaseUrl, row?.request_id ?? '');
      return { row, held: attempt?.held_nano };
    }

    it.each<[string, object, number, bigint]>([
      ['dall-e-3', {}, 1, 4n * CENT_NANO],
      ['dall-e-3', { quality: 'hd' }, 1, 8n * CENT_NANO],
      ['dall-e-3', { size: '1024x1792' }, 1, 8n * CENT_NANO],
      ['dall-e-3', { size: '1792x1024', quality: 'hd' }, 1, 12n * CENT_NANO],
      ['dall-e-3', { quality: 'auto' }, 1, 8n * CENT_NANO],
      ['dall-e-2', {}, 1, 2n * CENT_NANO],
      ['dall-e-2', { size: '512x512', n: 10 }, 10, 18n * CENT_NANO],
      ['dall-e-2', { size: '256x256', n: 2 }, 2, (16n * CENT_NANO * 2n) / 10n],
      ['by-the-pixel', { size: '1000x500' }, 1, 5_000_000n],
    ])('of %s with %j', async (model, asked, pictures, costNano) => {
      const { row, held } = await chargeOf(model, asked, made(pictures));
      expect(row).toMatchObject({ images: pictures, cost_nano: costNano, cost_estimated: false });
      expect(held).toBe(costNano);
    });

    it('is for those that were made, where fewer were made than asked for', async () => {
      const { row, held } = await chargeOf('dall-e-2', { n: 4 }, made(3));
      expect([row?.cost_nano, held]).toEqual([6n * CENT_NANO, 8n * CENT_NANO]);
    });

    it('of gpt-image-1 is by its tokens, at the prices of the book', async () => {
      const usage = {
        input_tokens: 60,
        input_tokens_details: { text_tokens: 10, image_tokens: 50 },
        output_tokens: 272,
      };
      const { row } = await chargeOf(
        'gpt-image-1',
        { quality: 'low', size: '1024x1024' },
        answerJson(200, { data: [{}], usage }),
      );
      expect(row).toMatchObject({ cost_nano: 10n * 5_000n + 50n * 10_000n + 272n * 40_000n, cost_estimated: false });
    });

    /** OpenAI's price page: what a picture of each kind costs beside its prompt. */
    it.each<[string, object, object, number]>([
      ['gpt-image-1', { quality: 'low', size: '1024x1024' }, {}, 0.011],
      ['gpt-image-1', { quality: 'medium', size: '1536x1024' }, {}, 0.063],
      ['gpt-image-1', { quality: 'high', size: '1024x1536', n: 2 }, {}, 0.5],
      ['gpt-image-1-mini', { quality: 'high', size: '1024x1024' }, {}, 0.036],
      ['gpt-image-1.5', { quality: 'low', size: '1024x1024' }, {}, 0.009],
      // what the provider says of its picture goes before what was left to it
      ['gpt-image-1', {}, { quality: 'low', size: '1024x1536' }, 0.016],
      // of this one the book has prices of tokens only
      ['gpt-image-2', { quality: 'low', size: '1024x1024' }, {}, 272 * 30e-6],
      ['gpt-image-2', {}, { quality: 'medium', size: '1536x1024' }, 1568 * 30e-6],
    ])(
      'whose provider tells no usage is by the picture, and no matter of time: %s with %j and %j',
      async (model, asked, told, dollars) => {
        const pictures = 'n' in asked ? 2 : 1;
        const answer = answerJson(200, { created: 1, ...told, data: Array.from({ length: pictures }, () => ({})) });
        const { row, held } = await chargeOf(model, asked, answer);
        const inputNano = BigInt(row?.input_uncached ?? 0) * (model === 'gpt-image-1-mini' ? 2_000n : 5_000n);
        expect(inputNano).toBeGreaterThan(0n);
        expect(row).toMatchObject({
          images: pictures,
          cost_nano: BigInt(Math.round(dollars * 1e9)) + inputNano,
          cost_estimated: true,
        });
        expect(held ?? 0n).toBeGreaterThanOrEqual(row?.cost_nano ?? 0n);
      },
    );

    it('is at most what was held, whatever its provider says of its pictures', async () => {
      const answer = answerJson(200, { created: 1, data: [{}, {}, {}, {}] });
      const { row, held } = await chargeOf('gpt-image-1', { quality: 'low', size: '1024x1024' }, answer);
      expect(row).toMatchObject({ cost_nano: held, images: 4, cost_estimated: true });
    });

    it('is for each picture of a stream, those without a usage by the picture', async () => {
      const completed = (more: object): string =>
        `data: ${JSON.stringify({ type: 'image_generation.completed', b64_json: 'AA==', quality: 'low', size: '1024x1024', ...more })}\n\n`;
      upstream.on('gpt-image-1', answerEvents([completed({}), completed({})]));
      const { key, hash } = await createKey(gateway(), { max_budget: 10 });
      const stream = await connect(key).images.generate({ model: 'gpt-image-1', prompt: 'a cat', n: 2, stream: true });
      for await (const _part of stream);
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      const inputNano = BigInt(row?.input_uncached ?? 0) * 5_000n;
      expect(row).toMatchObject({ images: 2, cost_nano: 22_000_000n + inputNano, cost_estimated: true });
    });

    it('is what the operator says of a picture where they do', async () => {
      const { row } = await chargeOf('flat-picture', {}, made(1));
      expect(row).toMatchObject({ images: 1, cost_nano: 5n * CENT_NANO, cost_estimated: false });
    });

    it('is by the pictures that were given, too, where those were changed', async () => {
      upstream.on('gpt-image-1', made(1));
      const { key, hash } = await createKey(gateway(), { max_budget: 10 });
      const image = new File([Buffer.from([137, 80, 78, 71])], 'a.png', { type: 'image/png' });
      const asked = { prompt: 'a hat', image, quality: 'low', size: '1024x1024' } as const;
      await connect(key).images.edit({ model: 'gpt-image-1', ...asked });
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      const inputNano = BigInt(row?.input_image ?? 0) * 10_000n;
      expect(inputNano).toBeGreaterThan(0n);
      expect(row).toMatchObject({ cost_nano: 11_000_000n + inputNano, cost_estimated: true });
    });

    it('is that of the size for changes of a picture too', async () => {
      upstream.on('dall-e-2', made(2));
      const { key, hash } = await createKey(gateway(), { max_budget: 10 });
      const image = new File([Buffer.from([137, 80, 78, 71])], 'a.png', { type: 'image/png' });
      await connect(key).images.edit({ model: 'dall-e-2', prompt: 'a hat', image, n: 2, size: '256x256' });
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({ images: 2, cost_nano: (16n * CENT_NANO * 2n) / 10n, cost_estimated: false });
    });

    it('is refused before it is made where the budget does not pay for what is asked', async () => {
      const { key } = await createKey(gateway(), { max_budget: 0.05 });
      const before = upstream.requests.length;
      const hd = connect(key).images.generate({ model: 'dall-e-3', prompt: 'a cat', quality: 'hd' });
      await expect(hd).rejects.toBeInstanceOf(UnprocessableEntityError);
      expect(upstream.requests).toHaveLength(before);
    });

    it.each<[string, (client: OpenAI) => Promise<unknown>, RegExp]>([
      [
        'pictures',
        (client) => client.images.generate({ model: 'pictures-without-price', prompt: 'a' }),
        /\{output_cost_per_image: <dollars>\}/,
      ],
      [
        'transcriptions',
        (client) =>
          client.audio.transcriptions.create({ model: 'sound-without-price', file: new File(['a'], 'a.wav') }),
        /\{input_cost_per_second: <dollars>\}/,
      ],
      [
        'speech',
        (client) => client.audio.speech.create({ model: 'voice-without-price', input: 'a', voice: 'alloy' }),
        /\{input_cost_per_character: <dollars>\}/,
      ],
      [
        'turns',
        (client) =>
          client.chat.completions.create({ model: 'voice-without-price', messages: [{ role: 'user', content: 'a' }] }),
        /without-price', litellm_params: \{input_cost_per_token: <dollars>, output_cost_per_token: <dollars>\} \(0/,
      ],
    ])('that is not known under a budget names the line that mends it: %s', async (_what, call, line) => {
      const { key } = await createKey(gateway(), { max_budget: 1 });
      await expect(call(connect(key))).rejects.toMatchObject({ status: 422, message: expect.stringMatching(line) });
    });
  },
);
