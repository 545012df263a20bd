import { buildAttempt, buildRecord } from './support/build-record.js';
import { finished, LedgerHarness } from './support/ledger-harness.js';

describe('the record of a request that was interrupted', () => {
  let ledger: LedgerHarness;
  beforeAll(async () => (ledger = await LedgerHarness.start(20)));
  beforeEach(() => ledger.clear());
  afterAll(() => ledger.stop());

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
      'TRUNCATE tollgate.request_fact, tollgate.request_attribute, tollgate.request_attempt, tollgate.scope_balance, tollgate.spend_daily, tollgate.spend_daily_total, tollgate.spend_monthly_total, tollgate.deployment_daily',
    );
    await ledger.writer.write(finished(interrupted()));
    expect(await ledger.balance('global', 'global')).toBe('9000');
    await ledger.writer.write(
      finished(trueEnd(), buildRecord({ requestId: '019abc00-0000-7000-8000-000000000001', costNano: '1' })),
    );
    const after = await ledger.dump();
    const withoutZeros = (table: string) =>
      (after[table] as string[]).filter((row) => !row.includes('"requests": 0') && !row.includes('"requests":0'));
    const sums = {
      spend_daily: withoutZeros('spend_daily'),
      deployment_daily: withoutZeros('deployment_daily'),
    };
    expect(sums.deployment_daily).toHaveLength(1);
    expect({ ...after, ...sums, ledger_entry: [] }).toEqual(alone);
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
    expect(await ledger.balance('global', 'global')).toBe('1500');
    expect(await ledger.count('ledger_entry')).toBe(1);
    expect(await ledger.rows('SELECT status, attempts FROM tollgate.request_fact')).toEqual([
      { status: 'success', attempts: 2 },
    ]);
  });

  it('is not written at all when its true end is in the same batch', async () => {
    await ledger.writer.write(finished(interrupted(), trueEnd()));
    expect(await ledger.rows('SELECT status FROM tollgate.request_fact')).toEqual([{ status: 'success' }]);
    expect(await ledger.balance('global', 'global')).toBe('1500');
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
    expect(await ledger.balance('deployment', 'first')).toBe('0');
    expect(await ledger.balance('deployment', 'second')).toBe('1500');
  });
});
