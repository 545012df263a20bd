import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt, waitForRows } from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const usage = { input_tokens: 60, input_tokens_details: { text_tokens: 10, image_tokens: 50 }, output_tokens: 272 };
for (const name of ['gpt-image-1', 'dall-e-2', 'my-pictures'])
  upstream.on(name, answerJson(200, { created: 1, data: [{ b64_json: 'AA==' }], usage }));

const BYTES = Buffer.from([137, 80, 78, 71]);
const DATA = `data:image/png;base64,${BYTES.toString('base64')}`;
const ADDRESS = 'https://example.com/source.png';

const config = (): object =>
  buildConfig(
    [
      buildModel({ name: 'gpt-image-1', model: 'openai/gpt-image-1', apiBase: `${upstream.url}/v1` }),
      buildModel({ name: 'dall-e-2', model: 'openai/dall-e-2', apiBase: `${upstream.url}/v1` }),
      buildModel({ name: 'azure', model: 'azure/my-pictures', apiBase: upstream.url }),
    ],
    { general_settings: { shared_provider_objects: ['file-shared'] } },
  );

describeAt(
  'everything set',
  'changes of pictures that are named in JSON',
  () => ({ config: config() }),
  (gateway) => {
    const edit = (body: object, key?: string, path = '/v1/images/edits') =>
      callGateway(gateway(), `POST ${path}`, {
        body: { prompt: 'a hat', quality: 'low', size: '1024x1024', ...body },
        ...(key !== undefined && { key }),
      });

    it('reach a provider that takes them as they came', async () => {
      const images = [{ image_url: DATA }, { image_url: ADDRESS }, { file_id: 'file-shared' }];
      const body = { model: 'gpt-image-1', images, mask: { image_url: DATA }, input_fidelity: 'high', n: 1 };
      expect((await edit(body)).status).toBe(200);
      expect(upstream.of('gpt-image-1').at(-1)).toMatchObject({
        path: '/v1/images/edits',
        headers: { 'content-type': 'application/json' },
        body: { prompt: 'a hat', quality: 'low', size: '1024x1024', ...body },
      });
    });

    it.each([
      ['dall-e-2', 'dall-e-2', '/v1/images/edits'],
      ['azure', 'my-pictures', /^\/openai\/deployments\/my-pictures\/images\/edits/],
    ])('reach one that takes forms alone as files: %s', async (model, at, path) => {
      const images = [{ image_url: DATA }, { image_url: DATA.replace('png', 'webp') }];
      expect((await edit({ model, images, mask: { image_url: DATA } })).status).toBe(200);
      const sent = upstream.of(at).at(-1);
      expect(sent?.path).toMatch(path);
      expect(sent?.body).toMatchObject({
        prompt: 'a hat',
        mask: { filename: 'mask.png', type: 'image/png', size: BYTES.length },
      });
      expect(sent?.text.match(/name="image\[\]"; filename="image-\d\.(png|webp)"/g)).toHaveLength(2);
      expect(sent?.text).not.toContain('base64');
    });

    it.each([{ image_url: ADDRESS }, { file_id: 'file-shared' }])(
      'are refused by name where its provider takes bytes alone: %j',
      async (picture) => {
        const before = upstream.requests.length;
        const answer = await edit({ model: 'azure', images: [{ image_url: DATA }, picture] });
        expect(answer).toMatchObject({ status: 400, body: { error: { param: 'images' } } });
        expect(answer.text).toMatch(/images\[1\].*azure.*data:/);
        expect(upstream.requests).toHaveLength(before);
      },
    );

    it('are charged and held as those of a form are', async () => {
      const [{ key: json, hash }, { key: form, hash: ofForm }] = [
        await createKey(gateway(), { max_budget: 10 }),
        await createKey(gateway(), { max_budget: 10 }),
      ];
      expect((await edit({ model: 'gpt-image-1', images: [{ image_url: DATA }] }, json)).status).toBe(200);
      const data = new FormData();
      for (const [name, value] of Object.entries({ model: 'gpt-image-1', prompt: 'a hat', quality: 'low' }))
        data.set(name, value);
      data.set('size', '1024x1024');
      data.set('image', new File([BYTES], 'a.png', { type: 'image/png' }));
      expect((await callGateway(gateway(), 'POST /v1/images/edits', { form: data, key: form })).status).toBe(200);
      const told = { cost_nano: 10n * 5_000n + 50n * 10_000n + 272n * 40_000n, cost_estimated: false, input_image: 50 };
      for (const one of [hash, ofForm])
        expect((await waitForRows(gateway().databaseUrl, one, 1))[0]).toMatchObject(told);
      const { key: poor } = await createKey(gateway(), { max_budget: 0.05 });
      const pictures = Array.from({ length: 4 }, () => ({ image_url: DATA }));
      expect((await edit({ model: 'gpt-image-1', images: pictures }, poor)).status).toBe(422);
    });

    it('that name another tenant’s file are not found', async () => {
      const { key } = await createKey(gateway());
      const before = upstream.requests.length;
      for (const named of [
        { images: [{ file_id: 'file-other' }] },
        { images: [{ image_url: DATA }], mask: { file_id: 'file-other' } },
      ])
        expect((await edit({ model: 'gpt-image-1', ...named }, key)).status).toBe(404);
      expect(upstream.requests).toHaveLength(before);
    });

    it.each<[string, object]>([
      ['images', {}],
      ['images', { images: [] }],
      ['images', { images: DATA }],
      ['images', { images: Array.from({ length: 17 }, () => ({ image_url: DATA })) }],
      ['images[0]', { images: [DATA] }],
      ['images[1]', { images: [{ image_url: DATA }, {}] }],
      ['images[0]', { images: [{ image_url: DATA, file_id: 'file-shared' }] }],
      ['images[0]', { images: [{ image_url: 7 }] }],
      ['mask', { images: [{ image_url: DATA }], mask: { image_url: DATA, more: 1 } }],
      ['n', { images: [{ image_url: DATA }], n: '2' }],
    ])('are refused with what is wrong with %s: %j', async (param, body) => {
      expect(await edit({ model: 'gpt-image-1', ...body })).toMatchObject({ status: 400, body: { error: { param } } });
    });

    it('are read under every address, and nothing else is', async () => {
      const body = { model: 'x', images: [{ image_url: DATA }] };
      const path = '/openai/deployments/gpt-image-1/images/edits?api-version=2025-04-01-preview';
      expect((await edit(body, undefined, path)).status).toBe(200);
      const headers = { authorization: `Bearer ${gateway().masterKey}`, 'content-type': 'text/plain' };
      const foreign = await fetch(`${gateway().url}/v1/images/edits`, { method: 'POST', headers, body: 'x' });
      expect(foreign.status).toBe(415);
      expect(await foreign.text()).toMatch(/application\/json.*multipart\/form-data/);
    });
  },
);
