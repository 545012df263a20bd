import { openaiModerationsClient as client } from '@tollgate/formats';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { countByBytes, estimateBound } from '@tollgate/metering';
import { type ProviderOperation, PROVIDERS } from '@tollgate/providers';
import { deepFreeze } from '../deep-freeze.js';
import { targetOf } from '../targets.js';
import { readExchanges, valueOf } from './read-exchanges.js';

const EXCHANGES = readExchanges('openai-moderations');
const operation = PROVIDERS.find(({ id }) => id === 'openai')?.adapters.moderation as ProviderOperation;
const target = { ...targetOf('openai'), model: 'omni-moderation-latest' };

const decode = (body: JsonObject) =>
  deepFreeze(valueOf(client.decodeRequest({ body: deepFreeze(body), params: {}, query: {} })));

describe('moderations on recordings', () => {
  it('there are some of texts and of pictures', () => {
    expect(EXCHANGES.map(([name]) => name)).toEqual(['text-and-image.http.json #0', 'text.http.json #0']);
  });

  it.each(EXCHANGES)(
    '%s: the request is the recorded one, with whatever else the client sent',
    (_name, { request }) => {
      const { spec } = valueOf(operation.buildRequest(decode({ ...request, x_new: 1 }), target, undefined));
      expect(JSON.parse(spec.body ?? '')).toEqual({ ...request, x_new: 1 });
      expect([spec.origin, ...spec.path]).toEqual(['https://openai.example', 'v1', 'moderations']);
    },
  );

  it.each(EXCHANGES)('%s: the answer is relayed, under the name that the client knows', (_name, { body }) => {
    const response = operation.format.decodeResponse(deepFreeze(body));
    const shown = { requestedModel: 'guard', now: 0, newId: () => 'id' };
    expect(client.encodeResponse(response, shown)).toEqual({ ...(body as JsonObject), model: 'guard' });
    expect(response.id).toMatch(/^modr-/);
  });

  it.each(EXCHANGES)('%s: it has a bound, and costs nothing where its model is free', (_name, { request }) => {
    const bound = operation.format.boundUsage(decode(request));
    const price = { base: { input: 0n, output: 0n }, tiers: [], serviceTiers: {}, source: 'test' };
    const estimate = estimateBound({
      bound,
      model: 'omni-moderation-latest',
      facts: { contextWindow: 32_768 },
      price,
      count: countByBytes,
      defaultMaxOutputTokens: 100,
    });
    expect(estimate).toMatchObject({ inputNano: 0n, outputNanoPerMillion: 0n, outputMax: 0, unbounded: [] });
    expect(estimate.inputTokens).toBeGreaterThan(0);
  });

  it.each<[string, JsonValue | undefined]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 3],
    ['an empty list', []],
    ['a mixed list', ['a', { type: 'text', text: 'b' }]],
  ])('an input that is %s is refused by name', (_what, input) => {
    const decoded = client.decodeRequest({ body: input === undefined ? {} : { input }, params: {}, query: {} });
    expect(decoded).toMatchObject({ ok: false, error: { status: 400, param: 'input' } });
  });
});
