import { SystemIds } from '@tollgate/kernel';
import { Database, migrate, PgBudgetWatch, PgLedgerMaintenance, PgLedgerWriter } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { createTestDatabase, type TestDatabase } from '../../support/services';
import { ManualClock } from '../../support/time';
import { finishedRecord } from '../journal/build-records';

const DAY_MS = 86_400_000;
const TODAY = Date.UTC(2026, 10, 26);
const NOW = TODAY + 3_600_000;
const COST = 10n;

const ids = new SystemIds();
let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await createTestDatabase();
  await migrate(server.url);
  database = new Database({ url: server.url, role: 'test' }, createLogger('silent'));
});
afterAll(async () => {
  await database.close();
  await server.drop();
});
beforeEach(async () => {
  await database.pool.query('TRUNCATE tollgate.budget_mark, tollgate.budget_event, tollgate.callback_outbox');
});

const watch = (sinks: readonly string[] = ['webhook', 'slack']): PgBudgetWatch =>
  new PgBudgetWatch(database, { sinks }, new ManualClock(NOW), ids, createLogger('silent'));

interface Budget {
  readonly max?: bigint;
  readonly soft?: bigint;
  readonly duration?: string;
  readonly timeZone?: string;
  readonly further?: object;
}

async function makeKey({ max, soft, duration, timeZone, further }: Budget): Promise<string> {
  const id = ids.newId();
  await database.pool.query(
    `INSERT INTO tollgate.virtual_key (id, name, max_budget_nano, soft_budget_nano, budget_duration, budget_anchor, budget_time_zone,
       budget_limits, created_at) VALUES ($1, 'sk-...', $2, $3, $4, $5, $6, $7, $5)`,
    [id, max, soft, duration, new Date(TODAY - 10 * DAY_MS), timeZone, JSON.stringify(further)],
  );
  return id;
}

/** As the shipper writes calls of a key whose windows are watched. */
async function spend(keyId: string, calls: number, start = 0): Promise<void> {
  const windows = [{ scope: 'key', id: keyId, start, budget: 'watched' as const }];
  const lines = Array.from({ length: calls }, () => ({
    kind: 'finished' as const,
    json: JSON.stringify(finishedRecord(ids.newId(), { keyId, windows, costNano: String(COST), receivedAt: NOW })),
  }));
  await new PgLedgerWriter(database, { textRetentionDays: 30 }).write(lines);
}

const events = async () =>
  (
    await database.pool.query<{ event: string; threshold: number; budget_duration: string; window_start: Date }>(
      'SELECT event, threshold, budget_duration, window_start, window_end, spend_nano FROM tollgate.budget_event ORDER BY id',
    )
  ).rows;
const count = async (table: string) =>
  (await database.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM tollgate.${table}`)).rows[0]?.n;

describe('events of budgets', () => {
  it('are kept once, and told of once to each sink, however many look at once', async () => {
    const key = await makeKey({ max: 100n * COST, soft: 50n * COST });
    for (let batch = 0; batch < 30; batch += 1) await spend(key, 2);
    const watches = Array.from({ length: 6 }, () => watch());
    await Promise.all(
      watches.map(async (one) => {
        while ((await one.judge(3)) > 0);
      }),
    );
    expect(await events()).toMatchObject([{ event: 'soft_budget_crossed', spend_nano: '600' }]);
    expect(await count('callback_outbox')).toBe(2);
    expect(await count('budget_mark')).toBe(0);
  });

  it('are all found by the next round where one fails between taking the marks and telling', async () => {
    const key = await makeKey({ soft: COST });
    await spend(key, 1);
    // no text of PostgreSQL holds a NUL: the last statement of the round is refused
    await expect(watch(['\0']).judge(10)).rejects.toThrow();
    expect([await count('budget_mark'), await count('budget_event')]).toEqual([1, 0]);
    expect(await watch().judge(10)).toBe(1);
    expect([await count('budget_mark'), await count('budget_event'), await count('callback_outbox')]).toEqual([
      0, 1, 2,
    ]);
  });

  it('belong to the window that the call belongs to, also when that is over', async () => {
    const key = await makeKey({ max: COST, duration: '1d' });
    await spend(key, 1, TODAY - DAY_MS);
    await spend(key, 1, TODAY);
    await watch().judge(10);
    expect((await events()).map(({ window_start: start }) => start.getTime()).sort()).toEqual([TODAY - DAY_MS, TODAY]);
    expect(await events()).toMatchObject([
      { event: 'budget_crossed', budget_duration: '1d' },
      { event: 'budget_crossed', budget_duration: '1d' },
    ]);
  });

  it('are those of each budget whose window began then, and of no other', async () => {
    const further = [
      { budget_duration: '1d', max_budget: 10 * Number(COST) * 1e-9 },
      { budget_duration: '1h', max_budget: Number(COST) * 1e-9 },
    ];
    const key = await makeKey({ max: 2n * COST, further });
    // the lifetime's and the day's balances; the hour's has nothing
    await spend(key, 2);
    await spend(key, 9, TODAY);
    await watch().judge(10);
    expect((await events()).map((event) => [event.budget_duration, event.event, event.threshold]).sort()).toEqual([
      ['', 'budget_crossed', 100],
      ['1d', 'threshold_crossed', 85],
    ]);
  });

  it('wait for no budget that cannot be read', async () => {
    const [broken, whole] = [
      await makeKey({ soft: COST, duration: '1d', timeZone: 'Nowhere/Land' }),
      await makeKey({ soft: COST }),
    ];
    await spend(broken, 1, TODAY);
    await spend(whole, 1);
    expect(await watch().judge(10)).toBe(2);
    expect(await events()).toMatchObject([{ event: 'soft_budget_crossed', budget_duration: '' }]);
  });

  it('are looked for where a line that the ledger refuses is set aside, since its money counts', async () => {
    const key = await makeKey({ soft: COST });
    const windows = [{ scope: 'key', id: key, start: 0, budget: 'watched' }];
    const json = JSON.stringify({ requestId: ids.newId(), costNano: String(COST), windows });
    await new PgLedgerWriter(database, { textRetentionDays: 30 }).setAside({ kind: 'finished', json }, 'no');
    expect(await watch().judge(10)).toBe(1);
    expect(await events()).toMatchObject([{ event: 'soft_budget_crossed' }]);
  });

  it('do not tell of a part of a budget where as much of it was told of: a correction came between', async () => {
    const key = await makeKey({ max: 100n * COST });
    await spend(key, 95);
    await watch().judge(100);
    await database.pool.query('UPDATE tollgate.scope_balance SET amount_nano = amount_nano - 60 WHERE scope_id = $1', [
      key,
    ]);
    await spend(key, 1);
    await watch().judge(100);
    expect((await events()).map(({ threshold }) => threshold)).toEqual([95]);
  });

  it('are forgotten a year after their window, but those of budgets that never reset', async () => {
    const [daily, lifelong] = [await makeKey({ soft: COST, duration: '1d' }), await makeKey({ soft: COST })];
    await spend(daily, 1, TODAY);
    await spend(lifelong, 1);
    await watch().judge(10);
    const maintenance = new PgLedgerMaintenance(database);
    await maintenance.dropOldEvents(TODAY + 400 * DAY_MS);
    expect(await count('budget_event')).toBe(2);
    await maintenance.dropOldEvents(TODAY + 401 * DAY_MS);
    expect(await events()).toMatchObject([{ budget_duration: '' }]);
  });

  it('leave no work behind for calls without a budget', async () => {
    const keyId = ids.newId();
    const record = finishedRecord(ids.newId(), { keyId, windows: [{ scope: 'key', id: keyId, start: 0 }] });
    await new PgLedgerWriter(database, { textRetentionDays: 30 }).write([
      { kind: 'finished', json: JSON.stringify({ ...record, receivedAt: NOW }) },
    ]);
    expect(await count('budget_mark')).toBe(0);
  });
});
