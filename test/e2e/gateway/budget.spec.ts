import {
  callGateway,
  createKey,
  describeAtBothEnds,
  type Gateway,
  sumOfCosts,
  waitForRows,
} from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { countPrompt, Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

let upstream: ReplayUpstream;
beforeAll(async () => {
  upstream = await ReplayUpstream.start();
});
afterAll(() => upstream.close());

const CALLS = 200;
const AFFORDABLE = 10;
const OUTPUT_TOKENS = 50;
const INPUT_NANO = 10_000n;
const OUTPUT_NANO = 20_000n;
const messages = [{ role: 'user', content: 'Say fifty words about budgets, please.' }];
const COST_NANO = BigInt(countPrompt({ messages })) * INPUT_NANO + BigInt(OUTPUT_TOKENS) * OUTPUT_NANO;
const BUDGET_NANO = COST_NANO * BigInt(AFFORDABLE);
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
    it.each([
      ['unary, with max_tokens', { max_tokens: OUTPUT_TOKENS }],
      ['unary, without', {}],
      ['streamed, with max_tokens', { max_tokens: OUTPUT_TOKENS, stream: true }],
      ['streamed, without', { stream: true }],
    ])(
      'for 10 calls gives exactly 10 whole answers to 200 in parallel, to its last cent and not past it (%s)',
      async (_name, extra) => {
        const gate = new Gate();
        // with a limit all ten fit at once: none is answered before all are under way
        if (!('max_tokens' in extra)) gate.open();
        upstream.on(MODEL, (request) =>
          speakChat(request, {
            outputTokens: OUTPUT_TOKENS,
            promptTokens: countPrompt(request.body),
            before: gate.opened,
          }),
        );
        const before = upstream.of(MODEL).length;
        const { key, hash } = await createKey(gateway(), { max_budget: Number(BUDGET_NANO) / 1e9 });
        const running = Promise.all(
          Array.from({ length: CALLS }, () =>
            callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model: MODEL, messages, ...extra } }),
          ),
        );
        const watch = watchSpend(gateway(), key);
        if ('max_tokens' in extra) await upstream.received(MODEL, before + AFFORDABLE);
        gate.open();
        const answers = await running;
        const spent = await watch.stop();
        const whole = answers.filter((answer) => answer.status === 200);
        expect(whole.map(finishOf)).toEqual(Array.from({ length: AFFORDABLE }, () => 'stop'));
        const refused = answers.filter((answer) => answer.status !== 200);
        expect(new Set(refused.map((answer) => `${String(answer.status)} ${typeOf(answer.body)}`))).toEqual(
          new Set(['422 budget_exceeded']),
        );
        const rows = (await waitForRows(gateway().databaseUrl, hash, CALLS)).filter((row) => row.status === 'success');
        expect(rows).toHaveLength(AFFORDABLE);
        expect(sumOfCosts(rows)).toBe(BUDGET_NANO);
        expect(Math.max(...spent)).toBeLessThanOrEqual(Number(BUDGET_NANO) / 1e9 + 1e-12);
        expect(upstream.of(MODEL).length - before).toBe(AFFORDABLE);
      },
      60_000,
    );

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

/** Reads what `/key/info` shows as spent, again and again until it is stopped. */
function watchSpend(gateway: Gateway, key: string): { stop(): Promise<readonly number[]> } {
  const seen: number[] = [];
  let stopped = false;
  const read = async (): Promise<void> => {
    const { body } = await callGateway<{ info: { spend: number } }>(gateway, `GET /key/info?key=${key}`);
    seen.push(body.info.spend);
  };
  const watching = (async () => {
    while (!stopped) await read();
    await read();
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
      return seen;
    },
  };
}

function finishOf(answer: Awaited<ReturnType<typeof callGateway>>): unknown {
  if (answer.events.length === 0)
    return (answer.body as { choices: readonly { finish_reason: string }[] }).choices[0]?.finish_reason;
  const choices = answer.events.map(
    ({ data }) => (data as { choices?: readonly { finish_reason: string | null }[] }).choices?.[0]?.finish_reason,
  );
  return choices.find((reason) => typeof reason === 'string');
}

function typeOf(body: unknown): string {
  return (body as { error: { type: string } }).error.type;
}
