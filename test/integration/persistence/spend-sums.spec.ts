import { type SpendSum, SpendSumsRepository } from '@tollgate/persistence';
import { LedgerHarness } from './support/ledger-harness.js';

const HOLDERS = 800;
const MEASURES =
  'requests, succeeded, failed, cancelled, unpriced, cost_nano, input_uncached, cache_read, cache_write_5m, cache_write_1h, input_audio, output, reasoning, output_audio, duration_ms';
/** Dear all month, but not on a day that is asked for. */
const DEAR_BEFORE = 17;
/** Dear on one day alone. */
const DEAR_ONCE = 790;

interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** Days over three months of many keys, teams and customers: few make most of what is spent. */
describe('the dearest of a range of days', () => {
  let ledger: LedgerHarness;
  let sums: SpendSumsRepository;

  beforeAll(async () => {
    ledger = await LedgerHarness.start(1);
    sums = new SpendSumsRepository(ledger.database);
    await ledger.rows('SELECT setseed(0.42)');
    const ids = [
      `('key', ('0197f0a0-0000-7000-8000-' || lpad(n::text, 12, '0')))`,
      `('team', 'team-' || n)`,
      `('customer', 'customer-' || n)`,
    ];
    const cost = `CASE WHEN n = ${String(DEAR_BEFORE)} AND day < '2026-10-28' THEN 5000000000
      WHEN n = ${String(DEAR_ONCE)} AND day = '2026-11-05' THEN 9000000000
      ELSE (1e9 * random() * power(n, -0.7))::bigint END`;
    await ledger.rows(
      `INSERT INTO tollgate.spend_daily_total (scope, day, scope_id, ${MEASURES})
       SELECT scope, day, id, ${MEASURES.replaceAll(/\w+/g, '1').replace('1, 1, 1, 1, 1, 1', `1, 1, 1, 1, 1, ${cost}`)}
       FROM generate_series('2026-10-10'::date, '2026-12-03', '1 day') AS day CROSS JOIN generate_series(1, ${String(HOLDERS)}) AS n
         CROSS JOIN LATERAL (VALUES ${ids.join(', ')}) AS holder(scope, id)`,
    );
    await ledger.rows(
      `INSERT INTO tollgate.spend_monthly_total (scope, month, scope_id, cost_nano, magnitude)
       SELECT scope, month, id, cost, length(cost::text) * 10 + left(cost::text, 1)::int FROM (
         SELECT scope, date_trunc('month', day)::date AS month, scope_id AS id, sum(cost_nano)::bigint AS cost
         FROM tollgate.spend_daily_total GROUP BY 1, 2, 3) AS summed`,
    );
    await ledger.rows('ANALYZE');
  });
  afterAll(() => ledger.stop());

  const range = (from: string, to: string): DayRange => ({ from: Date.parse(from), to: Date.parse(to) });
  const ask = (scope: string, filter: DayRange, limit: number): Promise<readonly SpendSum[]> => {
    if (scope === 'customer') return sums.labelSums('customer', ['name'], filter, limit);
    return sums.sums([scope === 'key' ? 'keyId' : 'teamId'], filter, limit);
  };
  /** Everybody added up. */
  const whole = (scope: string, { from, to }: DayRange, limit: number) =>
    ledger.rows<{ id: string; cost: string }>(
      `SELECT scope_id AS id, sum(cost_nano)::text AS cost FROM tollgate.spend_daily_total
       WHERE scope = $1 AND day >= $2::date AND day < $3::date GROUP BY 1 ORDER BY sum(cost_nano) DESC, 1 LIMIT $4`,
      [scope, new Date(from), new Date(to), limit],
    );
  const shown = (found: readonly SpendSum[]) =>
    found.map(({ keyId, teamId, name, costNano }) => ({ id: keyId ?? teamId ?? name, cost: String(costNano) }));

  it.each([
    ['key', '2026-10-28', '2026-11-27', 10],
    ['team', '2026-10-28', '2026-11-27', 1],
    ['team', '2026-11-01', '2026-12-01', 50],
    ['customer', '2026-10-28', '2026-11-27', 100],
    ['customer', '2026-10-10', '2026-12-04', 7],
    ['key', '2026-11-28', '2026-12-03', 200],
    ['team', '2026-11-05', '2026-11-06', 10],
    ['team', '2026-10-28', '2026-11-27', 799],
    ['customer', '2026-10-28', '2026-11-27', 900],
    ['key', '2027-01-01', '2027-02-01', 10],
  ])('are the %ss of %s to %s that adding up all of them gives, the first %s', async (scope, from, to, limit) => {
    const filter = range(from, to);
    expect(shown(await ask(scope, filter, limit))).toEqual(await whole(scope, filter, limit));
  });

  it('are not those that were dear in the same months alone, and are those that were dear on one day', async () => {
    const found = shown(await ask('team', range('2026-10-28', '2026-11-27'), 3)).map(({ id }) => id);
    expect(found).toContain(`team-${String(DEAR_ONCE)}`);
    expect(found).not.toContain(`team-${String(DEAR_BEFORE)}`);
  });

  /** Rows of the sums of days that were read, by whatever way. */
  const readBy = async (work: () => Promise<unknown>): Promise<number> => {
    const read = async (): Promise<number> => {
      await ledger.rows('SELECT pg_stat_force_next_flush()');
      const [row] = await ledger.rows<{ rows: number }>(
        `SELECT (seq_tup_read + idx_tup_fetch)::int AS rows FROM pg_stat_user_tables WHERE relname = 'spend_daily_total'`,
      );
      return row?.rows ?? 0;
    };
    const before = await read();
    await work();
    return (await read()) - before;
  };

  it.each(['key', 'team', 'customer'])('are found without adding up all %ss', async (scope) => {
    const filter = range('2026-10-28', '2026-11-27');
    expect(await readBy(() => whole(scope, filter, 10))).toBeGreaterThanOrEqual(30 * HOLDERS);
    expect(await readBy(() => ask(scope, filter, 10))).toBeLessThan((30 * HOLDERS) / 10);
  });
});
