import OpenAI, { UnprocessableEntityError } from 'openai';
import { attemptsOf, createKey, describeAt, waitForRows } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { answerJson, ReplayUpstream, type UpstreamAnswer } from '../../support/upstream/index.js';

const CENT_NANO = 10_000_000n;
const upstream = ReplayUpstream.ofFile();

function config(): object {
  const at = (name: string, params: object = {}): object =>
    buildModel({ name, model: `openai/${name}`, apiBase: `${upstream.url}/v1`, params: { ...params } });
  return buildConfig([
    at('dall-e-2'),
    at('dall-e-3'),
    at('gpt-image-1'),
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
