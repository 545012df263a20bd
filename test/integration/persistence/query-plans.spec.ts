import { SystemClock } from '@tollgate/kernel';
import {
  PgBalanceSource,
  PgKeyStore,
  PgRecordSource,
  SpendLogRepository,
  type SpendLogFilter,
} from '@tollgate/persistence';
import { buildRecord, NOON } from './support/build-record.js';
import { finished, LedgerHarness } from './support/ledger-harness.js';

const DAY = 86_400_000;
const ROWS = 40_000;
const id = (number: number): string => `0197f0a0-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** Rows that sequential scans of the large tables have read so far: a question that is answered by an index adds none. */
describe('the questions that will be asked of a full ledger', () => {
  let ledger: LedgerHarness;
  let logs: SpendLogRepository;
  const all = { kind: 'all' } as const;
  const page = { page: 1, size: 50 };

  beforeAll(async () => {
    ledger = await LedgerHarness.start(1);
    logs = new SpendLogRepository(ledger.database);
    await ledger.rows(`SELECT tollgate.ensure_partitions('2026-11-16', '2026-11-26')`);
    const at = `timestamptz '2026-11-16 12:00+00' + n * interval '20 seconds'`;
    const uuid = (n: string): string => `('0197f0a0-0000-7000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;
    await ledger.rows(`INSERT INTO tollgate.request_fact (received_at, request_id, ended_at, status, http_status, stream, attempts, route, operation, format,
        call_type, key_id, key_hash, user_id, team_id, model_group, model, provider, deployment_id, cost_nano, cost_estimated)
      SELECT ${at}, ${uuid('n')}, ${at}, CASE WHEN n % 1000 = 0 THEN 'interrupted' ELSE 'success' END, 200, false, 1, '/v1/chat/completions', 'chat', 'openai-chat',
        'acompletion', ${uuid('n % 500')}, 'hash', 'user-' || n % 400, 'team-' || n % 300, 'model-' || n % 200, 'm', 'openai', 'd', 5, false
      FROM generate_series(1, ${ROWS}) AS n`);
    await ledger.rows(`INSERT INTO tollgate.request_attribute (received_at, request_id, call_id, provider_response_id, model_requested)
      SELECT received_at, request_id, 'call-' || request_id, 'answer-' || request_id, 'm' FROM tollgate.request_fact`);
    await ledger.rows(`INSERT INTO tollgate.request_attempt (received_at, request_id, attempt, deployment_id, provider, model, api_base, started_at, ended_at, outcome, estimated, held_nano)
      SELECT received_at, request_id, 1, 'd', 'openai', 'm', '', received_at, received_at, 'success', false, 0 FROM tollgate.request_fact`);
    await ledger.rows(
      `INSERT INTO tollgate.scope_balance SELECT 'key', n::text, to_timestamp(0), 1 FROM generate_series(1, ${ROWS}) AS n`,
    );
    await ledger.rows(
      `INSERT INTO tollgate.virtual_key (id, name) SELECT ${uuid('n')}, 'sk-...' FROM generate_series(1, ${ROWS}) AS n`,
    );
    await ledger.rows(
      `INSERT INTO tollgate.key_secret (hash, key_id) SELECT 'hash-' || n, ${uuid('n')} FROM generate_series(1, ${ROWS}) AS n`,
    );
    const measures =
      'requests, succeeded, failed, cancelled, unpriced, cost_nano, input_uncached, cache_read, cache_write_5m, cache_write_1h, input_audio, output, reasoning, output_audio, duration_ms';
    await ledger.rows(
      `INSERT INTO tollgate.spend_daily (day, id, key_id, user_id, model, provider, route, ${measures})
       SELECT date '2026-11-10' - n % 400, ${uuid('n')}, ${uuid('n % 500')}, 'user-' || n % 400, 'm', 'openai', '/v1/chat/completions',
         ${measures.replaceAll(/\w+/g, '1')}
       FROM generate_series(1, ${ROWS}) AS n`,
    );
    await ledger.rows(
      `INSERT INTO tollgate.spend_daily (day, id, key_id, user_id, team_id, model, provider, route, ${measures})
       SELECT (received_at AT TIME ZONE 'UTC')::date, request_id, key_id, user_id, team_id, model, provider, route, ${measures.replaceAll(/\w+/g, '1')}
       FROM tollgate.request_fact`,
    );
    await ledger.rows(
      `INSERT INTO tollgate.spend_daily_total (scope, day, scope_id, ${measures})
       SELECT 'global', (received_at AT TIME ZONE 'UTC')::date, 'global', ${measures.replaceAll(/\w+/g, 'count(*)')}
       FROM tollgate.request_fact GROUP BY 2`,
    );
    await ledger.rows('ANALYZE');
  });
  afterAll(() => ledger.stop());

  const scanned = async (): Promise<number> => {
    const [row] = await ledger.rows<{ rows: number }>(
      `SELECT sum(seq_tup_read)::int AS rows FROM pg_stat_user_tables
       WHERE schemaname = 'tollgate' AND relname ~ '^(request_|spend_daily|scope_balance|virtual_key|key_secret)' AND pg_stat_force_next_flush() IS NOT NULL`,
    );
    return row?.rows ?? 0;
  };
  /** The statistics of a statement are there for the next: the pool has one connection. */
  const scannedBy = async (work: () => Promise<unknown>): Promise<number> => {
    await ledger.rows('SELECT pg_stat_force_next_flush()');
    const before = await scanned();
    await work();
    await ledger.rows('SELECT pg_stat_force_next_flush()');
    return (await scanned()) - before;
  };

  it('are seen by the measure: a question without an index reads the table from end to end', async () => {
    expect(
      await scannedBy(() => ledger.rows(`SELECT count(*) FROM tollgate.request_fact WHERE error_code = 'x'`)),
    ).toBe(ROWS);
  });

  it.each<[string, SpendLogFilter]>([
    ['of one key', { keyHash: 'hash-7', from: NOON - 9 * DAY }],
    ['of one user', { userId: 'user-7' }],
    ['with our request id', { requestId: id(777) }],
    ['with a call id', { requestId: `call-${id(778)}` }],
    ["with the provider's id", { requestId: `answer-${id(779)}` }],
    ['of one hour', { from: NOON - 3 * DAY, to: NOON - 3 * DAY + 3_600_000 }],
    ['of one team', { teamId: 'team-7' }],
    ['of one key that cost something', { keyHash: 'hash-7', minCostNano: 1n, outcome: 'success' }],
  ])('are answered from indexes: the rows %s', async (_which, filter) => {
    let found = 0;
    expect(await scannedBy(async () => (found = (await logs.list(filter, all, page)).total))).toBe(0);
    expect(found).toBeGreaterThan(0);
  });

  it('are as near on the last page as on the first', async () => {
    const range = { from: Math.floor(NOON / DAY) * DAY - 7 * DAY, to: NOON };
    const { total } = await logs.list(range, all, page);
    const [counted] = await ledger.rows<{ total: number }>(
      `SELECT count(*)::int AS total FROM tollgate.request_fact WHERE received_at >= to_timestamp(${range.from / 1000})
         AND received_at < to_timestamp(${range.to / 1000})`,
    );
    expect(total).toBe(counted?.total);
    const last = { page: Math.ceil(total / 50), size: 50 };
    let rows: readonly { readonly receivedAt: Date }[] = [];
    // a small day is read whole
    expect(await scannedBy(async () => ({ rows } = await logs.list(range, all, last)))).toBeLessThan(ROWS / 8);
    expect(rows).toHaveLength(total % 50 === 0 ? 50 : total % 50);
    const [oldest] = await ledger.rows<{ at: Date }>(
      `SELECT min(received_at) AS at FROM tollgate.request_fact WHERE received_at >= to_timestamp(${range.from / 1000})`,
    );
    expect(rows.at(-1)?.receivedAt).toEqual(oldest?.at);
  });

  it('are searched no further than told where no index answers, and say how far that was', async () => {
    const seldom = { outcome: 'failure' } as const;
    const cut = await logs.list(seldom, all, { page: 1, size: 5, searchMax: 2_500 });
    expect([cut.rows.length, cut.total]).toEqual([3, 3]);
    const [oldest] = await ledger.rows<{ at: Date }>(
      'SELECT received_at AS at FROM tollgate.request_fact ORDER BY received_at DESC OFFSET 2499 LIMIT 1',
    );
    expect(cut.searchedBackTo).toBe(oldest?.at.getTime());
    const rest = await logs.list({ ...seldom, to: cut.searchedBackTo }, all, { page: 1, size: 5, searchMax: 100_000 });
    expect([rest.total, rest.searchedBackTo]).toEqual([ROWS / 1000 - 3, undefined]);
  });

  it.each([
    ['of whole days', DAY],
    ['between times', 3_600_000],
  ])('are answered from indexes: what was spent %s', async (_which, length) => {
    const from = Math.floor(NOON / DAY) * DAY - 3 * DAY;
    let found = 0;
    const sum = async (): Promise<unknown> => (found = (await logs.sumByDay({ from, to: from + length }, all)).length);
    expect(await scannedBy(sum)).toBe(0);
    expect(found).toBeGreaterThan(0);
  });

  it.each([
    ['a team', `team_id = 'team-7'`],
    ['a model', `model_group = 'model-7'`],
  ])('are answered from indexes: the latest rows of %s', async (_which, condition) => {
    const latest = `SELECT * FROM tollgate.request_fact WHERE ${condition} ORDER BY received_at DESC LIMIT 50`;
    expect(await scannedBy(async () => expect(await ledger.rows(latest)).toHaveLength(50))).toBe(0);
  });

  it('are answered from indexes: a balance, a key by its secret, records for a sink', async () => {
    const balances = new PgBalanceSource(ledger.database);
    expect(await scannedBy(() => balances.balanceOf({ scope: 'key', id: '7', window: { start: 0 } }))).toBe(0);
    const source = new PgRecordSource(ledger.database);
    const keys = Array.from({ length: 20 }, (_, n) => ({
      requestId: id(n + 1),
      receivedAt: Date.UTC(2026, 10, 16, 12) + (n + 1) * 20_000,
    }));
    expect(await scannedBy(async () => expect(await source.read('langfuse', keys)).toHaveLength(20))).toBe(0);
    const store = new PgKeyStore(ledger.database, new SystemClock());
    expect(await scannedBy(async () => expect((await store.findByHash('hash-9'))?.keyId).toBe(id(9)))).toBe(0);
  });

  it('are answered from indexes: writing a batch, again, and over interrupted rows', async () => {
    const records = Array.from({ length: 300 }, (_, n) => buildRecord({ receivedAt: NOON + n }));
    expect(await scannedBy(() => ledger.writer.write(finished(...records)))).toBe(0);
    expect(await scannedBy(() => ledger.writer.write(finished(...records)))).toBe(0);
    const interrupted = Array.from({ length: 5 }, (_, n) => {
      const number = (n + 1) * 1000;
      return buildRecord({
        requestId: id(number),
        keyId: id(number % 500),
        receivedAt: Date.UTC(2026, 10, 16, 12) + number * 20_000,
      });
    });
    expect(await scannedBy(() => ledger.writer.write(finished(...interrupted)))).toBe(0);
    expect(await ledger.count('ledger_entry')).toBe(5);
  });
});
