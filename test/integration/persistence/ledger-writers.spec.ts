import type { CompletionRecord } from '@tollgate/canonical';
import { buildRecord, named, NOON } from './support/build-record.js';
import { finished, LedgerHarness } from './support/ledger-harness.js';

const same = (index: number): string => `0197f0a0-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`;
const tag = (index: number) => ({ tagIds: [named(`tag-${index % 40}`)], tags: [`tag-${index % 40}`] });

describe('several writers of batches', () => {
  let ledger: LedgerHarness;
  beforeAll(async () => (ledger = await LedgerHarness.start(20)));
  beforeEach(() => ledger.clear());
  afterAll(() => ledger.stop());

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
    expect(await ledger.balance('global', 'global')).toBe(total);
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
});
