import type { Target } from '@tollgate/canonical';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { openaiEmbeddingsClient as client } from './client.js';
import type { EmbeddingsQuirks } from './quirks.js';
import { openaiEmbeddings } from './upstream.js';

const target: Target = {
  deploymentId: 'd',
  group: 'g',
  provider: 'openai',
  model: 'upstream',
  litellmModel: 'openai/upstream',
  apiBase: 'https://api.example/v1',
  extraHeaders: {},
  extraBody: {},
  dropParams: false,
  additionalDropParams: [],
  allowedOpenaiParams: [],
  defaults: {},
  forwardMetadata: false,
};

function decode(body: JsonObject, params: Readonly<Record<string, string>> = {}) {
  const decoded = client.decodeRequest({ body, params, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

function encode(body: JsonObject, at: Partial<Target> = {}, quirks: Partial<EmbeddingsQuirks> = {}) {
  return openaiEmbeddings({ provider: 'openai', ...quirks }).encodeRequest(decode(body), { ...target, ...at });
}

function sent(...given: Parameters<typeof encode>): JsonObject {
  const encoded = encode(...given);
  if (!encoded.ok) throw encoded.error;
  return encoded.value.body;
}

const list = (rows: readonly JsonValue[], more: JsonObject = {}): JsonObject => ({
  object: 'list',
  data: rows,
  ...more,
});
const row = (index: number, embedding: JsonValue): JsonObject => ({ object: 'embedding', index, embedding });
const read = (body: JsonObject) => openaiEmbeddings({ provider: 'openai' }).decodeResponse(body);

describe('an embeddings request', () => {
  it.each<[string, JsonValue, readonly JsonValue[], boolean]>([
    ['a text', 'a', ['a'], true],
    ['an empty text', '', [''], true],
    ['texts', ['a', 'b'], ['a', 'b'], false],
    ['token ids', [1, 2], [[1, 2]], true],
    ['lists of token ids', [[1], [2, 3]], [[1], [2, 3]], false],
  ])('takes %s', (_what, input, inputs, single) => {
    expect(decode({ input }).input).toMatchObject({ inputs, single });
    expect(sent({ input })).toEqual({ input, model: 'upstream' });
  });

  it.each<[string, JsonValue | undefined]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 1],
    ['an empty list', []],
    ['an empty list of ids', [[]]],
    ['a text beside a number', ['a', 1]],
    ['a text beside token ids', ['a', [1, 2]]],
    ['a negative id', [-1]],
    ['a fraction', [1.5]],
    ['an object', { a: 1 }],
  ])('refuses %s as input, by name', (_what, input) => {
    const decoded = client.decodeRequest({ body: input === undefined ? {} : { input }, params: {}, query: {} });
    expect(decoded).toMatchObject({ ok: false, error: { status: 400, param: 'input' } });
  });

  it.each<[string, JsonValue]>([
    ['dimensions', 0],
    ['dimensions', '3'],
    ['encoding_format', 'hex'],
    ['model', 1],
    ['user', {}],
  ])('refuses %s: %j by name', (param, value) => {
    const decoded = client.decodeRequest({ body: { input: 'a', [param]: value }, params: {}, query: {} });
    expect(decoded).toMatchObject({ ok: false, error: { status: 400, param } });
  });

  it('refuses to choose its own destination', () => {
    const decoded = client.decodeRequest({ body: { input: 'a', api_base: 'http://evil' }, params: {}, query: {} });
    expect(decoded).toMatchObject({ ok: false, error: { code: 'client_destination_refused' } });
  });

  it('is for the model of the path, where it names one', () => {
    expect(decode({ input: 'a', model: 'body' }, { model: 'path' }).model).toBe('path');
    expect(decode({ input: 'a', model: 'body' }).model).toBe('body');
  });

  it('keeps what the gateway governs from every setting of the operator', () => {
    const at = {
      defaults: { input: 'x', dimensions: 8, encoding_format: 'float' },
      extraBody: { model: 'other', input: 'y', truncate: 'END' },
      additionalDropParams: ['input', 'user', 'model'],
    };
    expect(sent({ input: 'a', user: 'u', dimensions: 4 }, at)).toEqual({
      input: 'a',
      model: 'upstream',
      dimensions: 4,
      encoding_format: 'float',
      truncate: 'END',
    });
  });

  it('is refused where the host lacks a member, and sent without it where that may be dropped', () => {
    const quirks = { unsupported: ['dimensions'] };
    expect(encode({ input: 'a', dimensions: 4 }, {}, quirks)).toMatchObject({
      ok: false,
      error: { code: 'unsupported_parameter', message: expect.stringContaining("['dimensions']") },
    });
    expect(encode({ input: 'a', dimensions: 4 }, { dropParams: true }, quirks)).toMatchObject({
      ok: true,
      value: { body: { input: 'a', model: 'upstream' }, warnings: [{ path: 'dimensions' }] },
    });
    expect(sent({ input: 'a', dimensions: 4 }, { allowedOpenaiParams: ['dimensions'] }, quirks)).toMatchObject({
      dimensions: 4,
    });
  });

  it('asks a host without base64 for numbers, under its own name of the length', () => {
    const quirks = { floatsOnly: true, dimensionsField: 'output_dimension' } as const;
    expect(sent({ input: 'a', encoding_format: 'base64', dimensions: 2 }, {}, quirks)).toEqual({
      input: 'a',
      model: 'upstream',
      output_dimension: 2,
    });
  });
});

describe('an embeddings answer', () => {
  it('has its vectors in the order of their index', () => {
    expect(read(list([row(1, [2]), row(0, [1])])).result).toEqual({ kind: 'embeddings', vectors: [[1], [2]] });
  });

  it.each<[string, JsonObject]>([
    ['without data', { object: 'list' }],
    ['with a hole', list([row(0, [1]), row(2, [2])])],
    ['with no vector', list([{ index: 0 }])],
    ['with words for numbers', list([row(0, ['a'])])],
  ])('%s is none', (_what, body) => {
    expect(() => read(body)).toThrow(/openai-embeddings/);
  });

  it('whose usage is not told has none: it is never taken for 0', () => {
    expect(read(list([row(0, [1])])).usage).toBeUndefined();
    expect(read(list([row(0, [1])], { usage: { total_tokens: 5 } })).usage).toMatchObject({ inputUncached: 5 });
  });

  it('to several batches is one, in their order, with the sum of their usage', () => {
    const { joinResponses } = openaiEmbeddings({ provider: 'openai' });
    const [one, two] = [
      read(list([row(0, [1]), row(1, [2])], { model: 'm', usage: { prompt_tokens: 3 } })),
      read(list([row(0, [3])], { model: 'm', usage: { prompt_tokens: 4 } })),
    ];
    const joined = joinResponses?.([one, two]);
    expect(joined).toMatchObject({
      result: { vectors: [[1], [2], [3]] },
      usage: { inputUncached: 7, output: 0 },
    });
    const shown = { requestedModel: 'public', now: 0, newId: () => 'i' };
    expect(joined === undefined ? undefined : client.encodeResponse(joined, shown)).toEqual({
      object: 'list',
      data: [row(0, [1]), row(1, [2]), row(2, [3])],
      model: 'public',
      usage: { prompt_tokens: 7, total_tokens: 7 },
    });
    const untold = read(list([row(0, [3])], { model: 'm' }));
    expect(joinResponses?.([one, untold]).usage).toBeUndefined();
  });
});
