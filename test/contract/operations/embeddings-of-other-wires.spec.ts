import { openaiEmbeddingsClient as client } from '@tollgate/formats';
import type { JsonObject } from '@tollgate/kernel';
import { type ProviderOperation, PROVIDERS } from '@tollgate/providers';
import { deepFreeze } from '../deep-freeze.js';
import { targetOf } from '../targets.js';
import { readExchanges, valueOf } from './read-exchanges.js';

const operationOf = (id: string) =>
  PROVIDERS.find((provider) => provider.id === id)?.adapters.embeddings as ProviderOperation;
const decode = (body: JsonObject) =>
  deepFreeze(valueOf(client.decodeRequest({ body: deepFreeze(body), params: {}, query: {} })));
const shown = { requestedModel: 'public', now: 0, newId: () => 'id' };

describe('embeddings by Google’s wire, on its recording', () => {
  const operation = operationOf('gemini');
  const target = { ...targetOf('gemini'), apiBase: 'https://g.example', model: 'gemini-embedding-001' };
  const build = (body: JsonObject) => valueOf(operation.buildRequest(decode(body), target, undefined));

  it.each(readExchanges('gemini-embeddings'))(
    '%s: OpenAI’s request becomes the recorded one',
    (_name, { request, body }) => {
      const [sent] = request['requests'] as readonly [
        { content: { parts: [{ text: string }] }; outputDimensionality: number },
      ];
      const input = sent.content.parts[0].text;
      const { spec, more } = build({
        model: 'm',
        input,
        dimensions: sent.outputDimensionality,
        encoding_format: 'base64',
      });
      expect(JSON.parse(spec.body ?? '')).toEqual(request);
      expect(spec.path).toEqual(['v1beta', 'models', 'gemini-embedding-001:batchEmbedContents']);
      expect(more).toBeUndefined();
      const [embedding] = (body as { embeddings: readonly [{ values: readonly number[] }] }).embeddings;
      const response = operation.format.decodeResponse(deepFreeze(body));
      expect(client.encodeResponse(response, shown)).toMatchObject({
        object: 'list',
        data: [{ object: 'embedding', index: 0, embedding: embedding.values }],
        model: 'public',
      });
      // Google reports no usage: it is never taken for 0
      expect(response.usage).toBeUndefined();
    },
  );

  it('a hundred inputs go at once, in order, with a task for each', () => {
    const input = Array.from({ length: 250 }, (_, index) => String(index));
    const { spec, more = [] } = build({ input, task_type: 'RETRIEVAL_QUERY' });
    const batches = [spec, ...more].map(
      ({ body }) => (JSON.parse(body ?? '') as { requests: readonly JsonObject[] }).requests,
    );
    expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(batches.flat().map(({ content }) => content)).toEqual(input.map((text) => ({ parts: [{ text }] })));
    expect(new Set(batches.flat().map(({ taskType }) => taskType))).toEqual(new Set(['RETRIEVAL_QUERY']));
  });

  it('a user is refused, or left out where that may be dropped; what means nothing there is named', () => {
    const refused = operation.buildRequest(decode({ input: 'a', user: 'u' }), target, undefined);
    expect(refused).toMatchObject({ ok: false, error: { code: 'unsupported_parameter' } });
    const built = valueOf(
      operation.buildRequest(
        decode({ input: 'a', user: 'u', truncate: 'END' }),
        { ...target, dropParams: true },
        undefined,
      ),
    );
    expect(built.warnings.map(({ path }) => path)).toEqual(['user', 'truncate']);
  });
});

/** No recording of it is public: after Ollama's API reference (docs/api.md, "Generate Embeddings"). */
describe('embeddings by Ollama’s wire, after its published reference', () => {
  const operation = operationOf('ollama');
  const target = { ...targetOf('ollama'), apiBase: 'http://localhost:11434', model: 'all-minilm' };

  it('every input goes as it is, and none may be cut', () => {
    const { spec } = valueOf(operation.buildRequest(decode({ input: ['a', 'b'], dimensions: 3 }), target, undefined));
    expect(JSON.parse(spec.body ?? '')).toEqual({
      model: 'all-minilm',
      input: ['a', 'b'],
      dimensions: 3,
      truncate: false,
    });
    expect(spec.path).toEqual(['api', 'embed']);
  });

  it('the answer is OpenAI’s list, with its usage', () => {
    const answer = {
      model: 'all-minilm',
      embeddings: [
        [0.5, 1],
        [2, 3],
      ],
      total_duration: 14_143_917,
      prompt_eval_count: 8,
    };
    const response = operation.format.decodeResponse(deepFreeze(answer));
    expect(client.encodeResponse(response, shown)).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [0.5, 1] },
        { object: 'embedding', index: 1, embedding: [2, 3] },
      ],
      model: 'public',
      usage: { prompt_tokens: 8, total_tokens: 8 },
    });
    expect(response.usage).toMatchObject({ inputUncached: 8, output: 0 });
  });
});
