import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  callGateway,
  createKey,
  describeAt,
  openCall,
  queryDatabase,
  rowsOfKey,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';
import { answerJson, Gate, ReplayUpstream, ResponsesProvider } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const provider = new ResponsesProvider(upstream, ['m']);
/** Has begun an answer, and takes its time to say which. */
const slow = new Gate();
upstream.on('slow', () => ({
  ...answerJson(200, { id: 'resp_slow', object: 'response', status: 'queued', background: true, output: [] }),
  before: slow.opened,
}));

/** Nano-dollars a token: of the input, and of the output. */
const INPUT = 1_000n;
const OUTPUT = 2_000n;
const USED = { input_tokens: 10, output_tokens: 3, total_tokens: 13 };
const COST = 10n * INPUT + 3n * OUTPUT;
/** A budget in which one answer of a hundred tokens fits, not two; and what asks for no less. */
const ONE_ANSWER = { max_budget: 0.000_35 };
const NEEDS_ALL = { tools: [{ type: 'function', name: 'f', parameters: {} }] };
/** That a call waits for money that others hold. */
const WAIT_MS = 4_000;
const MESSAGE = { type: 'message', id: 'msg_x', status: 'completed', role: 'assistant' };
const DONE = {
  status: 'completed',
  output: [{ ...MESSAGE, content: [{ type: 'output_text', text: 'Done.', annotations: [] }] }],
  usage: USED,
};

describeAt(
  'everything set',
  'an answer that is made in the background',
  () => ({
    config: buildConfig(
      ['m', 'slow'].map((name) =>
        buildModel({
          name,
          model: `openai/${name}`,
          apiBase: `${upstream.url}/v1`,
          inputCost: 0.000_001,
          outputCost: 0.000_002,
        }),
      ),
      { general_settings: { budget_wait_ms: WAIT_MS } },
    ),
  }),
  (gateway) => {
    const begin = async (key: string, more: object = {}) => {
      const body = { model: 'm', input: 'Hi', background: true, max_output_tokens: 100, ...more };
      const answer = await callGateway(gateway(), 'POST /v1/responses', { key, body });
      return { ...answer, id: String(answer.body['id']), upstreamId: provider.ids.at(-1) ?? '' };
    };
    const spendOf = async (key: string): Promise<number> => {
      const { body } = await callGateway(gateway(), `GET /key/info?key=${key}`, {});
      return (body['info'] as { readonly spend: number }).spend;
    };
    const settled = (hash: string, status: string) =>
      waitFor(`a row that is ${status}`, async () => {
        const [row] = await rowsOfKey(gateway().databaseUrl, hash);
        return row?.status === status ? row : undefined;
      });
    const isWaiting = async (requestId: string | undefined): Promise<boolean> => {
      const sql = 'SELECT request_id FROM tollgate.background_answer WHERE request_id = $1';
      return (await queryDatabase(gateway().databaseUrl, sql, [requestId])).length > 0;
    };
    /** All of them are asked for now. */
    const makeDue = (): Promise<unknown> =>
      queryDatabase(gateway().databaseUrl, 'UPDATE tollgate.background_answer SET due_at = now()', []);

    afterEach(() => {
      provider.isAway = false;
    });

    it('is charged what it holds, and by itself its true usage once it has ended', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const { status, upstreamId } = await begin(key);
      expect(status).toBe(200);
      const [pending] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(pending).toMatchObject({ status: 'pending', cost_estimated: true });
      // what was counted of the input, and a hundred tokens of output
      expect(pending?.cost_nano).toBeGreaterThanOrEqual(100n * OUTPUT);
      expect(pending?.cost_nano).toBeLessThan(200n * OUTPUT);
      provider.end(upstreamId, DONE);
      expect(await settled(hash, 'success')).toMatchObject({ cost_nano: COST, cost_estimated: false });
      expect(await rowsOfKey(gateway().databaseUrl, hash)).toHaveLength(1);
      expect(await spendOf(key)).toBe(0.000_016);
      const sums = await queryDatabase<{ readonly cost: string; readonly requests: string }>(
        gateway().databaseUrl,
        `SELECT sum(cost_nano) AS cost, sum(requests) AS requests FROM tollgate.spend_daily WHERE key_id =
          (SELECT key_id FROM tollgate.request_fact WHERE request_id = $1)`,
        [pending?.request_id],
      );
      expect(sums).toEqual([{ cost: String(COST), requests: '1' }]);
    });

    it('keeps the next call of its key waiting for what it holds, and then it is to come again', async () => {
      const { key, hash } = await createKey(gateway(), ONE_ANSWER);
      expect((await begin(key)).status).toBe(200);
      const [pending] = await waitForRows(gateway().databaseUrl, hash, 1);
      const next = await begin(key, NEEDS_ALL);
      expect(next).toMatchObject({ status: 429, body: { error: { type: 'budget_busy' } } });
      expect(next.headers.get('retry-after')).toBe('1');
      const refused = (await waitForRows(gateway().databaseUrl, hash, 2)).find(({ status }) => status === 'refused');
      expect(Number(refused?.ended_at) - Number(refused?.received_at)).toBeGreaterThanOrEqual(WAIT_MS);
      expect(pending?.status).toBe('pending');
    });

    it('frees for the next call of its key, that waits, what it did not use', async () => {
      const { key, hash } = await createKey(gateway(), ONE_ANSWER);
      const { upstreamId } = await begin(key);
      await waitForRows(gateway().databaseUrl, hash, 1);
      const next = begin(key, NEEDS_ALL);
      provider.end(upstreamId, DONE);
      await makeDue();
      expect((await next).status).toBe(200);
    });

    it('refuses at once the next call of its key that what is not charged could never pay', async () => {
      const { key, hash } = await createKey(gateway(), ONE_ANSWER);
      await begin(key);
      await waitForRows(gateway().databaseUrl, hash, 1);
      expect(await begin(key, { ...NEEDS_ALL, max_output_tokens: 200 })).toMatchObject({
        status: 422,
        body: { error: { type: 'budget_exceeded' } },
      });
    });

    it('is charged its usage for a key without a budget too', async () => {
      const { key, hash } = await createKey(gateway());
      const { upstreamId } = await begin(key);
      // nothing is held where nobody has a budget
      expect(await waitForRows(gateway().databaseUrl, hash, 1)).toMatchObject([{ status: 'pending', cost_nano: 0n }]);
      provider.end(upstreamId, DONE);
      expect(await settled(hash, 'success')).toMatchObject({ cost_nano: COST });
      expect(await spendOf(key)).toBe(0.000_016);
    });

    it('is charged once, whoever asks for it, how often and how many at once', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const { id, upstreamId } = await begin(key);
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      provider.end(upstreamId, DONE);
      const reads = Array.from({ length: 8 }, () => callGateway(gateway(), `GET /v1/responses/${id}`, { key }));
      for (const { status, body } of await Promise.all(reads))
        expect([status, body['status']]).toEqual([200, 'completed']);
      await makeDue();
      expect(await settled(hash, 'success')).toMatchObject({ cost_nano: COST });
      await waitFor('nothing left to ask for', async () => !(await isWaiting(row?.request_id)));
      const costs = (await rowsOfKey(gateway().databaseUrl, hash)).filter(({ status }) => status === 'success');
      expect(costs.reduce((sum, row) => sum + (row.cost_nano ?? 0n), 0n)).toBe(COST);
      expect(await spendOf(key)).toBe(0.000_016);
    });

    it('survives a kill between its beginning and its end', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const { upstreamId } = await begin(key);
      await gateway().kill9();
      provider.end(upstreamId, DONE);
      await gateway().restart();
      expect(await settled(hash, 'success')).toMatchObject({ cost_nano: COST, cost_estimated: false });
      expect(await rowsOfKey(gateway().databaseUrl, hash)).toHaveLength(1);
      expect(await spendOf(key)).toBe(0.000_016);
    });

    it('survives a restart while its provider is away, and is held for until that is back', async () => {
      const { key, hash } = await createKey(gateway(), ONE_ANSWER);
      const { id, upstreamId } = await begin(key);
      await waitForRows(gateway().databaseUrl, hash, 1);
      provider.end(upstreamId, DONE);
      provider.isAway = true;
      await gateway().stop();
      await gateway().restart();
      await makeDue();
      await waitFor('an ask in vain', async () => provider.asked(upstreamId).length > 0);
      expect(await callGateway(gateway(), `GET /v1/responses/${id}`, { key })).not.toMatchObject({ status: 200 });
      // what it holds is counted from the ledger
      expect(await begin(key, NEEDS_ALL)).toMatchObject({ status: 429, body: { error: { type: 'budget_busy' } } });
      provider.isAway = false;
      await makeDue();
      expect(await settled(hash, 'success')).toMatchObject({ cost_nano: COST });
    });

    it('is charged at once all that it can cost where its end cannot be asked for later', async () => {
      const { key, hash } = await createKey(gateway());
      await queryDatabase(gateway().databaseUrl, 'ALTER TABLE tollgate.background_answer RENAME TO away', []);
      try {
        expect((await begin(key)).status).toBe(200);
      } finally {
        await queryDatabase(gateway().databaseUrl, 'ALTER TABLE tollgate.away RENAME TO background_answer', []);
      }
      const row = await settled(hash, 'success');
      expect(row.cost_estimated).toBe(true);
      expect(row.cost_nano).toBeGreaterThanOrEqual(100n * OUTPUT);
    });

    it('is charged all that it can cost where its client leaves before it hears which it is', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const leaving = new AbortController();
      const body = { model: 'slow', input: 'Hi', background: true, max_output_tokens: 100 };
      const call = openCall(gateway(), 'POST /v1/responses', { key, body, signal: leaving.signal });
      await waitFor('the provider begins', async () => upstream.requests.some(({ model }) => model === 'slow'));
      leaving.abort();
      await expect(call).rejects.toThrow('aborted');
      const row = await settled(hash, 'cancelled');
      slow.open();
      expect(row.cost_estimated).toBe(true);
      expect(row.cost_nano).toBeGreaterThanOrEqual(100n * OUTPUT);
    });

    it('that is cancelled, or failed, is charged its input and what could have been made, at most what it held', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const { id } = await begin(key);
      const [pending] = await waitForRows(gateway().databaseUrl, hash, 1);
      await callGateway(gateway(), `POST /v1/responses/${id}/cancel`, { key });
      const row = await settled(hash, 'cancelled');
      expect(row.cost_estimated).toBe(true);
      expect(row.cost_nano).toBeGreaterThan(0n);
      expect(row.cost_nano).toBeLessThanOrEqual(pending?.cost_nano ?? 0n);
    });

    it('that its provider has forgotten is charged what it held', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const { upstreamId } = await begin(key);
      const [pending] = await waitForRows(gateway().databaseUrl, hash, 1);
      provider.kept.delete(upstreamId);
      await makeDue();
      expect(await settled(hash, 'failure')).toMatchObject({ cost_nano: pending?.cost_nano, cost_estimated: true });
    });

    it('that its owner deletes is charged what it used until then', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const { id, upstreamId } = await begin(key);
      await waitForRows(gateway().databaseUrl, hash, 1);
      provider.end(upstreamId, DONE);
      expect((await callGateway(gateway(), `DELETE /v1/responses/${id}`, { key })).status).toBe(200);
      expect(await settled(hash, 'success')).toMatchObject({ cost_nano: COST });
    });
  },
);
