import type { CompletionRecord } from '@tollgate/canonical';
import { LIMIT_NANO_USD_MAX, NANO_USD_MAX } from '@tollgate/kernel';
import { buildAttempt, buildRecord, named, NOON } from './support/build-record.js';
import { finished, LedgerHarness, text } from './support/ledger-harness.js';

const DAY = 86_400_000;
const same = (index: number): string => `0197f0a0-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`;
const tag = (index: number) => ({ tagIds: [named(`tag-${index % 40}`)], tags: [`tag-${index % 40}`] });

describe('a batch of records', () => {
  let ledger: LedgerHarness;
  beforeAll(async () => (ledger = await LedgerHarness.start(20)));
  beforeEach(async () => {
    const tables = [
      'request_fact',
      'request_attribute',
      'request_attempt',
      'request_text',
      'scope_balance',
      'spend_daily',
      'spend_daily_label',
    ];
    const others = ['customer', 'tag', 'callback_outbox', 'ledger_entry', 'dead_letter'];
    await ledger.rows(`TRUNCATE ${[...tables, ...others].map((table) => `tollgate.${table}`).join(', ')}`);
  });
  afterAll(() => ledger.stop());

  const balance = async (scope: string, id: string, start = 0): Promise<string | undefined> => {
    const sql =
      'SELECT amount_nano FROM tollgate.scope_balance WHERE scope = $1 AND scope_id = $2 AND window_start = to_timestamp($3::float8 / 1000)';
    return (await ledger.rows<{ amount_nano: string }>(sql, [scope, id, start]))[0]?.amount_nano;
  };

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
    expect(await balance('key', record.keyId)).toBe('1500');
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
    expect(await balance('key', 'k')).toBe('12');
    expect(await balance('key', 'k', month)).toBe('7');
    const unpriced = await ledger.rows(
      'SELECT sum(unpriced)::int AS unpriced, sum(cost_nano)::text AS cost FROM tollgate.spend_daily',
    );
    expect(unpriced).toEqual([{ unpriced: 1, cost: '12' }]);
  });

  it('keeps balances, daily sums and facts equal under 16 writers who send overlapping batches', async () => {
    const keys = Array.from(
      { length: 12 },
      (_, index) => `0197f0a0-0000-7000-8000-0000000000${(index + 16).toString(16)}`,
    );
    const records = Array.from({ length: 600 }, (_, index) =>
      buildRecord({
        keyId: keys[index % keys.length] ?? '',
        userId: `user-${index % 5}`,
        costNano: String(1000 + index),
        receivedAt: NOON + (index % 50) * 1000,
        ...(index % 3 === 0 ? { tagIds: [named(`tag-${index % 7}`)], tags: [`tag-${index % 7}`] } : {}),
      }),
    );
    const batches = Array.from({ length: 16 }, (_, index) => {
      const part = records.slice(index * 35, index * 35 + 70);
      return finished(...(index % 2 === 0 ? part : part.reverse()));
    });
    await Promise.all(batches.map((batch) => ledger.writer.write(batch)));
    const written = records.slice(0, 15 * 35 + 70);
    const total = written.reduce((sum, record) => sum + BigInt(record.costNano ?? 0), 0n).toString();
    expect(await ledger.count('request_fact')).toBe(written.length);
    expect(await balance('global', 'global')).toBe(total);
    const sums = `SELECT (SELECT sum(cost_nano)::text FROM tollgate.request_fact) AS facts,
      (SELECT sum(amount_nano)::text FROM tollgate.scope_balance WHERE scope = 'key') AS keys,
      (SELECT sum(amount_nano)::text FROM tollgate.scope_balance WHERE scope = 'user') AS users,
      (SELECT sum(cost_nano)::text FROM tollgate.spend_daily) AS days`;
    expect(await ledger.rows(sums)).toEqual([{ facts: total, keys: total, users: total, days: total }]);
    const byKey = `SELECT f.key_id FROM tollgate.request_fact AS f GROUP BY key_id
      HAVING sum(cost_nano) <> (SELECT amount_nano FROM tollgate.scope_balance WHERE scope = 'key' AND scope_id = f.key_id::text AND window_start = to_timestamp(0))`;
    expect(await ledger.rows(byKey)).toEqual([]);
    const tags = `SELECT (SELECT sum(cost_nano)::text FROM tollgate.spend_daily_label WHERE scope = 'tag') AS sums,
      (SELECT sum(cost_nano)::text FROM tollgate.request_fact WHERE cardinality(tag_ids) > 0) AS facts`;
    const [compared] = await ledger.rows<{ sums: string; facts: string }>(tags);
    expect(compared?.sums).toBe(compared?.facts);
  });

  /** Each case shares one kind of row between the writers, and no other that would make them wait for each other before. */
  it.each<[string, (writer: number, keyId: string, turn: number) => Partial<CompletionRecord>]>([
    ['balances', (writer, keyId) => ({ userId: `user-${writer}`, windows: [{ scope: 'key', id: keyId, start: 0 }] })],
    ['daily sums', () => ({ windows: [] })],
    [
      'sums of tags',
      (writer, _keyId, turn) => ({ keyId: same(0), userId: `user-${writer}`, windows: [], ...tag(turn) }),
    ],
    ['the same records', (_writer, _keyId, turn) => ({ requestId: same(turn), windows: [] })],
  ])('waits for other writers instead of deadlocking with them over %s', async (_rows, shared) => {
    const batch = (writer: number) =>
      Array.from({ length: 80 }, (_, index) => {
        const turn = writer % 2 === 0 ? index : 79 - index;
        const keyId = same((turn * 7 + writer) % 40);
        return buildRecord({ keyId, ...shared(writer, keyId, turn) });
      });
    const writers = Array.from({ length: 64 }, (_, writer) => ledger.writer.write(finished(...batch(writer))));
    await expect(Promise.all(writers)).resolves.toHaveLength(64);
  });

  describe('of a request that was interrupted', () => {
    const interrupted = (change: object = {}) =>
      buildRecord({
        requestId: '019abc00-0000-7000-8000-000000000001',
        status: 'interrupted',
        httpStatus: 500,
        costNano: '9000',
        costEstimated: true,
        attempts: [buildAttempt({ outcome: 'failure', costNano: '9000', estimated: true })],
        ...change,
      });
    const trueEnd = () =>
      buildRecord({
        requestId: '019abc00-0000-7000-8000-000000000001',
        attempts: [buildAttempt(), buildAttempt({ attempt: 2 })],
      });

    it('is replaced by its true end: row, sums and balances are those of the true end alone, and an entry says the difference', async () => {
      await ledger.writer.write(finished(trueEnd()));
      const alone = await ledger.dump();
      await ledger.rows(
        'TRUNCATE tollgate.request_fact, tollgate.request_attribute, tollgate.request_attempt, tollgate.scope_balance, tollgate.spend_daily',
      );
      await ledger.writer.write(finished(interrupted()));
      expect(await balance('global', 'global')).toBe('9000');
      await ledger.writer.write(
        finished(trueEnd(), buildRecord({ requestId: '019abc00-0000-7000-8000-000000000001', costNano: '1' })),
      );
      const after = await ledger.dump();
      const withoutZeros = (after['spend_daily'] as string[]).filter(
        (row) => !row.includes('"requests": 0') && !row.includes('"requests":0'),
      );
      expect({ ...after, spend_daily: withoutZeros, ledger_entry: [] }).toEqual(alone);
      const entries = await ledger.rows(
        'SELECT kind, amount_nano, scope, scope_id, request_id FROM tollgate.ledger_entry',
      );
      expect(entries).toEqual([
        {
          kind: 'interrupted_replaced',
          amount_nano: '-7500',
          scope: 'key',
          scope_id: trueEnd().keyId,
          request_id: trueEnd().requestId,
        },
      ]);
    });

    it('is replaced once, however often and by however many writers its true end is sent', async () => {
      await ledger.writer.write(finished(interrupted()));
      await Promise.all(Array.from({ length: 8 }, () => ledger.writer.write(finished(trueEnd()))));
      await ledger.writer.write(finished(interrupted(), trueEnd()));
      expect(await balance('global', 'global')).toBe('1500');
      expect(await ledger.count('ledger_entry')).toBe(1);
      expect(await ledger.rows('SELECT status, attempts FROM tollgate.request_fact')).toEqual([
        { status: 'success', attempts: 2 },
      ]);
    });

    it('is not written at all when its true end is in the same batch', async () => {
      await ledger.writer.write(finished(interrupted(), trueEnd()));
      expect(await ledger.rows('SELECT status FROM tollgate.request_fact')).toEqual([{ status: 'success' }]);
      expect(await balance('global', 'global')).toBe('1500');
    });

    it('does not come back over its true end', async () => {
      await ledger.writer.write(finished(trueEnd()));
      const before = await ledger.dump();
      await ledger.writer.write(finished(interrupted()));
      expect(await ledger.dump()).toEqual(before);
    });

    it('takes back exactly what it added where the target changed afterwards', async () => {
      await ledger.writer.write(finished(interrupted({ windows: [{ scope: 'deployment', id: 'first', start: 0 }] })));
      await ledger.writer.write(finished({ ...trueEnd(), windows: [{ scope: 'deployment', id: 'second', start: 0 }] }));
      expect(await balance('deployment', 'first')).toBe('0');
      expect(await balance('deployment', 'second')).toBe('1500');
    });
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

  it('counts a record that was set aside in its balances, once', async () => {
    const line = finished({ ...buildRecord(), userAgent: 'a\u0000b' })[0];
    if (line === undefined) throw new Error('no line');
    expect(await ledger.writer.setAside(line, 'unsupported Unicode escape sequence')).toBe(true);
    expect(await ledger.writer.setAside(line, 'again')).toBe(false);
    expect(await balance('global', 'global')).toBe('1500');
    const letters = await ledger.rows('SELECT kind, reason, cost_nano, payload FROM tollgate.dead_letter');
    expect(letters).toEqual([
      { kind: 'finished', reason: 'unsupported Unicode escape sequence', cost_nano: '1500', payload: line.json },
    ]);
  });

  it('knows which lines it has set aside', async () => {
    const lines = finished(buildRecord(), buildRecord(), buildRecord());
    expect(await ledger.writer.withoutSetAside(lines)).toEqual(lines);
    const [first, second, third] = lines;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no lines');
    await ledger.writer.setAside(second, 'refused');
    expect(await ledger.writer.withoutSetAside(lines)).toEqual([first, third]);
  });

  it('counts a record whose cost no column holds as the most that a limit can be: whoever has a limit is out of money', async () => {
    const line = finished(buildRecord({ costNano: '30000000000000000000000' }))[0];
    if (line === undefined) throw new Error('no line');
    await ledger.writer.setAside(line, 'bigint out of range');
    expect(await balance('global', 'global')).toBe(String(LIMIT_NANO_USD_MAX));
    const letters = await ledger.rows('SELECT cost_nano FROM tollgate.dead_letter');
    expect(letters).toEqual([{ cost_nano: String(LIMIT_NANO_USD_MAX) }]);
  });

  it('lets sums stand still at what their columns hold, so that no later record is refused for them', async () => {
    const most = String(NANO_USD_MAX);
    for (const costNano of [most, '5', '7']) await ledger.writer.write(finished(buildRecord({ costNano })));
    const [last] = finished(buildRecord({ costNano: '9' }));
    if (last === undefined) throw new Error('no line');
    await ledger.writer.setAside(last, 'refused');
    expect(await ledger.count('request_fact')).toBe(3);
    expect(await balance('global', 'global')).toBe(most);
    const daily = await ledger.rows(
      'SELECT max(cost_nano) AS cost, sum(requests)::int AS requests FROM tollgate.spend_daily',
    );
    expect(daily).toEqual([{ cost: most, requests: 3 }]);
  });

  it.each([
    ['a window before all time', [{ scope: 'key', id: 'k', start: -9e15 }]],
    ['a window of nobody that can be named', [{ scope: 'key', id: 'x'.repeat(8_000), start: 0 }]],
  ])('sets a record aside although it has %s', async (_name, windows) => {
    const line = finished(buildRecord({ windows }))[0];
    if (line === undefined) throw new Error('no line');
    expect(await ledger.writer.setAside(line, 'refused')).toBe(true);
    expect(await ledger.count('scope_balance')).toBe(0);
  });

  it.each([
    'not JSON at all',
    '{"costNano":"12"',
    '[]',
    'null',
    '{"costNano":"-5","windows":[{"scope":"key","id":"k","start":0}]}',
  ])('sets a line aside that nobody can read: %s', async (json) => {
    await ledger.writer.setAside({ kind: 'finished', json }, 'unreadable');
    expect(await ledger.count('dead_letter')).toBe(1);
    expect(await ledger.count('scope_balance')).toBe(0);
  });
});
