import { buildRecord, named, NOON } from './support/build-record.js';
import { finished, LedgerHarness, text } from './support/ledger-harness.js';

const DAY = 86_400_000;

describe('a batch of records', () => {
  let ledger: LedgerHarness;
  beforeAll(async () => (ledger = await LedgerHarness.start(20)));
  beforeEach(() => ledger.clear());
  afterAll(() => ledger.stop());

  it('changes nothing when it is sent a second time, whole or in part, in any order', async () => {
    const customer = { customerId: named('carol'), customer: 'carol' };
    const tags = { tagIds: [named('blue'), named('red')], tags: ['blue', 'red'] };
    const records = [
      buildRecord(customer),
      buildRecord(tags),
      buildRecord({ sinks: ['langfuse'] }),
      buildRecord({ costNano: null }),
    ];
    const texts = {
      requestId: records[0]?.requestId,
      receivedAt: NOON,
      audiences: ['log', 'langfuse'],
      input: { messages: [] },
      output: null,
    };
    const lines = [...finished(...records), ...text(texts)];
    await ledger.writer.write(lines);
    const before = await ledger.dump();
    expect(before['request_fact']).toHaveLength(4);
    expect(before['request_text']).toHaveLength(2);
    await ledger.writer.write(lines);
    await ledger.writer.write([...lines].reverse());
    await ledger.writer.write(lines.slice(1, 3));
    expect(await ledger.dump()).toEqual(before);
  });

  it('takes the same record twice within itself as one', async () => {
    const record = buildRecord();
    await ledger.writer.write(finished(record, record));
    expect(await ledger.count('request_fact')).toBe(1);
    expect(await ledger.balance('key', record.keyId)).toBe('1500');
  });

  it('adds each cost to the windows that its record names, and unknown costs to none', async () => {
    const month = Date.UTC(2026, 10, 1);
    const record = buildRecord({
      costNano: '7',
      windows: [
        { scope: 'key', id: 'k', start: 0 },
        { scope: 'key', id: 'k', start: month },
      ],
    });
    await ledger.writer.write(finished(record, buildRecord({ costNano: null, windows: record.windows })));
    await ledger.writer.write(finished(buildRecord({ costNano: '5', windows: [{ scope: 'key', id: 'k', start: 0 }] })));
    expect(await ledger.balance('key', 'k')).toBe('12');
    expect(await ledger.balance('key', 'k', month)).toBe('7');
    const unpriced = await ledger.rows(
      'SELECT sum(unpriced)::int AS unpriced, sum(cost_nano)::text AS cost FROM tollgate.spend_daily',
    );
    expect(unpriced).toEqual([{ unpriced: 1, cost: '12' }]);
  });

  it('sums each day of everybody, and of each key, team, model, provider, customer and tag, as its finer sums come to', async () => {
    const said = { customer: 'ann', tags: ['red', 'blue'] };
    const of = { organizationId: 'o', teamId: 'a', modelGroup: 'm', provider: 'openai', ...said };
    const ids = (tenant: string) => ({
      customerId: named(`ann ${tenant}`),
      tagIds: [named(`red ${tenant}`), named(`blue ${tenant}`)],
    });
    await ledger.writer.write(
      finished(
        buildRecord({ ...of, ...ids('a'), costNano: '7' }),
        buildRecord({ ...of, ...ids('b'), teamId: 'b', costNano: '5' }),
        buildRecord({ ...of, ...ids('a'), costNano: '3', receivedAt: NOON - DAY }),
        buildRecord({ costNano: '1' }),
      ),
    );
    const totals = await ledger.rows<{ scope: string; id: string; cost: number }>(
      `SELECT scope, scope_id AS id, array_agg(cost_nano::int ORDER BY day) AS cost FROM tollgate.spend_daily_total
       WHERE scope_id IN ('global', 'a', 'b', 'o', 'ann', 'red', 'blue') GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    expect(totals).toEqual([
      { scope: 'customer', id: 'ann', cost: [3, 12] },
      { scope: 'global', id: 'global', cost: [3, 13] },
      { scope: 'tag', id: 'blue', cost: [3, 12] },
      { scope: 'tag', id: 'red', cost: [3, 12] },
      { scope: 'team', id: 'a', cost: [3, 7] },
      { scope: 'team', id: 'b', cost: [5] },
    ]);
    const [sums] = await ledger.rows(
      `SELECT (SELECT sum(cost_nano)::int FROM tollgate.spend_daily_total WHERE scope = 'model') AS models,
         (SELECT sum(cost_nano)::int FROM tollgate.spend_daily WHERE model_group IS NOT NULL) AS finer,
         (SELECT sum(requests)::int FROM tollgate.spend_daily_total WHERE scope = 'provider') AS providers, (SELECT sum(cost_nano)::int FROM tollgate.spend_daily_total WHERE scope = 'key') AS keys,
         (SELECT sum(cost_nano)::int FROM tollgate.spend_daily) AS whole,
         (SELECT sum(requests)::int FROM tollgate.spend_daily WHERE provider IS NOT NULL) AS requests`,
    );
    const months = await ledger.rows(
      `SELECT scope_id AS id, to_char(month, 'YYYY-MM-DD') AS month, cost_nano::int AS cost, magnitude FROM tollgate.spend_monthly_total
       WHERE scope IN ('team', 'customer') ORDER BY 1`,
    );
    const month = '2026-11-01';
    expect(months).toEqual([
      { id: 'a', month, cost: 10, magnitude: 21 },
      { id: 'ann', month, cost: 15, magnitude: 21 },
      { id: 'b', month, cost: 5, magnitude: 15 },
      { id: 'team-1', month, cost: 1, magnitude: 11 },
    ]);
    expect([sums?.['models'], sums?.['providers'], sums?.['keys']]).toEqual([
      sums?.['finer'],
      sums?.['requests'],
      sums?.['whole'],
    ]);
  });

  it.each([
    ['in the past', NOON - 400 * DAY],
    ['in the future', NOON + 800 * DAY],
  ])('makes the partition of a day %s that has none, under several writers at once', async (_when, receivedAt) => {
    const records = Array.from({ length: 8 }, () => buildRecord({ receivedAt, endedAt: receivedAt + 10 }));
    const texts = {
      requestId: records[0]?.requestId,
      receivedAt: receivedAt + DAY,
      audiences: ['log'],
      input: {},
      output: {},
    };
    await Promise.all(records.map((record) => ledger.writer.write([...finished(record), ...text(texts)])));
    expect(await ledger.count('request_fact')).toBe(8);
    expect(await ledger.count('request_text')).toBe(1);
  });

  it('lets every session read again which partitions there are, when one is missed that is there', async () => {
    const parents = ['request_attempt', 'request_attribute', 'request_fact', 'request_text'];
    const versions = () =>
      ledger.rows<{ parent: string; version: string }>(
        `SELECT c.relname AS parent, a.xmin::text AS version FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
         WHERE c.relnamespace = 'tollgate'::regnamespace AND c.relname = ANY($1) AND a.attname = 'received_at' ORDER BY 1`,
        [parents],
      );
    const record = finished(buildRecord({}));
    await ledger.writer.write(record);
    const before = await versions();
    const missed = Object.assign(new Error('no partition found for row'), { routine: 'ExecFindPartition' });
    const asked = jest.spyOn(ledger.database.pool, 'query').mockRejectedValueOnce(missed as never);
    await ledger.writer.write(record).finally(() => asked.mockRestore());
    const after = await versions();
    expect(after.map(({ parent }) => parent)).toEqual(parents);
    after.forEach(({ version }, at) => expect(version).not.toBe(before[at]?.version));
  });

  it('begins behind a change that opens windows, and charges those that it opened', async () => {
    const teamId = 'moved';
    const [day, at] = [NOON - DAY, new Date(NOON + DAY)];
    const record = buildRecord({ teamId, costNano: '7', windows: [{ scope: 'team', id: teamId, start: 0 }] });
    const admin = ledger.database.openSession('change');
    await admin.connect();
    let written = false;
    try {
      await admin.query("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('tollgate.window_opening', 0))");
      const writing = ledger.writer.write(finished(record)).then(() => (written = true));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(written).toBe(false);
      await admin.query(
        `INSERT INTO tollgate.window_opening (scope, scope_id, window_start, since, until, of_scope, of_ids)
         VALUES ('team', $1, $2, $2, $3, 'team', ARRAY[$1])`,
        [teamId, new Date(day), at],
      );
      await admin.query('COMMIT');
      await writing;
    } finally {
      await admin.end();
    }
    expect(await ledger.balance('team', teamId, day)).toBe('7');
  });

  it('keeps instants to the millisecond', async () => {
    const receivedAt = NOON + 123;
    const record = buildRecord({ receivedAt, endedAt: receivedAt + 456, firstTokenAt: receivedAt + 7 });
    await ledger.writer.write(finished(record));
    const [row] = await ledger.rows<{ received_at: Date; ended_at: Date; first_token_at: Date }>(
      'SELECT received_at, ended_at, first_token_at FROM tollgate.request_fact',
    );
    expect([row?.received_at, row?.ended_at, row?.first_token_at].map((instant) => instant?.getTime())).toEqual([
      receivedAt,
      receivedAt + 456,
      receivedAt + 7,
    ]);
  });

  it.each([
    ['a NUL in a client string', { ...buildRecord(), userAgent: 'a\u0000b' }],
    ['a lone surrogate', { ...buildRecord(), userAgent: 'a\ud800b' }],
    ['a count out of range', { ...buildRecord(), usage: { inputUncached: 1e12, output: 1 } }],
    ['an id that is no UUID', { ...buildRecord(), requestId: 'nonsense' }],
    ['an instant out of range', { ...buildRecord(), receivedAt: 1e18 }],
  ])('is refused whole for %s: nothing of it is written', async (_fault, bad) => {
    await expect(ledger.writer.write(finished(buildRecord(), bad, buildRecord()))).rejects.toThrow();
    for (const table of ['request_fact', 'scope_balance', 'spend_daily']) expect(await ledger.count(table)).toBe(0);
    await ledger.writer.write(finished(buildRecord()));
    expect(await ledger.count('request_fact')).toBe(1);
  });

  it('names customers and tags once, under the tenant of the record', async () => {
    const record = { customerId: named('carol'), customer: 'carol', tagIds: [named('red')], tags: ['red'] };
    await ledger.writer.write(finished(buildRecord(record), buildRecord(record)));
    await ledger.writer.write(finished(buildRecord(record)));
    const expected = [{ tenant_kind: 'organization', tenant_id: 'organization-1' }];
    expect(await ledger.rows('SELECT tenant_kind, tenant_id FROM tollgate.customer')).toEqual(expected);
    expect(await ledger.rows('SELECT tenant_kind, tenant_id FROM tollgate.tag')).toEqual(expected);
    const labels =
      'SELECT scope, sum(requests)::int AS requests, sum(cost_nano)::int AS cost FROM tollgate.spend_daily_label GROUP BY scope ORDER BY scope';
    expect(await ledger.rows(labels)).toEqual([
      { scope: 'customer', requests: 3, cost: 4500 },
      { scope: 'tag', requests: 3, cost: 4500 },
    ]);
  });
});
