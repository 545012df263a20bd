import { callGateway, createKey, describeAt, sumOfCosts, waitForRows } from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const ROUTE = 'POST /v1/chat/completions';
const MODELS = ['gpt-4o-surcharged-1', 'gpt-4o-surcharged-2', 'gpt-4o-surcharged-3', 'gpt-4o-surcharged-4'] as const;
const messages = [{ role: 'user', content: 'Hi' }];
const COUNTED = countPrompt({ messages });
/** What the provider reports for the same prompt: it puts a template of its own around it. */
const REPORTED = 20;
const OUTPUT_TOKENS = 10;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const ERROR_NANO = BigInt(REPORTED - COUNTED) * PRICE.inputNano;
const COST_NANO = BigInt(REPORTED) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;
const BUDGET_NANO = COST_NANO * 10n;
/** How many fit into the budget at once, round by round: with eight tokens of prompt at first, with 20 when that was learned. */
const IN_FLIGHT = [14, 10, 10] as const;

// the model's own maximum bounds the calls that name no limit, so that as many of them fit at once
const config = () =>
  buildConfig(
    MODELS.map((name) => buildChatModel(upstream, name, PRICE, { info: { max_output_tokens: OUTPUT_TOKENS } })),
  );

describeAt(
  'everything set',
  'where the provider counts 20 tokens for what is counted here as 8',
  () => ({ config: config() }),
  (gateway) => {
    it.each([
      ['unary, with max_tokens', MODELS[0], { max_tokens: OUTPUT_TOKENS }],
      ['unary, without', MODELS[1], {}],
      ['streamed, with max_tokens', MODELS[2], { max_tokens: OUTPUT_TOKENS, stream: true }],
      ['streamed, without', MODELS[3], { stream: true }],
    ])(
      'a budget is passed by no more than the error of what was in flight, and by less each round (%s)',
      async (_name, model, extra) => {
        expect(COUNTED).toBe(8);
        const overs: bigint[] = [];
        for (const gathered of IN_FLIGHT) {
          const { over, mostInFlight } = await playRound(model, extra, gathered);
          expect(mostInFlight).toBe(gathered);
          expect(over).toBeLessThanOrEqual(ERROR_NANO * BigInt(mostInFlight));
          overs.push(over);
        }
        expect(overs[0]).toBeGreaterThan(0n);
        expect(overs.slice(1)).toEqual([0n, 0n]);
      },
      30_000,
    );

    /** 40 calls at once with a budget for 10. Nothing is answered before `gathered` of them are under way. */
    async function playRound(model: string, extra: object, gathered: number) {
      const gate = new Gate();
      let inFlight = 0;
      let mostInFlight = 0;
      upstream.on(model, (request) => {
        mostInFlight = Math.max(mostInFlight, (inFlight += 1));
        const before = gate.opened.then(() => void (inFlight -= 1));
        return speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: REPORTED, before });
      });
      const { key, hash } = await createKey(gateway(), { max_budget: Number(BUDGET_NANO) / 1e9 });
      const body = { model, messages, ...extra };
      const number = upstream.of(model).length + gathered;
      const calls = Array.from({ length: 40 }, () => callGateway(gateway(), ROUTE, { key, body }));
      await upstream.received(model, number);
      gate.open();
      await Promise.all(calls);
      const spent = sumOfCosts(await waitForRows(gateway().databaseUrl, hash, 40));
      return { over: spent > BUDGET_NANO ? spent - BUDGET_NANO : 0n, mostInFlight };
    }
  },
);
