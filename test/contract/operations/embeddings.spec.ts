import { totalInputTokens } from '@tollgate/canonical';
import { openaiEmbeddingsClient as client } from '@tollgate/formats';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { loadTokenCounter } from '@tollgate/metering';
import { type ProviderAdapter, type ProviderOperation, PROVIDERS } from '@tollgate/providers';
import { deepFreeze } from '../deep-freeze.js';
import { targetOf } from '../targets.js';
import { type Answered, modelOf, readExchanges, valueOf } from './read-exchanges.js';

const EXCHANGES = readExchanges('openai-embeddings');
const context = { requestedModel: 'public-name', now: 0, newId: () => 'id' };

const providerOf = ({ file }: Answered): string => file.split('/')[0] ?? '';

function adapterOf(id: string): ProviderAdapter {
  const adapter = PROVIDERS.find((provider) => provider.id === id);
  if (adapter === undefined) throw new Error(`no provider ${id}`);
  return adapter;
}

function operationOf(id: string): ProviderOperation {
  const operation = adapterOf(id).adapters.embeddings;
  if (operation === undefined) throw new Error(`no embeddings at ${id}`);
  return operation;
}

const decode = (body: JsonObject) =>
  deepFreeze(valueOf(client.decodeRequest({ body: deepFreeze(body), params: {}, query: {} })));

function build(exchange: Answered, request = decode(exchange.request)) {
  const provider = providerOf(exchange);
  const target = { ...targetOf(provider), model: modelOf(exchange.request) };
  return valueOf(operationOf(provider).buildRequest(request, deepFreeze(target), undefined));
}

const answer = (exchange: Answered) =>
  operationOf(providerOf(exchange)).format.decodeResponse(deepFreeze(exchange.body));

const vectorsIn = (body: JsonValue): readonly JsonValue[] =>
  isJsonObject(body) && Array.isArray(body['data'])
    ? (body['data'] as readonly JsonObject[]).map((row) => row['embedding'] ?? null)
    : [];

describe('embeddings on recordings', () => {
  it('there are some of OpenAI and of another host, with each form of vector', () => {
    expect(new Set(EXCHANGES.map(([, exchange]) => providerOf(exchange)))).toEqual(new Set(['openai', 'mistral']));
    const forms = EXCHANGES.map(([, { body }]) => typeof vectorsIn(body as JsonValue)[0]);
    expect(new Set(forms)).toEqual(new Set(['string', 'object']));
  });

  it.each(EXCHANGES)(
    '%s: the request is the recorded one, the same each time, without a credential',
    (_name, exchange) => {
      const built = build(exchange);
      expect(JSON.parse(built.spec.body ?? '')).toEqual(exchange.request);
      expect(built.spec.path.at(-1)).toBe('embeddings');
      expect(built.more).toBeUndefined();
      expect(build(exchange)).toEqual(built);
      const signed = operationOf(providerOf(exchange)).sign(built.spec, { api_key: 'sk-secret-key' }, 0);
      expect(JSON.stringify(built)).not.toContain('sk-secret-key');
      expect(signed.headers['authorization']).toBe('Bearer sk-secret-key');
    },
  );

  it.each(EXCHANGES)('%s: unknown members reach the provider and are without a known cost', (_name, exchange) => {
    const request = decode({ ...exchange.request, x_new: { a: 1 } });
    expect(JSON.parse(build(exchange, request).spec.body ?? '')).toMatchObject({ x_new: { a: 1 } });
    const { format } = operationOf(providerOf(exchange));
    expect(format.boundUsage(request).unbounded).toEqual(['x_new: not a known parameter']);
    expect(format.boundUsage(decode(exchange.request)).unbounded).toEqual([]);
  });

  it.each(EXCHANGES)('%s: the answer is relayed but for the model, whatever else is in it', (_name, exchange) => {
    const request = decode({ ...exchange.request, encoding_format: formOf(exchange) });
    const encoded = client.encodeResponse(answer(exchange), { ...context, request });
    expect(encoded).toEqual({ ...(exchange.body as JsonObject), model: 'public-name' });
  });

  it.each(EXCHANGES)('%s: the other form of vector is made here, to the last bit', (_name, exchange) => {
    const asked = formOf(exchange) === 'float' ? 'base64' : 'float';
    const request = decode({ ...exchange.request, encoding_format: asked });
    const made = vectorsIn(client.encodeResponse(answer(exchange), { ...context, request }));
    const sent = vectorsIn(exchange.body as JsonValue);
    expect(made).toHaveLength(sent.length);
    for (const [index, vector] of made.entries()) expect(bitsOf(vector)).toEqual(bitsOf(sent[index] ?? null));
  });

  it.each(EXCHANGES.filter(([, exchange]) => providerOf(exchange) === 'openai'))(
    '%s: the input is counted as the provider reports it',
    async (_name, exchange) => {
      const { usage } = answer(exchange);
      const model = modelOf(exchange.request);
      const count = await loadTokenCounter([model]);
      const bound = operationOf('openai').format.boundUsage(decode(exchange.request));
      expect(bound.output).toBe('none');
      expect(usage === undefined ? undefined : totalInputTokens(usage)).toBe(count(bound, model));
    },
  );

  it.each(EXCHANGES)('%s: usage is whole numbers, and no output', (_name, exchange) => {
    const { usage } = answer(exchange);
    expect(usage).toMatchObject({ inputUncached: expect.any(Number), output: 0 });
    expect(Number.isSafeInteger(usage?.inputUncached)).toBe(true);
  });
});

function formOf({ body }: Answered): 'float' | 'base64' {
  return typeof vectorsIn(body as JsonValue)[0] === 'string' ? 'base64' : 'float';
}

/** The 32-bit floats of a vector, in either form. */
function bitsOf(vector: JsonValue): readonly number[] {
  if (Array.isArray(vector)) return vector.map((value) => Math.fround(Number(value)));
  const bytes = Buffer.from(typeof vector === 'string' ? vector : '', 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}
