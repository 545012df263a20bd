import { randomUUID } from 'node:crypto';
import {
  type Answer,
  callGateway,
  createKey,
  describeAt,
  dialRaw,
  queryDatabase,
  rawRequest,
  scrape,
  startAt,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const ROUTE = 'POST /v1/chat/completions';
/** Counted by bytes, so that large bodies cost no time. */
const MODEL = 'house-model';
const PRICE = { inputNano: 10n, outputNano: 10_000_000n };
const MAX_TOKENS = 1000;
/** Holds one call with `max_tokens` and not two; an answer of one token takes next to nothing of it. */
const BUDGET_NANO = (PRICE.outputNano * BigInt(MAX_TOKENS) * 3n) / 2n;
const BUDGET = { max_budget: Number(BUDGET_NANO) / 1e9 };

const config = () => buildConfig([buildChatModel(upstream, MODEL, PRICE)]);

/** From a client’s leaving to the end of its waiting: far below what a call may wait. */
const LEAVING_MS_MAX = 2_000;

type Called = Parameters<typeof callGateway>[0];
type Refusal = Answer<{ readonly error: { readonly type: string; readonly message: string } }>;

const bodyOf = (text: string, more: object = {}) => ({
  model: MODEL,
  messages: [{ role: 'user', content: text }],
  max_tokens: MAX_TOKENS,
  ...more,
});
const call = (gateway: Called, key: string, body: object, signal?: AbortSignal): Promise<Refusal> =>
  callGateway(gateway, ROUTE, { key, body, ...(signal && { signal }) });

async function waiters(gateway: Called): Promise<number> {
  const { families } = await scrape(gateway);
  return Number(families.get('tollgate_budget_waiters')?.series[0]?.split(' ').at(-1));
}

/** Resolves when exactly so many wait. */
const waitForWaiters = (gateway: Called, count: number, timeoutMs = 20_000): Promise<boolean> =>
  waitFor(`${String(count)} waiters`, async () => (await waiters(gateway)) === count, timeoutMs);

const answerWhen = (opened: Promise<void>): void =>
  upstream.on(MODEL, (request) => speakChat(request, { outputTokens: 1, promptTokens: 9, before: opened }));

describeAt(
  'everything set',
  'waiting for money that others hold',
  () => ({ config: config() }),
  (gateway) => {
    let gate: Gate;
    beforeEach(() => {
      gate = new Gate();
      answerWhen(gate.opened);
    });
    afterEach(() => gate.open());

    /** One call is at the provider and holds the budget. */
    async function holdBudget(key: string): Promise<{ readonly answer: Promise<Refusal> }> {
      const number = upstream.of(MODEL).length + 1;
      const answer = call(gateway(), key, bodyOf('first'));
      await upstream.received(MODEL, number);
      return { answer };
    }

    it('keeps a quiet key’s wait to a few answers, beside a key of the same team with fifty times the calls', async () => {
      const team = `team-${randomUUID()}`;
      const settings = [team, String(BUDGET_NANO)];
      await queryDatabase(
        gateway().databaseUrl,
        'INSERT INTO tollgate.team (id, max_budget_nano) VALUES ($1, $2)',
        settings,
      );
      const [noisy, quiet] = [
        await createKey(gateway(), { team_id: team }),
        await createKey(gateway(), { team_id: team }),
      ];
      const before = upstream.of(MODEL).length;
      const noisyCalls = Array.from({ length: 50 }, () => call(gateway(), noisy.key, bodyOf('noisy')));
      await waitForWaiters(gateway(), 49);
      const quietCall = call(gateway(), quiet.key, bodyOf('quiet'));
      await waitForWaiters(gateway(), 50);
      gate.open();
      const answers = await Promise.all([quietCall, ...noisyCalls]);
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 51 }, () => 200));
      const order = upstream
        .of(MODEL)
        .slice(before)
        .map(({ text }) => text.includes('quiet'));
      // the one under way, and the four places that a key has in the common line
      expect(order.indexOf(true)).toBeLessThanOrEqual(5);
    }, 30_000);

    it('ends with the client that leaves: 499 in its row, nothing sent, and the next has its place', async () => {
      const { key, hash } = await createKey(gateway(), BUDGET);
      const first = await holdBudget(key);
      const leaving = new AbortController();
      const left = call(gateway(), key, bodyOf('left'), leaving.signal);
      await waitForWaiters(gateway(), 1);
      leaving.abort();
      await expect(left).rejects.toThrow();
      await waitForWaiters(gateway(), 0);
      const next = call(gateway(), key, bodyOf('next'));
      await waitForWaiters(gateway(), 1);
      gate.open();
      expect([(await first.answer).status, (await next).status]).toEqual([200, 200]);
      expect(upstream.of(MODEL).some(({ text }) => text.includes('left'))).toBe(false);
      const rows = await waitForRows(gateway().databaseUrl, hash, 3);
      expect(rows.filter(({ status }) => status === 'cancelled')).toMatchObject([
        { http_status: 499, cost_nano: 0n, attempts: 0 },
      ]);
    });

    it.each([
      ['a request', () => rawRequest('GET /v1/models')],
      ['a body that is not whole', () => rawRequest(ROUTE, { 'content-length': '900000' }) + 'x'.repeat(50_000)],
    ])('ends with the client that leaves with %s behind its call', async (_what, behind) => {
      const { key, hash } = await createKey(gateway(), BUDGET);
      const first = await holdBudget(key);
      const waiting = rawRequest(ROUTE, { authorization: `Bearer ${key}` }, JSON.stringify(bodyOf('left behind')));
      const socket = dialRaw(gateway().port, waiting + behind());
      await waitForWaiters(gateway(), 1);
      socket.destroy();
      await waitForWaiters(gateway(), 0, LEAVING_MS_MAX);
      gate.open();
      expect((await first.answer).status).toBe(200);
      expect(upstream.of(MODEL).some(({ text }) => text.includes('left behind'))).toBe(false);
      const rows = await waitForRows(gateway().databaseUrl, hash, 2);
      expect(rows.filter(({ status }) => status === 'cancelled')).toMatchObject([
        { http_status: 499, error_code: 'client_closed', cost_nano: 0n, attempts: 0 },
      ]);
    });

    it('ends at the client’s own deadline: 429 budget_busy with a second to wait, never budget_exceeded', async () => {
      const { key } = await createKey(gateway(), BUDGET);
      const first = await holdBudget(key);
      const answer = await call(gateway(), key, bodyOf('late', { timeout: 0.3 }));
      expect(answer).toMatchObject({ status: 429, body: { error: { type: 'budget_busy' } } });
      expect(answer.headers.get('retry-after')).toBe('1');
      gate.open();
      expect((await first.answer).status).toBe(200);
    });

    it('is for 256 at most: those beyond are told so at once, and the key with the most gives way to another', async () => {
      const { key } = await createKey(gateway(), BUDGET);
      const first = await holdBudget(key);
      const leaving = new AbortController();
      const calls = Array.from({ length: 280 }, () => call(gateway(), key, bodyOf('one of many'), leaving.signal));
      const refused: Refusal[] = [];
      for (const pending of calls) void pending.then((answer) => refused.push(answer)).catch(() => undefined);
      await waitFor('those beyond', () => refused.length >= 24, 20_000);
      expect(await waiters(gateway())).toBe(256);
      expect(refused).toHaveLength(24);
      for (const { status, body, headers } of refused) {
        expect(status).toBe(429);
        expect(body.error).toMatchObject({
          type: 'budget_busy',
          message: expect.stringContaining('no more requests can wait for it'),
        });
        expect(headers.get('retry-after')).toBe('1');
      }
      const other = await createKey(gateway(), BUDGET);
      const otherFirst = await holdBudget(other.key);
      const otherSecond = call(gateway(), other.key, bodyOf('of another key'));
      await waitFor('one to give way', () => refused.length === 25);
      expect(await waiters(gateway())).toBe(256);
      leaving.abort();
      await waitForWaiters(gateway(), 1);
      gate.open();
      expect([(await first.answer).status, (await otherFirst.answer).status, (await otherSecond).status]).toEqual([
        200, 200, 200,
      ]);
    }, 30_000);

    it('keeps 64 MiB of bodies at most', async () => {
      const { key } = await createKey(gateway(), BUDGET);
      const first = await holdBudget(key);
      const leaving = new AbortController();
      const large = bodyOf('x'.repeat(8 * 1024 * 1024));
      // a body of eight mebibytes and a few bytes goes seven times into 64
      const calls = Array.from({ length: 8 }, () => call(gateway(), key, large, leaving.signal));
      const refused = await Promise.race(calls);
      expect(refused).toMatchObject({ status: 429, body: { error: { type: 'budget_busy' } } });
      expect(refused.body.error.message).toContain('no more requests can wait for it');
      await waitForWaiters(gateway(), 7);
      leaving.abort();
      await Promise.allSettled(calls);
      await waitForWaiters(gateway(), 0);
      gate.open();
      expect((await first.answer).status).toBe(200);
    }, 30_000);
  },
);

it('ends with the process: who waits is told to come again, and has a row', async () => {
  const gate = new Gate();
  answerWhen(gate.opened);
  const { gateway, dispose } = await startAt('everything set', { config: config() });
  try {
    const { key, hash } = await createKey(gateway, BUDGET);
    const number = upstream.of(MODEL).length + 1;
    const first = call(gateway, key, bodyOf('first'));
    await upstream.received(MODEL, number);
    const waiting = call(gateway, key, bodyOf('second'));
    await waitForWaiters(gateway, 1);
    gateway.signal('SIGTERM');
    expect(await waiting).toMatchObject({ status: 503, body: { error: { type: 'service_unavailable' } } });
    gate.open();
    expect((await first).status).toBe(200);
    expect((await gateway.exited).code).toBe(0);
    const rows = await waitForRows(gateway.databaseUrl, hash, 2);
    expect(rows.map(({ http_status }) => http_status).sort()).toEqual([200, 503]);
  } finally {
    gate.open();
    await dispose();
  }
}, 30_000);
