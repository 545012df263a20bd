import {
  askAdmin,
  callGateway,
  createKey,
  describeAtBothEnds,
  waitFor,
  waitForRoomInMinute,
} from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const [LIMITED, OTHER] = ['gpt-4o-of-its-own', 'gpt-4o-beside'] as const;
const OUTPUT_TOKENS = 20;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const messages = [{ role: 'user', content: 'Hello!' }];
const COST_NANO = BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;
const dollars = (calls: bigint): number => Number(calls * COST_NANO) / 1e9;

type Admin = { readonly url: string; readonly masterKey: string };

/** Who holds a budget for one model, with a key that it counts for. */
const HOLDERS: readonly (readonly [string, (gateway: Admin, limits: object) => Promise<string>])[] = [
  ['key', async (gateway, limits) => (await createKey(gateway, { ...limits })).key],
  [
    'team',
    async (gateway, limits) => {
      const { team_id } = await askAdmin(gateway, 'POST /team/new', limits);
      return (await createKey(gateway, { team_id })).key;
    },
  ],
  [
    'user',
    async (gateway, limits) => {
      const { user_id } = await askAdmin(gateway, 'POST /user/new', { ...limits, auto_create_key: false });
      return (await createKey(gateway, { user_id })).key;
    },
  ],
];

describeAtBothEnds(
  'a limit of one model',
  () => ({
    config: buildConfig([buildChatModel(upstream, LIMITED, PRICE), buildChatModel(upstream, OTHER, PRICE)]),
  }),
  (gateway) => {
    beforeEach(async () => {
      await waitForRoomInMinute();
      for (const model of [LIMITED, OTHER])
        upstream.on(model, (request) =>
          speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
        );
    });

    const ask = (key: string, model: string) =>
      callGateway(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model, messages, max_tokens: OUTPUT_TOKENS },
      });
    const statuses = async (key: string, model: string, times: number): Promise<readonly number[]> =>
      (await Promise.all(Array.from({ length: times }, () => ask(key, model)))).map(({ status }) => status).sort();

    it.each(HOLDERS)('in money of a %s: as many calls as it pays for, and other models go on', async (_name, make) => {
      const key = await make(gateway(), {
        model_max_budget: { [LIMITED]: { budget_limit: dollars(3n), time_period: '1d' } },
      });
      expect(await statuses(key, LIMITED, 10)).toEqual([200, 200, 200, ...Array<number>(7).fill(422)]);
      expect(await statuses(key, OTHER, 5)).toEqual([200, 200, 200, 200, 200]);
      const refused = await ask(key, LIMITED);
      expect(refused.text).toContain(LIMITED);
      expect(refused.text).toContain('budget_exceeded');
    });

    it.each(HOLDERS.filter(([name]) => name !== 'user'))(
      'in requests of a %s per minute, each model for itself',
      async (_name, make) => {
        const key = await make(gateway(), { model_rpm_limit: { [LIMITED]: 2 } });
        expect(await statuses(key, LIMITED, 6)).toEqual([200, 200, 429, 429, 429, 429]);
        expect(await statuses(key, OTHER, 3)).toEqual([200, 200, 200]);
      },
    );

    it('counts what was spent before it was set', async () => {
      const { key, hash } = await createKey(gateway(), {});
      expect(await statuses(key, LIMITED, 2)).toEqual([200, 200]);
      await waitFor('the ledger to hold both', async () => {
        const info = await callGateway<{ info: { spend: number } }>(gateway(), `GET /key/info?key=${hash}`);
        return info.body.info.spend === dollars(2n);
      });
      await askAdmin(gateway(), 'POST /key/update', {
        key: hash,
        model_max_budget: { [LIMITED]: { budget_limit: dollars(3n) } },
      });
      expect(await statuses(key, LIMITED, 4)).toEqual([200, 422, 422, 422]);
    });
  },
);
