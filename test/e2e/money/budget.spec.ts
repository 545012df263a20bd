import { callGateway, createKey, describeAtBothEnds, waitForRows } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';
import { finishOf } from './finish-of.js';

const upstream = ReplayUpstream.ofFile();

const OUTPUT_TOKENS = 50;
const INPUT_NANO = 10_000n;
const OUTPUT_NANO = 20_000n;
const messages = [{ role: 'user', content: 'Say fifty words about budgets, please.' }];
const COST_NANO = BigInt(countPrompt({ messages })) * INPUT_NANO + BigInt(OUTPUT_TOKENS) * OUTPUT_NANO;
const MODEL = 'gpt-4o-counted';

function config(): object {
  const apiBase = `${upstream.url}/v1`;
  return buildConfig([
    buildModel({
      name: MODEL,
      model: `openai/${MODEL}`,
      apiBase,
      inputCost: Number(INPUT_NANO) / 1e9,
      outputCost: Number(OUTPUT_NANO) / 1e9,
    }),
    buildModel({
      name: 'unpriced',
      model: 'openai/nobody-knows-its-price',
      apiBase: `${upstream.url}/v1`,
      inputCost: 0.000001,
    }),
  ]);
}

describeAtBothEnds(
  'a budget',
  () => ({ config: config() }),
  (gateway) => {
    it('refuses a model whose price is not wholly known, and says how to mend it', async () => {
      upstream.on('nobody-knows-its-price', (request) => speakChat(request, { outputTokens: 1, promptTokens: 1 }));
      const { key } = await createKey(gateway(), { max_budget: 1 });
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model: 'unpriced', messages },
      });
      expect(answer.status).toBe(422);
      expect(answer.text).toMatch(/unpriced/);
      expect(answer.text).toMatch(/output_cost_per_token/);
      expect(upstream.of('nobody-knows-its-price')).toHaveLength(0);
    });

    it('names the limit that it lowered, in the answer and in the row', async () => {
      upstream.on(MODEL, (request) =>
        speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
      );
      // pays the prompt and thirty tokens
      const budget = Number(COST_NANO - 20n * OUTPUT_NANO) / 1e9;
      const { key, hash } = await createKey(gateway(), { max_budget: budget });
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model: MODEL, messages },
      });
      expect(answer.headers.get('x-tollgate-output-limit')).toBe('30; reason=budget; scope=key');
      expect(finishOf(answer)).toBe('length');
      expect(await waitForRows(gateway().databaseUrl, hash, 1)).toMatchObject([
        { output: 30, output_limit: 30, output_limit_scope: 'key' },
      ]);
    });

    it('is a refusal that tells scope, spend, limit and that trying again is of no use', async () => {
      const { key } = await createKey(gateway(), { max_budget: 0.000001 });
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model: MODEL, messages },
      });
      expect(answer.status).toBe(422);
      expect(answer.headers.get('x-should-retry')).toBe('false');
      expect(answer.text).toMatch(/budget/i);
    });

    it('that is raised lets the next call through at once', async () => {
      upstream.on(MODEL, (request) =>
        speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
      );
      const { key } = await createKey(gateway(), { max_budget: Number(COST_NANO) / 1e9 });
      const call = () => callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model: MODEL, messages } });
      expect((await call()).status).toBe(200);
      expect((await call()).status).toBe(422);
      await callGateway(gateway(), 'POST /key/update', { body: { key, max_budget: Number(COST_NANO * 2n) / 1e9 } });
      expect((await call()).status).toBe(200);
      expect((await call()).status).toBe(422);
    });
  },
);
