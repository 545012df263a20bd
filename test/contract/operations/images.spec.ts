import type { UploadedFile } from '@tollgate/canonical';
import {
  openaiImageEditsClient,
  openaiImagesClient as client,
  openaiImagesUpstream as upstream,
  pictureTokens,
} from '@tollgate/formats';
import type { JsonObject } from '@tollgate/kernel';
import { type ProviderOperation, PROVIDERS } from '@tollgate/providers';
import { deepFreeze } from '../deep-freeze.js';
import { faultsOf } from '../schemas/check-openai.js';
import { targetOf } from '../targets.js';
import { modelOf, readExchanges, valueOf } from './read-exchanges.js';

const EXCHANGES = readExchanges('openai-images');
const operation = PROVIDERS.find(({ id }) => id === 'openai')?.adapters.image as ProviderOperation;
const shown = { requestedModel: 'public', now: 0, newId: () => 'id' };
const context = { ...shown, includeUsage: true };
const decode = (body: JsonObject) =>
  deepFreeze(valueOf(client.decodeRequest({ body: deepFreeze(body), params: {}, query: {} })));
const bound = (body: JsonObject) => upstream.boundUsage(decode({ prompt: 'a cat', ...body }));

describe('pictures on recordings', () => {
  it.each(EXCHANGES)(
    '%s: the request is the recorded one, with whatever else the client sent',
    (_name, { request }) => {
      const target = { ...targetOf('openai'), model: modelOf(request) };
      const { spec } = valueOf(operation.buildRequest(decode({ ...request, x_new: [1] }), target, undefined));
      expect(JSON.parse(spec.body ?? '')).toEqual({ ...request, x_new: [1] });
      expect(spec.path).toEqual(['v1', 'images', 'generations']);
    },
  );

  it.each(EXCHANGES)('%s: the answer is relayed as it is', (_name, { body }) => {
    const response = upstream.decodeResponse(deepFreeze(body));
    expect(client.encodeResponse(response, shown)).toEqual(body);
  });

  it('usage tells text and picture apart, or the pictures where the provider tells nothing', () => {
    const usages = EXCHANGES.map(([name, { body }]) => [name, upstream.decodeResponse(body).usage] as const);
    expect(usages).toEqual([
      [
        'gpt-image-1.http.json #0',
        { inputUncached: 10, inputImage: 0, output: 0, outputImage: 4_160, raw: expect.anything() },
      ],
      ['url-response.http.json #0', { inputUncached: 0, output: 0, images: 1 }],
    ]);
  });

  it.each(EXCHANGES)('%s: what it used is within its bound', (_name, { request, body }) => {
    const used = upstream.decodeResponse(body).usage;
    const { outputLimit = 0, choices, units, unbounded } = upstream.boundUsage(decode(request));
    expect(used?.outputImage ?? 0).toBeLessThanOrEqual(outputLimit * choices);
    expect(used?.images ?? 0).toBeLessThanOrEqual(units?.images ?? 0);
    expect(unbounded).toEqual([]);
  });
});

describe('the bound of pictures', () => {
  /** OpenAI's guide "Image generation", tokens of gpt-image-1. */
  it.each([
    ['low', '1024x1024', 272],
    ['low', '1024x1536', 408],
    ['low', '1536x1024', 400],
    ['medium', '1024x1024', 1_056],
    ['medium', '1024x1536', 1_584],
    ['medium', '1536x1024', 1_568],
    ['high', '1024x1024', 4_160],
    ['high', '1024x1536', 6_240],
    ['high', '1536x1024', 6_208],
  ])('%s, %s: is no less than the price table says, and hardly more', (quality, size, tokens) => {
    const { outputLimit = 0 } = bound({ quality, size });
    expect(outputLimit).toBeGreaterThanOrEqual(tokens);
    expect(outputLimit).toBeLessThan(tokens * 1.1);
    expect(pictureTokens({ quality, size })).toBe(tokens);
  });

  it('is that of the best and largest where the model chooses', () => {
    const best = bound({ quality: 'high', size: '1024x1536' }).outputLimit;
    for (const body of [{}, { quality: 'auto', size: 'auto' }, { quality: 'brand-new' }])
      expect(bound(body).outputLimit).toBe(best);
  });

  it('grows with the pictures, with the partial ones and with those that are given', () => {
    expect(bound({ n: 4 })).toMatchObject({ choices: 4, units: { images: 4 } });
    expect((bound({ partial_images: 3 }).outputLimit ?? 0) - (bound({}).outputLimit ?? 0)).toBe(300);
    const files: readonly UploadedFile[] = [
      { field: 'image[]', filename: 'a.png', mediaType: 'image/png', bytes: Buffer.from('a') },
      { field: 'mask', filename: 'm.png', mediaType: 'image/png', bytes: Buffer.from('m') },
    ];
    const edit = valueOf(
      openaiImageEditsClient.decodeRequest({ body: { prompt: 'x', n: '2' }, files, params: {}, query: {} }),
    );
    expect(upstream.boundUsage(edit)).toMatchObject({ images: 2, choices: 2 });
    const { spec } = valueOf(operation.buildRequest(edit, targetOf('openai'), undefined));
    expect(spec.path).toEqual(['v1', 'images', 'edits']);
  });

  it('is what a picture of no listed kind is taken for', () => {
    for (const asked of [{}, { quality: 'constructor', size: '1024x1024' }, { quality: 'low', size: '512x512' }])
      expect(pictureTokens(asked)).toBe(bound(asked).outputLimit);
  });

  it('is none where a member is not known', () => {
    expect(bound({ brand_new: 1 }).unbounded).toEqual(['brand_new: not a known parameter']);
  });
});

describe('a stream of pictures', () => {
  const events = (usage: object) => [
    {
      event: 'image_generation.partial_image',
      data: '{"type":"image_generation.partial_image","b64_json":"AA==","partial_image_index":0}',
    },
    {
      event: 'image_generation.completed',
      data: JSON.stringify({ type: 'image_generation.completed', b64_json: 'AA==', usage }),
    },
  ];

  it('is relayed event by event, ends with its picture, and tells its usage', () => {
    const decoder = upstream.openDecoder(context);
    const sent = events({
      input_tokens: 9,
      output_tokens: 372,
      input_tokens_details: { image_tokens: 0, text_tokens: 9 },
    });
    const chunks = [...sent.flatMap((event) => decoder.push(event)), ...decoder.end()];
    const encoder = client.openEncoder(context);
    expect(chunks.flatMap((chunk) => encoder.push(chunk))).toEqual(sent);
    expect(chunks.filter(({ type }) => type !== 'wire').map(({ type }) => type)).toEqual([
      'start',
      'opaque',
      'opaque',
      'usage',
      'finish',
    ]);
    expect(chunks.find((chunk) => chunk.type === 'usage')).toMatchObject({
      usage: { inputUncached: 9, outputImage: 372 },
    });
  });
});

describe('a request for pictures', () => {
  it.each<[string, JsonObject]>([
    ['prompt', {}],
    ['prompt', { prompt: ['a'] }],
    ['n', { prompt: 'a', n: 0 }],
    ['n', { prompt: 'a', n: 11 }],
    ['n', { prompt: 'a', n: '2' }],
    ['stream', { prompt: 'a', stream: 'yes' }],
    ['partial_images', { prompt: 'a', partial_images: 4 }],
  ])('with a wrong %s is refused by name', (param, body) => {
    expect(client.decodeRequest({ body, params: {}, query: {} })).toMatchObject({
      ok: false,
      error: { status: 400, param },
    });
  });

  it('that changes pictures can name them: what OpenAI gets then is valid by its own document, and bound as their bytes are', () => {
    const image_url = 'data:image/png;base64,AAAA';
    const asked = {
      model: 'gpt-image-1',
      prompt: 'a hat',
      images: [{ image_url }, { file_id: 'file-1' }],
      mask: { image_url },
      n: 2,
    };
    const edit = valueOf(openaiImageEditsClient.decodeRequest({ body: deepFreeze(asked), params: {}, query: {} }));
    const { spec } = valueOf(operation.buildRequest(edit, { ...targetOf('openai'), model: 'gpt-image-1' }, undefined));
    expect([spec.path, spec.form]).toEqual([['v1', 'images', 'edits'], undefined]);
    expect(JSON.parse(spec.body ?? '')).toEqual(asked);
    expect(faultsOf('EditImageBodyJsonParam', JSON.parse(spec.body ?? ''))).toEqual([]);
    expect(upstream.boundUsage(edit)).toMatchObject({ images: 3, choices: 2, unbounded: [] });
  });

  it('that changes pictures needs one, under a name that is known', () => {
    const picture = { filename: 'a.png', mediaType: 'image/png', bytes: Buffer.from('a') };
    const edit = (files: readonly UploadedFile[]) =>
      openaiImageEditsClient.decodeRequest({ body: { prompt: 'x' }, files, params: {}, query: {} });
    expect(edit([])).toMatchObject({ ok: false, error: { param: 'image' } });
    expect(edit([{ ...picture, field: 'mask' }])).toMatchObject({ ok: false, error: { param: 'image' } });
    expect(
      edit([
        { ...picture, field: 'image' },
        { ...picture, field: 'other' },
      ]),
    ).toMatchObject({
      ok: false,
      error: { param: 'other' },
    });
  });
});
