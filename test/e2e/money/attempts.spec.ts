import { attemptsOf, callGateway, createKey, describeAt, waitForRows } from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';
import { finishOf } from './finish-of.js';

const upstream = ReplayUpstream.ofFile();

const ROUTE = 'POST /v1/chat/completions';
const MODEL = 'gpt-4o-twice';
const LIMIT = 400;
const messages = [{ role: 'user', content: 'Hello!' }];
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const costOf = (output: number): bigint =>
  BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(output) * PRICE.outputNano;
const BUDGET_NANO = costOf(LIMIT);

const config = () =>
  buildConfig([buildChatModel(upstream, MODEL, PRICE, { params: { num_retries: 1 } })], {
    router_settings: { num_retries: 0, retry_after: 0 },
  });

describeAt(
  'everything set',
  'a second attempt',
  () => ({ config: config() }),
  (gateway) => {
    /** The first answer breaks off, the second is whole. The budget pays for one of them. */
    async function callTwice(more: object, budget = BUDGET_NANO) {
      const before = upstream.of(MODEL).length;
      upstream.on(MODEL, (request) => {
        const first = upstream.of(MODEL).length === before + 1;
        return {
          ...speakChat(request, { outputTokens: 10, promptTokens: countPrompt({ messages }) }),
          ...(first && { cutAfter: 40 }),
        };
      });
      const { key, hash } = await createKey(gateway(), { max_budget: Number(budget) / 1e9 });
      const body = { model: MODEL, messages, max_tokens: LIMIT, ...more };
      const answer = await callGateway(gateway(), ROUTE, { key, body });
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      const attempts = await attemptsOf(gateway().databaseUrl, row?.request_id ?? '');
      return { answer, row, attempts, sent: upstream.of(MODEL).slice(before) };
    }

    it('holds what the charge of the first has left, in one step: neither waits for the other, and the cost is their sum', async () => {
      const { answer, row, attempts, sent } = await callTwice({});
      expect(answer.status).toBe(200);
      expect(finishOf(answer)).toBe('stop');
      const [first, second] = attempts;
      expect(first).toMatchObject({ outcome: 'failure', estimated: true, held_nano: BUDGET_NANO });
      expect(second).toMatchObject({ outcome: 'success', estimated: false, cost_nano: costOf(10) });
      const left = BUDGET_NANO - (first?.cost_nano ?? 0n);
      expect(left).toBeLessThan(BUDGET_NANO);
      expect(second?.held_nano).toBeLessThanOrEqual(left);
      expect(second?.held_nano).toBeGreaterThan(left - PRICE.outputNano);
      const limit = Number(((second?.held_nano ?? 0n) - costOf(0)) / PRICE.outputNano);
      expect(sent.map(({ body }) => body['max_tokens'])).toEqual([LIMIT, limit]);
      expect(answer.headers.get('x-tollgate-output-limit')).toBe(`${String(limit)}; reason=budget; scope=key`);
      expect(row).toMatchObject({ cost_nano: (first?.cost_nano ?? 0n) + costOf(10), cost_estimated: true });
    });

    it('is not made where what is left pays no useful answer: the client sees the first one’s error, and pays for that alone', async () => {
      const tools = [{ type: 'function', function: { name: 'f', parameters: {} } }];
      // the declaration of the tool is more than 20 and less than 50 tokens
      const { answer, row, attempts, sent } = await callTwice({ tools }, BUDGET_NANO + 50n * PRICE.inputNano);
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(sent).toHaveLength(1);
      expect(attempts).toHaveLength(1);
      expect(row).toMatchObject({ status: 'failure', cost_nano: attempts[0]?.cost_nano, cost_estimated: true });
      expect(row?.cost_nano).toBeGreaterThan(0n);
    });
  },
);
