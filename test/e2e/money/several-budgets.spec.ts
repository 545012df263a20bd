import { callGateway, createKey, describeAtBothEnds } from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const MODEL = 'gpt-4o-several-budgets';
const OUTPUT_TOKENS = 20;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const messages = [{ role: 'user', content: 'Hello!' }];
const COST_NANO = BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;
const dollars = (calls: bigint): number => Number(calls * COST_NANO) / 1e9;
const at = (offsetMs: number): string => new Date(Date.now() + offsetMs).toISOString();
const HOUR_MS = 3_600_000;

describeAtBothEnds(
  'money',
  () => ({ config: buildConfig([buildChatModel(upstream, MODEL, PRICE)]) }),
  (gateway) => {
    beforeEach(() => {
      upstream.on(MODEL, (request) =>
        speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
      );
    });

    const ask = (key: string) =>
      callGateway(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model: MODEL, messages, max_tokens: OUTPUT_TOKENS },
      });
    const served = async (key: string, times: number): Promise<number> => {
      const statuses = (await Promise.all(Array.from({ length: times }, () => ask(key)))).map(({ status }) => status);
      expect(statuses.filter((status) => status !== 200 && status !== 422)).toEqual([]);
      return statuses.filter((status) => status === 200).length;
    };
    const update = async (body: object): Promise<void> => {
      expect((await callGateway(gateway(), 'POST /key/update', { body })).status).toBe(200);
    };

    it('of a key is what the smallest of its budgets has, whichever comes first', async () => {
      const limits = (day: bigint, year: bigint, own: bigint) => ({
        max_budget: dollars(own),
        budget_limits: [
          { budget_duration: '1d', max_budget: dollars(day) },
          { budget_duration: '12mo', max_budget: dollars(year) },
        ],
      });
      for (const [day, year, own] of [
        [2n, 5n, 9n],
        [9n, 3n, 5n],
        [9n, 5n, 1n],
      ] as const) {
        const { key } = await createKey(gateway(), limits(day, year, own));
        expect(await served(key, 8)).toBe(Math.min(Number(day), Number(year), Number(own)));
      }
    });

    it('of a team’s windows is shared by its keys', async () => {
      const body = { budget_limits: [{ budget_duration: '7d', max_budget: dollars(3n) }] };
      const team = await callGateway<{ team_id: string; budget_limits: readonly object[] }>(
        gateway(),
        'POST /team/new',
        { body },
      );
      expect(team.body.budget_limits).toEqual([{ ...body.budget_limits[0], reset_at: expect.any(String) as string }]);
      const keys = await Promise.all([1, 2].map(() => createKey(gateway(), { team_id: team.body.team_id })));
      const counts = await Promise.all(keys.map(({ key }) => served(key, 4)));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
    });

    it('is more while a budget is raised, in the one reservation, and no more when the raise has ended', async () => {
      const { key } = await createKey(gateway(), { max_budget: dollars(2n) });
      await update({ key, temp_budget_increase: dollars(3n), temp_budget_expiry: at(HOUR_MS) });
      expect(await served(key, 9)).toBe(5);
      await update({ key, temp_budget_increase: dollars(9n), temp_budget_expiry: at(-1) });
      const refused = await ask(key);
      expect(refused.status).toBe(422);
      expect(refused.text).toContain(`Max budget: ${String(dollars(2n))}`);
      const info = await callGateway<{ info: { max_budget: number; metadata: object } }>(
        gateway(),
        `GET /key/info?key=${key}`,
      );
      expect(info.body.info).toMatchObject({
        max_budget: dollars(2n),
        metadata: { temp_budget_increase: dollars(9n), temp_budget_expiry: expect.any(String) as string },
      });
    });
  },
);
