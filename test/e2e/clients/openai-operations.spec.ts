import OpenAI, { BadRequestError, UnprocessableEntityError } from 'openai';
import {
  attemptsOf,
  callGateway,
  createKey,
  describeAtBothEnds,
  rowsOfKey,
  waitForRows,
} from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  answerJson,
  answerRecording,
  ReplayUpstream,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const PRICE = 0.000_001;
const NANO_PER_TOKEN = 1_000n;

function config(): object {
  const at = { apiBase: `${upstream.url}/v1`, inputCost: PRICE };
  return buildConfig(
    [
      buildModel({ name: 'embed', model: 'openai/text-embedding-3-small', ...at }),
      buildModel({ name: 'texts-only', model: 'openai_compatible/texts-only', ...at }),
      buildModel({ name: 'floats-only', model: 'mistral/mistral-embed', ...at }),
      buildModel({ name: 'guard', model: 'openai/omni-moderation-latest', apiBase: `${upstream.url}/v1` }),
      buildModel({ name: 'claude', model: 'anthropic/claude', apiBase: upstream.url, ...{ inputCost: PRICE } }),
      buildModel({ name: 'gpt', model: 'openai/gpt-4o', apiBase: `${upstream.url}/v1`, inputCost: PRICE }),
    ],
    { router_settings: { num_retries: 0 } },
  );
}

/** A vector for each input, whose only component tells which one it was. */
function embed({ body }: UpstreamRequest, tokens = 1): UpstreamAnswer {
  const input = body['input'];
  const inputs = Array.isArray(input) && typeof input[0] !== 'number' ? (input as unknown[]) : [input];
  const data = inputs.map((text, index) => ({ object: 'embedding', index, embedding: [numberOf(text)] }));
  const usage = { prompt_tokens: inputs.length * tokens, total_tokens: inputs.length * tokens };
  return answerJson(200, { object: 'list', data, model: body['model'], usage });
}

const numberOf = (text: unknown): number => Number(/\d+/.exec(JSON.stringify(text))?.[0] ?? -1);

describeAtBothEnds(
  'operations that are no chat, by the official SDK',
  () => ({ config: config() }),
  (gateway) => {
    const connect = (apiKey = gateway().masterKey, path = '/v1'): OpenAI =>
      new OpenAI({ apiKey, baseURL: gateway().url + path, maxRetries: 0 });
    const database = (): string => gateway().databaseUrl;

    describe('embeddings', () => {
      it.each(['/v1', ''])('are the recorded ones, with base URL path "%s", and cost what was used', async (path) => {
        upstream.on('text-embedding-3-small', answerRecording('openai-embeddings', 'openai/base64.http.json'));
        const { key, hash } = await createKey(gateway());
        const answer = await connect(key, path).embeddings.create({
          model: 'embed',
          input: 'How do I reset my password?',
        });
        expect(answer.data[0]?.embedding.length).toBeGreaterThan(50);
        expect(answer).toMatchObject({ model: 'embed', usage: { prompt_tokens: 7, total_tokens: 7 } });
        // the SDK asks for base64 unasked
        expect(upstream.of('text-embedding-3-small').at(-1)?.body).toMatchObject({ encoding_format: 'base64' });
        const [row] = await waitForRows(database(), hash, 1);
        expect(row).toMatchObject({
          status: 'success',
          operation: 'embeddings',
          format: 'openai-embeddings',
          call_type: 'aembedding',
          input_uncached: 7,
          output: 0,
          cost_nano: 7n * NANO_PER_TOKEN,
          cost_estimated: false,
        });
      });

      it('more than the provider takes at once are split, in order, as one call with one row', async () => {
        upstream.on('text-embedding-3-small', (request) => embed(request));
        const { key, hash } = await createKey(gateway());
        const before = upstream.of('text-embedding-3-small').length;
        const input = Array.from({ length: 5_000 }, (_, index) => `n${String(index)}`);
        const answer = await connect(key).embeddings.create({ model: 'embed', input, encoding_format: 'float' });
        expect(answer.data.map(({ index, embedding }) => [index, embedding[0]])).toEqual(
          input.map((_, index) => [index, index]),
        );
        expect(answer.usage).toEqual({ prompt_tokens: 5_000, total_tokens: 5_000 });
        const sent = upstream.of('text-embedding-3-small').slice(before);
        expect(sent.map(({ body }) => (body['input'] as unknown[]).length).sort()).toEqual([2_048, 2_048, 904].sort());
        const rows = await waitForRows(database(), hash, 1);
        expect(rows).toHaveLength(1);
        expect(rows[0]).toMatchObject({ input_uncached: 5_000, cost_nano: 5_000n * NANO_PER_TOKEN });
        expect(await attemptsOf(database(), rows[0]?.request_id ?? '')).toHaveLength(1);
      });

      it('of which a part fails are no answer, and cost what the answered parts did', async () => {
        upstream.on('text-embedding-3-small', (request) =>
          JSON.stringify(request.body['input']).includes('"n0"')
            ? embed(request)
            : answerJson(400, { error: { message: 'too long', type: 'invalid_request_error', code: null } }),
        );
        const { key, hash } = await createKey(gateway());
        const input = Array.from({ length: 3_000 }, (_, index) => `n${String(index)}`);
        await expect(connect(key).embeddings.create({ model: 'embed', input })).rejects.toBeInstanceOf(BadRequestError);
        const [row] = await waitForRows(database(), hash, 1);
        expect(row).toMatchObject({ status: 'failure', cost_nano: 2_048n * NANO_PER_TOKEN, cost_estimated: false });
      });

      it('of token ids go on as they are where they may, and as text where a provider takes no ids', async () => {
        upstream.on('text-embedding-3-small', (request) => embed(request));
        upstream.on('texts-only', (request) => embed(request));
        const input = [
          [15339, 1917],
          [31666, 0],
        ];
        await connect().embeddings.create({ model: 'embed', input });
        await connect().embeddings.create({ model: 'texts-only', input });
        expect(upstream.of('text-embedding-3-small').at(-1)?.body['input']).toEqual(input);
        expect(upstream.of('texts-only').at(-1)?.body['input']).toEqual(['hello world', 'tokens!']);
        await expect(connect().embeddings.create({ model: 'texts-only', input: [100_300] })).rejects.toMatchObject({
          status: 400,
          param: 'input',
        });
      });

      it('are base64 for a client that asks for it, whatever the provider can', async () => {
        upstream.on('mistral-embed', (request) => embed(request));
        const answer = await connect().embeddings.create({
          model: 'floats-only',
          input: 'n42',
          encoding_format: 'base64',
        });
        const bytes = Buffer.from(String(answer.data[0]?.embedding), 'base64');
        expect([bytes.length, bytes.readFloatLE(0)]).toEqual([4, 42]);
        expect(upstream.of('mistral-embed').at(-1)?.body).toEqual({ model: 'mistral-embed', input: 'n42' });
      });

      it.each(['/openai/deployments/embed', '/engines/embed'])(
        'are served under %s, for the model of the path',
        async (path) => {
          upstream.on('text-embedding-3-small', (request) => embed(request));
          const answer = await callGateway(gateway(), `POST ${path}/embeddings`, { body: { model: 'x', input: 'n7' } });
          expect(answer).toMatchObject({ status: 200, body: { model: 'embed', data: [{ embedding: [7] }] } });
        },
      );

      it('hold no more than they cost: a budget of three tokens pays for three, and for no more', async () => {
        upstream.on('text-embedding-3-small', (request) => embed(request));
        const { key, hash } = await createKey(gateway(), { max_budget: 3 * PRICE });
        const client = connect(key);
        for (const text of ['a', 'b', 'c']) await client.embeddings.create({ model: 'embed', input: text });
        await expect(client.embeddings.create({ model: 'embed', input: 'd' })).rejects.toBeInstanceOf(
          UnprocessableEntityError,
        );
        const rows = await waitForRows(database(), hash, 4);
        expect(rows.map(({ cost_nano: cost }) => cost ?? 0n).reduce((sum, cost) => sum + cost)).toBe(
          3n * NANO_PER_TOKEN,
        );
      });

      it('with a member that nobody knows are refused to a key under a budget, and served to others', async () => {
        upstream.on('text-embedding-3-small', (request) => embed(request));
        const body = { model: 'embed', input: 'a', brand_new: true };
        const { key } = await createKey(gateway(), { max_budget: 1 });
        expect(await callGateway(gateway(), 'POST /v1/embeddings', { key, body })).toMatchObject({
          status: 422,
          body: { error: { message: expect.stringContaining('brand_new') } },
        });
        expect(await callGateway(gateway(), 'POST /v1/embeddings', { body })).toMatchObject({ status: 200 });
      });
    });

    describe('moderations', () => {
      const flagged = (): UpstreamAnswer => answerRecording('openai-moderations', 'text-and-image.http.json');

      it.each(['/v1', ''])('judge texts and pictures at no cost, with base URL path "%s"', async (path) => {
        upstream.on('omni-moderation-latest', flagged());
        const { key, hash } = await createKey(gateway(), { max_budget: 0.000_001 });
        const input = [
          { type: 'text' as const, text: 'check this image and caption' },
          { type: 'image_url' as const, image_url: { url: 'https://example.com/a.png' } },
        ];
        const answer = await connect(key, path).moderations.create({ model: 'guard', input });
        expect(answer.results[0]).toMatchObject({ flagged: false, categories: { harassment: false } });
        expect(answer.model).toBe('guard');
        expect(upstream.of('omni-moderation-latest').at(-1)?.body).toEqual({ model: 'omni-moderation-latest', input });
        const [row] = await waitForRows(database(), hash, 1);
        expect(row).toMatchObject({
          status: 'success',
          operation: 'moderation',
          call_type: 'amoderation',
          cost_nano: 0n,
        });
      });

      it('need no model', async () => {
        upstream.on('omni-moderation-latest', flagged());
        const answer = await connect().moderations.create({ input: 'hello' });
        expect(answer.results).toHaveLength(1);
        expect(answer.model).toBe('omni-moderation-latest');
      });
    });

    describe('counting tokens', () => {
      const body = { messages: [{ role: 'user', content: 'What is the capital of France?' }] };

      it('is the provider’s where it has an endpoint for it', async () => {
        upstream.on('claude', answerRecording('token-count', 'basic.http.json'));
        const { key, hash } = await createKey(gateway(), { max_budget: 0.000_000_001 });
        const answer = await callGateway(gateway(), 'POST /v1/messages/count_tokens', {
          key,
          body: { ...body, model: 'claude' },
        });
        expect(answer).toMatchObject({ status: 200, body: { input_tokens: 14 } });
        expect(answer.headers.get('x-tollgate-token-count')).toBeNull();
        expect(upstream.of('claude').at(-1)?.path).toBe('/v1/messages/count_tokens');
        const [row] = await waitForRows(database(), hash, 1);
        expect(row).toMatchObject({
          status: 'success',
          operation: 'count-tokens',
          cost_nano: 0n,
          cost_estimated: false,
        });
      });

      it('is the gateway’s where it has none, and says so', async () => {
        const { key, hash } = await createKey(gateway(), { max_budget: 0.000_000_001 });
        const before = upstream.requests.length;
        const answer = await callGateway(gateway(), 'POST /v1/messages/count_tokens', {
          key,
          body: { ...body, model: 'gpt' },
        });
        // 7 of the text, 4 around the message and 3 that begin the answer (OpenAI's cookbook)
        expect(answer).toMatchObject({ status: 200, body: { input_tokens: 14 } });
        expect(answer.headers.get('x-tollgate-token-count')).toBe('gateway');
        expect(upstream.requests).toHaveLength(before);
        expect(await rowsOfKey(database(), hash)).toBeDefined();
        const [row] = await waitForRows(database(), hash, 1);
        expect(row).toMatchObject({ status: 'success', operation: 'count-tokens', cost_nano: 0n });
      });
    });
  },
);
