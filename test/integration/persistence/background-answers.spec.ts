import type { BackgroundAnswer } from '@tollgate/dispatch';
import { PgBackgroundAnswerStore, PgBalanceSource } from '@tollgate/persistence';
import { buildAttempt, buildRecord, NOON } from './support/build-record.js';
import { finished, LedgerHarness } from './support/ledger-harness.js';

const MINUTE = 60_000;
const idOf = (number: number): string => `019abc00-0000-7000-8000-${String(number).padStart(12, '0')}`;

const pendingRecord = (number: number) =>
  buildRecord({
    requestId: idOf(number),
    status: 'pending',
    costNano: '9000',
    costEstimated: true,
    attempts: [buildAttempt({ costNano: '9000', estimated: true })],
  });
const endRecord = (number: number) => buildRecord({ requestId: idOf(number) });

const build = (number: number): BackgroundAnswer => ({
  requestId: idOf(number),
  receivedAt: NOON,
  deploymentId: 'd',
  upstreamId: `resp_provider${String(number)}`,
  createdAt: NOON,
  account: { record: pendingRecord(number), atStakeNano: '9000' },
});

describe('the table of the answers that are made in the background', () => {
  let ledger: LedgerHarness;
  let store: PgBackgroundAnswerStore;

  beforeAll(async () => {
    ledger = await LedgerHarness.start();
    store = new PgBackgroundAnswerStore(ledger.database);
  });
  afterAll(() => ledger.stop());
  beforeEach(async () => {
    await ledger.rows('TRUNCATE tollgate.background_answer');
    await ledger.clear();
  });

  const claimed = async (now: number, lentUntil: number, limit = 10): Promise<readonly string[]> =>
    (await store.claimDue(now, lentUntil, limit)).map(({ answer }) => answer.requestId).sort();

  it('gives back what was written, when it is due and not before', async () => {
    await store.insert(build(1), NOON + MINUTE);
    expect(await claimed(NOON + MINUTE - 1, NOON + 9 * MINUTE)).toEqual([]);
    expect(await store.claimDue(NOON + MINUTE, NOON + 9 * MINUTE, 10)).toEqual([
      { answer: build(1), recorded: 'not-yet' },
    ]);
  });

  it('lends each to one of many that ask at once, and again only after its time', async () => {
    const all = Array.from({ length: 30 }, (_, n) => idOf(n));
    for (let n = 0; n < 30; n += 1) await store.insert(build(n), NOON);
    const lent = await Promise.all(Array.from({ length: 6 }, () => claimed(NOON, NOON + MINUTE, 10)));
    const once = lent.flat();
    expect(new Set(once).size).toBe(once.length);
    once.push(...(await claimed(NOON, NOON + MINUTE, 30)));
    expect(once.sort()).toEqual(all);
    expect(await claimed(NOON + MINUTE - 1, NOON + 2 * MINUTE, 30)).toEqual([]);
    expect(await claimed(NOON + MINUTE, NOON + 2 * MINUTE, 30)).toEqual(all);
  });

  it('passes over what another process is taking at this moment, and waits for nobody', async () => {
    await store.insert(build(1), NOON);
    await store.insert(build(2), NOON);
    await ledger.database.transaction(async (client) => {
      const take = 'UPDATE tollgate.background_answer SET due_at = now() WHERE request_id = $1';
      await client.query(take, [idOf(1)]);
      expect(await claimed(NOON, NOON + MINUTE)).toEqual([idOf(2)]);
      expect(await store.claim(idOf(1), NOON + MINUTE)).toBeUndefined();
    });
  });

  it('gives those first that wait longest, at most as many as are asked for', async () => {
    await store.insert(build(1), NOON);
    await store.insert(build(2), NOON - MINUTE);
    await store.insert(build(3), NOON - 2 * MINUTE);
    expect(await claimed(NOON, NOON + MINUTE, 2)).toEqual([idOf(2), idOf(3)]);
  });

  it('is due again when it is said to be, and gone when it is removed', async () => {
    await store.insert(build(1), NOON + MINUTE);
    await store.setDue(idOf(1), NOON);
    expect(await claimed(NOON, NOON + MINUTE)).toEqual([idOf(1)]);
    await store.remove(idOf(1));
    await store.setDue(idOf(1), NOON);
    expect(await store.claim(idOf(1), NOON + MINUTE)).toBeUndefined();
    expect(await claimed(NOON + MINUTE, NOON + 2 * MINUTE)).toEqual([]);
  });

  it('lends one by the id of its call, due or not', async () => {
    await store.insert(build(1), NOON + MINUTE);
    await store.insert(build(2), NOON + MINUTE);
    expect((await store.claim(idOf(2), NOON + 5 * MINUTE))?.answer).toEqual(build(2));
    expect(await claimed(NOON + MINUTE, NOON + 5 * MINUTE)).toEqual([idOf(1)]);
  });

  it('says what the ledger has of its call: nothing, what is held, or its end', async () => {
    for (const number of [1, 2, 3, 4]) await store.insert(build(number), NOON);
    const interrupted = buildRecord({ requestId: idOf(4), status: 'interrupted' });
    await ledger.writer.write(finished(pendingRecord(2), endRecord(3), interrupted));
    const due = await store.claimDue(NOON, NOON + MINUTE, 10);
    expect(Object.fromEntries(due.map(({ answer, recorded }) => [answer.requestId, recorded]))).toEqual({
      [idOf(1)]: 'not-yet',
      [idOf(2)]: 'held',
      [idOf(3)]: 'ended',
      [idOf(4)]: 'held',
    });
  });

  it('are held in the balances of their windows, from their record to its end, and in no others', async () => {
    const balances = new PgBalanceSource(ledger.database);
    const of = (id: string) => balances.balanceOf({ scope: 'user', id, window: { start: 0 } });
    await store.insert(build(1), NOON);
    await store.insert(build(2), NOON);
    expect(await of('user-1')).toEqual({ amount: 0n, pending: 0n });
    await ledger.writer.write(finished(pendingRecord(1), buildRecord({ requestId: idOf(9), costNano: '500' })));
    expect(await of('user-1')).toEqual({ amount: 9_500n, pending: 9_000n });
    expect(await of('user-2')).toEqual({ amount: 0n, pending: 0n });
    await ledger.writer.write(finished(pendingRecord(2)));
    expect(await of('user-1')).toEqual({ amount: 18_500n, pending: 18_000n });
    await ledger.writer.write(finished(endRecord(1)));
    expect(await of('user-1')).toEqual({ amount: 11_000n, pending: 9_000n });
    await store.remove(idOf(1));
    await store.remove(idOf(2));
    // one that nobody waits for is charged
    expect(await of('user-1')).toEqual({ amount: 11_000n, pending: 0n });
  });

  it('hold what their own attempt holds: those before it are charged', async () => {
    const attempts = [buildAttempt({ costNano: '1000' }), buildAttempt({ attempt: 2, costNano: '8000' })];
    const record = { ...pendingRecord(1), attempts };
    await store.insert({ ...build(1), account: { record, atStakeNano: '8000' } }, NOON);
    await ledger.writer.write(finished(record));
    const balances = new PgBalanceSource(ledger.database);
    expect(await balances.balanceOf({ scope: 'user', id: 'user-1', window: { start: 0 } })).toEqual({
      amount: 9_000n,
      pending: 8_000n,
    });
  });

  describe('in the ledger', () => {
    it('counts as what is held for it, until its end takes that place, however often and by however many it is sent', async () => {
      await ledger.writer.write(finished(pendingRecord(1)));
      await ledger.writer.write(finished(pendingRecord(1)));
      expect(await ledger.balance('global', 'global')).toBe('9000');
      await Promise.all(Array.from({ length: 8 }, () => ledger.writer.write(finished(endRecord(1)))));
      // the journal of a process that was killed is sent again
      await ledger.writer.write(finished(pendingRecord(1)));
      expect(await ledger.balance('global', 'global')).toBe('1500');
      expect(await ledger.rows('SELECT status, cost_nano FROM tollgate.request_fact')).toEqual([
        { status: 'success', cost_nano: '1500' },
      ]);
      expect(await ledger.rows('SELECT kind, amount_nano, request_id FROM tollgate.ledger_entry')).toEqual([
        { kind: 'background_settled', amount_nano: '-7500', request_id: idOf(1) },
      ]);
      expect(
        await ledger.rows(
          'SELECT sum(cost_nano) AS cost, sum(requests) AS requests, sum(failed) AS failed FROM tollgate.spend_daily',
        ),
      ).toEqual([{ cost: '1500', requests: '1', failed: '0' }]);
    });

    it('stays at its end where that comes first', async () => {
      await ledger.writer.write(finished(endRecord(1)));
      await ledger.writer.write(finished(pendingRecord(1)));
      expect(await ledger.balance('global', 'global')).toBe('1500');
      expect(await ledger.count('ledger_entry')).toBe(0);
    });

    it('tells sinks of its end once', async () => {
      await ledger.writer.write(finished(pendingRecord(1)));
      expect(await ledger.count('callback_outbox')).toBe(0);
      const end = { ...endRecord(1), sinks: ['langfuse'] };
      await ledger.writer.write(finished(end));
      await ledger.writer.write(finished(end));
      expect(await ledger.count('callback_outbox')).toBe(1);
    });
  });
});
