import OpenAI from 'openai';
import { createKey, describeAt, waitForRows } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { answerJson, ReplayUpstream } from '../../support/upstream/index.js';

const TOKEN_NANO = 1_000n;
const upstream = ReplayUpstream.ofFile();

function config(): object {
  const price = { inputCost: Number(TOKEN_NANO) / 1e9 };
  return buildConfig([
    buildModel({ name: 'google', model: 'gemini/gemini-embedding-001', apiBase: upstream.url, ...price }),
    buildModel({ name: 'host', model: 'openai_compatible/silent', apiBase: `${upstream.url}/v1`, ...price }),
  ]);
}

describeAt(
  'everything set',
  'embeddings whose provider tells no usage',
  () => ({ config: config() }),
  (gateway) => {
    it.each([
      ['google', 'gemini-embedding-001', { embeddings: [{ values: [0.5] }, { values: [0.25] }] }],
      [
        'host',
        'silent',
        {
          object: 'list',
          model: 'silent',
          data: [0.5, 0.25].map((value, index) => ({ object: 'embedding', index, embedding: [value] })),
        },
      ],
    ])('at %s are told to the client, charged and recorded by one number', async (model, at, answer) => {
      upstream.on(at, answerJson(200, answer));
      const { key, hash } = await createKey(gateway(), { max_budget: 10 });
      const client = new OpenAI({ apiKey: key, baseURL: `${gateway().url}/v1`, maxRetries: 0 });
      const input = ['How do I reset my password?', 'Where is my invoice?'];
      const { data, usage } = await client.embeddings.create({ model, input, encoding_format: 'float' });
      expect(data.map(({ embedding }) => embedding)).toEqual([[0.5], [0.25]]);
      expect(usage.prompt_tokens).toBeGreaterThanOrEqual(10);
      expect(usage.total_tokens).toBe(usage.prompt_tokens);
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({
        input_uncached: usage.prompt_tokens,
        output: 0,
        cost_nano: BigInt(usage.prompt_tokens) * TOKEN_NANO,
        cost_estimated: true,
      });
    });
  },
);
