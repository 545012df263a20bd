import { callGateway, createKey, describeAtBothEnds, sumOfCosts, waitForRows } from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';
import { finishOf } from './finish-of.js';
import { watchSpend } from './watch-spend.js';

const upstream = ReplayUpstream.ofFile();

const ROUTE = 'POST /v1/chat/completions';
const MODEL = 'gpt-4o-counted';
const OUTPUT_TOKENS = 50;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const messages = [{ role: 'user', content: 'Say fifty words about budgets, please.' }];
/** The prompt counted as the provider counts it. */
const COST_NANO = BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;

const config = () => buildConfig([buildChatModel(upstream, MODEL, PRICE)]);

const dollars = (nano: bigint): number => Number(nano) / 1e9;

describeAtBothEnds(
  'a budget, upstream keeping to its limits',
  () => ({ config: config() }),
  (gateway) => {
    it.each([
      ['unary, with max_tokens', { max_tokens: OUTPUT_TOKENS }],
      ['unary, without', {}],
      ['streamed, with max_tokens', { max_tokens: OUTPUT_TOKENS, stream: true }],
      ['streamed, without', { stream: true }],
    ])(
      'for 10 calls gives exactly 10 whole answers to 200 in parallel, to its last cent and never past it (%s)',
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
        const budget = COST_NANO * 10n;
        const before = upstream.of(MODEL).length;
        const { key, hash } = await createKey(gateway(), { max_budget: dollars(budget) });
        const watch = watchSpend(gateway(), key);
        const running = Promise.all(
          Array.from({ length: 200 }, () =>
            callGateway(gateway(), ROUTE, { key, body: { model: MODEL, messages, ...extra } }),
          ),
        );
        if ('max_tokens' in extra) await upstream.received(MODEL, before + 10);
        gate.open();
        const answers = await running;
        const rows = await waitForRows(gateway().databaseUrl, hash, 200);
        const seen = await watch.stop();

        const whole = answers.filter(({ status }) => status === 200);
        expect(whole.map(finishOf)).toEqual(Array.from({ length: 10 }, () => 'stop'));
        const refused = answers.filter(({ status }) => status !== 200);
        expect(new Set(refused.map(({ status, body }) => `${String(status)} ${typeOf(body)}`))).toEqual(
          new Set(['422 budget_exceeded']),
        );
        expect(upstream.of(MODEL)).toHaveLength(before + 10);
        const billed = rows.filter(({ status }) => status === 'success');
        expect(billed.map(({ cost_nano }) => cost_nano)).toEqual(Array.from({ length: 10 }, () => COST_NANO));
        expect(sumOfCosts(rows)).toBe(budget);
        // seen from the first call to the last row: it only rises, and ends at the budget's last cent
        expect(seen.length).toBeGreaterThan(2);
        expect(seen).toEqual([...seen].sort((a, b) => a - b));
        expect(seen[0]).toBe(0);
        expect(seen.at(-1)).toBeCloseTo(dollars(budget), 12);
        expect(Math.max(...seen)).toBeLessThanOrEqual(dollars(budget) + 1e-12);
      },
      60_000,
    );

    it('for 75 calls serves 75 of 80 in a row that name no limit, each of them whole', async () => {
      upstream.on(MODEL, (request) =>
        speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
      );
      const { key, hash } = await createKey(gateway(), { max_budget: dollars(COST_NANO * 75n) });
      const ends: unknown[] = [];
      for (let number = 0; number < 80; number += 1) {
        const answer = await callGateway(gateway(), ROUTE, { key, body: { model: MODEL, messages } });
        ends.push(answer.status === 200 ? finishOf(answer) : typeOf(answer.body));
      }
      expect(ends).toEqual([...Array<string>(75).fill('stop'), ...Array<string>(5).fill('budget_exceeded')]);
      expect(sumOfCosts(await waitForRows(gateway().databaseUrl, hash, 80))).toBe(COST_NANO * 75n);
    }, 30_000);
  },
);

function typeOf(body: unknown): string {
  return (body as { error: { type: string } }).error.type;
}
