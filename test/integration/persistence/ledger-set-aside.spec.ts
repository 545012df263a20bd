import { LIMIT_NANO_USD_MAX, NANO_USD_MAX } from '@tollgate/kernel';
import { buildRecord } from './support/build-record.js';
import { finished, LedgerHarness } from './support/ledger-harness.js';

describe('a record that the ledger refuses', () => {
  let ledger: LedgerHarness;
  beforeAll(async () => (ledger = await LedgerHarness.start()));
  beforeEach(() => ledger.clear());
  afterAll(() => ledger.stop());

  it('counts a record that was set aside in its balances, once', async () => {
    const line = finished({ ...buildRecord(), userAgent: 'a\u0000b' })[0];
    if (line === undefined) throw new Error('no line');
    expect(await ledger.writer.setAside(line, 'unsupported Unicode escape sequence')).toBe(true);
    expect(await ledger.writer.setAside(line, 'again')).toBe(false);
    expect(await ledger.balance('global', 'global')).toBe('1500');
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
    expect(await ledger.balance('global', 'global')).toBe(String(LIMIT_NANO_USD_MAX));
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
    expect(await ledger.balance('global', 'global')).toBe(most);
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
