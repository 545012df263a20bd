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
