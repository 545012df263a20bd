import pg from 'pg';
import { callGateway, createKey, describeAt, waitFor, rowsOfKey } from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const ROUTE = 'POST /v1/chat/completions';
const MODEL = 'gpt-4o-locked';
/** The advisory lock `counters`: `toll` in ASCII. */
const LOCK = 0x746f6c6c;
const body = { model: MODEL, messages: [{ role: 'user', content: 'Hello!' }], max_tokens: 50 };
const PRICE = { inputNano: 1_000n, outputNano: 2_000n };

const config = () => buildConfig([buildChatModel(upstream, MODEL, PRICE)]);

/** Another process that gets the lock as soon as its holder's connection is gone. */
class Rival {
  private readonly client: pg.Client;

  constructor(url: string) {
    this.client = new pg.Client({ connectionString: url });
  }

  /** Ends the holder's backend and has the lock afterwards. */
  async takeOver(): Promise<void> {
    await this.client.connect();
    const { rows } = await this.client.query<{ pid: number }>(
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = $1
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [LOCK],
    );
    await this.client.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await this.client.query('SELECT pg_advisory_lock($1)', [LOCK]);
  }

  /** Spends a key's money: its row is in the ledger. */
  async spend(keyHash: string, nano: bigint): Promise<void> {
    await this.client.query(
      `INSERT INTO tollgate.scope_balance AS b (scope, scope_id, window_start, amount_nano)
       SELECT 'key', key_id::text, to_timestamp(0), $2 FROM tollgate.key_secret WHERE hash = $1
       ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET amount_nano = b.amount_nano + excluded.amount_nano`,
      [keyHash, String(nano)],
    );
  }

  end(): Promise<void> {
    return this.client.end();
  }
}

describeAt(
  'everything set',
  'a gateway whose connection of the lock `counters` was ended',
  () => ({ config: config() }),
  (gateway) => {
    it('refuses limited keys with 503 until it counts alone again, serves the others, and then counts what was spent meanwhile', async () => {
      const gate = new Gate();
      upstream.on(MODEL, (request) =>
        speakChat(request, {
          outputTokens: 10,
          promptTokens: 9,
          gate: (index) => (index < 3 ? undefined : gate.opened),
        }),
      );
      const call = (key: string, stream = false) =>
        callGateway<{ error: { type: string } }>(gateway(), ROUTE, { key, body: { ...body, stream } });
      const [spent, spared] = [
        await createKey(gateway(), { max_budget: 0.01 }),
        await createKey(gateway(), { max_budget: 0.01 }),
      ];
      const limited = [
        spared,
        await createKey(gateway(), { rpm_limit: 100 }),
        await createKey(gateway(), { tpm_limit: 1e6 }),
      ];
      const unlimited = await createKey(gateway());
      // its counter is in memory from here on
      expect((await call(spent.key)).status).toBe(200);
      const running = call(spared.key, true);
      await upstream.received(MODEL, 2);
      const rival = new Rival(gateway().databaseUrl);
      try {
        await rival.takeOver();
        await waitFor('the refusal', async () => (await call(spent.key)).status === 503);
        for (const { key } of limited) {
          const answer = await call(key);
          expect(answer).toMatchObject({ status: 503, body: { error: { type: 'service_unavailable' } } });
          expect(answer.headers.get('retry-after')).toBe('1');
        }
        expect((await call(unlimited.key)).status).toBe(200);
        gate.open();
        expect((await running).events.at(-1)?.data).toBe('[DONE]');
        await waitFor('its row', async () =>
          (await rowsOfKey(gateway().databaseUrl, spared.hash)).some(({ status }) => status === 'success'),
        );
        await rival.spend(spent.hash, 10_000_000n);
      } finally {
        gate.open();
        await rival.end();
      }
      const answer = await waitFor('limited keys to be judged again', async () => {
        const judged = await call(spent.key);
        return judged.status === 503 ? undefined : judged;
      });
      expect(answer).toMatchObject({ status: 422, body: { error: { type: 'budget_exceeded' } } });
      for (const { key } of limited) expect((await call(key)).status).toBe(200);
    }, 30_000);
  },
);
