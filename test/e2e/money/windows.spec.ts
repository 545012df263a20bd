import {
  callGateway,
  createKey,
  describeAt,
  queryDatabase,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const ROUTE = 'POST /v1/chat/completions';
const MODEL = 'gpt-4o-windowed';
const WINDOW_MS = 1_000;
const LIMIT = 50;
const messages = [{ role: 'user', content: 'Hello!' }];
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const COST_NANO = BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(LIMIT) * PRICE.outputNano;

const config = () => buildConfig([buildChatModel(upstream, MODEL, PRICE)]);

describeAt(
  'everything set',
  'a budget that resets',
  () => ({ config: config() }),
  (gateway) => {
    it('charges a call to the window that it was admitted in, whenever it ends, and holds nothing of the next', async () => {
      const gate = new Gate();
      upstream.on(MODEL, (request) =>
        speakChat(request, {
          outputTokens: LIMIT,
          promptTokens: countPrompt(request.body),
          before: upstream.of(MODEL).length === 1 ? gate.opened : Promise.resolve(),
        }),
      );
      const { key, hash } = await createKey(gateway(), {
        max_budget: Number(COST_NANO) / 1e9,
        budget_duration: `${String(WINDOW_MS / 1000)}s`,
      });
      const call = () => callGateway(gateway(), ROUTE, { key, body: { model: MODEL, messages, max_tokens: LIMIT } });
      const first = call();
      await upstream.received(MODEL);
      const sent = Date.now();
      await waitFor('the next window', () => windowOf(Date.now()) > windowOf(sent));
      // the first still holds the whole budget, of its own window
      expect((await call()).status).toBe(200);
      gate.open();
      expect((await first).status).toBe(200);
      const rows = await waitForRows(gateway().databaseUrl, hash, 2);
      const balances = await waitFor('both balances', async () => {
        const found = await balancesOf(hash);
        return found.length === 3 && found;
      });
      expect(balances).toEqual([
        { start: 0, amount: COST_NANO * 2n },
        ...rows.map(({ received_at }) => ({ start: windowOf(received_at.getTime()), amount: COST_NANO })),
      ]);
    }, 20_000);

    async function balancesOf(keyHash: string): Promise<readonly { start: number; amount: bigint }[]> {
      const rows = await queryDatabase<{ window_start: Date; amount_nano: bigint }>(
        gateway().databaseUrl,
        `SELECT b.window_start, b.amount_nano FROM tollgate.scope_balance b
         JOIN tollgate.key_secret s ON s.key_id::text = b.scope_id WHERE b.scope = 'key' AND s.hash = $1 ORDER BY 1`,
        [keyHash],
      );
      return rows.map((row) => ({ start: row.window_start.getTime(), amount: row.amount_nano }));
    }
  },
);

function windowOf(instant: number): number {
  return Math.floor(instant / WINDOW_MS) * WINDOW_MS;
}
