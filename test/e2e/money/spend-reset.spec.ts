import { askAdmin, callGateway, createKey, describeAtBothEnds, waitFor } from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const MODEL = 'gpt-4o-reset';
const OUTPUT_TOKENS = 20;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const messages = [{ role: 'user', content: 'Hello!' }];
const COST_NANO = BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;

describeAtBothEnds(
  'the spend of a key, reset',
  () => ({ config: buildConfig([buildChatModel(upstream, MODEL, PRICE)]) }),
  (gateway) => {
    beforeEach(() => {
      upstream.on(MODEL, (request) =>
        speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
      );
    });

    const ask = async (key: string): Promise<number> => {
      const body = { model: MODEL, messages, max_tokens: OUTPUT_TOKENS };
      return (await callGateway(gateway(), 'POST /v1/chat/completions', { key, body })).status;
    };

    it('pays for calls again at once, and for no more than was reset', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: Number(3n * COST_NANO) / 1e9 });
      expect([await ask(key), await ask(key), await ask(key), await ask(key)]).toEqual([200, 200, 200, 422]);
      const shown = async (): Promise<number> => {
        const info = await callGateway<{ info: { spend: number } }>(gateway(), `GET /key/info?key=${hash}`);
        return info.body.info.spend;
      };
      await waitFor('the ledger to hold all three', async () => (await shown()) === Number(3n * COST_NANO) / 1e9);
      const reset = await callGateway<{ previous_spend: number }>(gateway(), `POST /key/${hash}/reset_spend`, {
        body: { reset_to: Number(COST_NANO) / 1e9 },
      });
      expect(reset).toMatchObject({ status: 200, body: { previous_spend: Number(3n * COST_NANO) / 1e9 } });
      await waitFor('the counters to hear of the reset', async () => (await ask(key)) === 200);
      expect([await ask(key), await ask(key)]).toEqual([200, 422]);
    });

    it('has what the ledger has not heard of yet', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: Number(3n * COST_NANO) / 1e9 });
      expect([await ask(key), await ask(key), await ask(key), await ask(key)]).toEqual([200, 200, 200, 422]);
      expect((await callGateway(gateway(), `POST /key/${hash}/reset_spend`, { body: { reset_to: 0 } })).status).toBe(
        200,
      );
      await waitFor('the counters to hear of the reset', async () => (await ask(key)) === 200);
      expect([await ask(key), await ask(key), await ask(key)]).toEqual([200, 200, 422]);
      const info = () => callGateway<{ info: { spend: number } }>(gateway(), `GET /key/info?key=${hash}`);
      const all = Number(3n * COST_NANO) / 1e9;
      await waitFor('the ledger to hold those since', async () => (await info()).body.info.spend === all);
    });

    it('stays reset when the windows of its linked budget are moved, and moved back', async () => {
      const [budget_anchor, max_budget] = [new Date().toISOString(), Number(3n * COST_NANO) / 1e9];
      const window = { budget_duration: '30d', budget_anchor };
      const { budget_id } = await askAdmin(gateway(), 'POST /budget/new', { max_budget, ...window });
      const { key, hash } = await createKey(gateway(), { budget_id });
      expect([await ask(key), await ask(key), await ask(key), await ask(key)]).toEqual([200, 200, 200, 422]);
      await waitFor('the ledger to hold all three', async () => {
        const info = await callGateway<{ info: { spend: number } }>(gateway(), `GET /key/info?key=${hash}`);
        return info.body.info.spend === max_budget;
      });
      const body = { reset_to: Number(COST_NANO) / 1e9 };
      expect((await callGateway(gateway(), `POST /key/${hash}/reset_spend`, { body })).status).toBe(200);
      const moved = { budget_duration: '2h', budget_anchor: new Date().toISOString() };
      for (const next of [moved, window]) await askAdmin(gateway(), 'POST /budget/update', { budget_id, ...next });
      expect([await ask(key), await ask(key), await ask(key)]).toEqual([200, 200, 422]);
    });

    it('with that of all keys pays for calls again at once', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: Number(COST_NANO) / 1e9 });
      expect([await ask(key), await ask(key)]).toEqual([200, 422]);
      await waitFor('the ledger to hold the call', async () => {
        const info = await callGateway<{ info: { spend: number } }>(gateway(), `GET /key/info?key=${hash}`);
        return info.body.info.spend > 0;
      });
      expect((await callGateway(gateway(), 'POST /global/spend/reset', { body: {} })).status).toBe(200);
      await waitFor('the counters to hear of the reset', async () => (await ask(key)) === 200);
      expect(await ask(key)).toBe(422);
    });
  },
);
