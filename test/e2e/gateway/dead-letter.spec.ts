import {
  callGateway,
  createKey,
  describeAtBothEnds,
  type Gateway,
  queryDatabase,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const CHAT = 'POST /v1/chat/completions';
const messages = [{ role: 'user', content: 'Hello!' }];
/** 20 tokens in at 1,000 and 10 out at 2,000 nano-dollars. */
const COST_USD = (20 * 1_000 + 10 * 2_000) / 1e9;

function config(): object {
  const settings = { apiBase: `${upstream.url}/v1`, inputCost: 0.000001, outputCost: 0.000002 };
  return buildConfig([
    buildModel({ name: 'good', model: 'openai/good', ...settings }),
    buildModel({ name: 'poison', model: 'openai/poison', ...settings }),
  ]);
}

describeAtBothEnds(
  'a record that the ledger refuses',
  () => ({ config: config() }),
  (gateway) => {
    beforeEach(async () => {
      for (const model of ['good', 'poison'])
        upstream.on(model, (request) => speakChat(request, { outputTokens: 10, promptTokens: 20 }));
      // stands for whatever a later version may meet: no record of a client's own is refused any more
      await queryDatabase(
        gateway().databaseUrl,
        `ALTER TABLE tollgate.request_fact ADD CONSTRAINT no_poison CHECK (model <> 'poison')`,
      );
    });

    it('is set aside once and stays counted, over a kill -9 too: a key that is out of money stays so', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: COST_USD * 1.05 });
      const call = (model: string) => callGateway(gateway(), CHAT, { key, body: { model, messages, max_tokens: 10 } });
      expect((await call('poison')).status).toBe(200);
      await waitFor('the record to be set aside', async () => (await setAside(gateway())) === 1);
      expect(await spendOf(gateway(), key)).toBeCloseTo(COST_USD, 12);
      expect((await call('good')).status).toBe(422);
      await gateway().kill9();
      await gateway().restart();
      expect((await call('good')).status).toBe(422);
      expect(await spendOf(gateway(), key)).toBeCloseTo(COST_USD, 12);
      // recovery sends all that the journal held: what was set aside is known, and not set aside again
      expect(await setAside(gateway())).toBe(0);
      expect(gateway().output).not.toContain('was set aside');
      expect(await letters(gateway())).toEqual([{ cost_nano: 40_000n }]);
      const [refused] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(refused).toMatchObject({ status: 'refused', error_code: 'budget_exceeded' });
    }, 60_000);
  },
);

/** As the metric of this process has it. */
async function setAside(gateway: Gateway): Promise<number> {
  const { text } = await callGateway(gateway, 'GET /metrics');
  return Number(/^tollgate_ledger_set_aside_total (\d+)$/m.exec(text)?.[1]);
}

async function spendOf(gateway: Gateway, key: string): Promise<number> {
  const { body } = await callGateway<{ info: { spend: number } }>(gateway, `GET /key/info?key=${key}`);
  return body.info.spend;
}

function letters(gateway: Gateway) {
  return queryDatabase(gateway.databaseUrl, 'SELECT cost_nano FROM tollgate.dead_letter');
}
