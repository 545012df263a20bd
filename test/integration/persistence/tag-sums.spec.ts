import type pg from 'pg';
import { PgLedgerMaintenance, type TagUseFilter, TagUseRepository } from '@tollgate/persistence';
import { buildRecord, NOON } from './support/build-record.js';
import { finished, LedgerHarness } from './support/ledger-harness.js';

const DAY = 86_400_000;
const TODAY = Date.UTC(2026, 10, 25);
const [ANN, BOB] = ['0197f0a0-0000-7000-8000-0000000000a1', '0197f0a0-0000-7000-8000-0000000000b1'];
const RED = '0197f0a0-0000-7000-8000-00000000000e';

describe('the sums of tags', () => {
  let ledger: LedgerHarness;
  let use: TagUseRepository;
  let maintenance: PgLedgerMaintenance;
  let session: pg.Client | undefined;

  beforeAll(async () => {
    ledger = await LedgerHarness.start();
    use = new TagUseRepository(ledger.database);
    maintenance = new PgLedgerMaintenance(ledger.database);
    await ledger.rows(
      `INSERT INTO tollgate.virtual_key (id, name, user_id) VALUES ('${ANN}', 'sk-...', 'ann'), ('${BOB}', 'sk-...', 'bob')`,
    );
  });
  beforeEach(() => ledger.clear());
  afterEach(() => session?.end());
  afterAll(() => ledger.stop());

  const call = async (keyId: string, daysAgo: number, change: object = {}): Promise<void> => {
    const made = { keyId, receivedAt: NOON - daysAgo * DAY, tags: ['red'], tagIds: [RED], clientProduct: 'curl' };
    await ledger.writer.write(finished(buildRecord({ ...made, ...change })));
  };
  const weeks = async (): Promise<readonly object[]> =>
    (await use.activeUsers({ names: ['red'] }, { to: TODAY + DAY, days: 7, periods: 4 })).rows;
  const users = async (filter: TagUseFilter = {}): Promise<readonly object[]> => {
    const range = { from: TODAY - 29 * DAY, to: TODAY + DAY };
    const found = await use.users(filter, range, { page: 1, size: 10 });
    return found.users.map(({ userId, tag, requests, costNano }) => [userId, tag, requests, costNano]);
  };
  const maintain = (): Promise<void> => maintenance.addUpTags(NOON);
  const kept = (): Promise<number> => ledger.count('tag_user_sum');

  it('count a user once in a span, on whatever days calls came, in whatever order they were written', async () => {
    await call(ANN, 9);
    expect(await weeks()).toEqual([{ tag: 'red', period: 1, users: 1 }]);
    await call(ANN, 0);
    await call(BOB, 0);
    await call(BOB, 2);
    expect(await weeks()).toEqual([
      { tag: 'red', period: 0, users: 2 },
      { tag: 'red', period: 1, users: 1 },
    ]);
    await call(BOB, 13);
    await call(ANN, 14);
    expect(await weeks()).toEqual([
      { tag: 'red', period: 0, users: 2 },
      { tag: 'red', period: 1, users: 2 },
      { tag: 'red', period: 2, users: 1 },
    ]);
  });

  it('are made of what changed alone, and stay as they are when nothing did', async () => {
    await call(ANN, 1);
    await call(BOB, 0);
    await maintain();
    const tables = ['tag_daily', 'tag_day', 'tag_user', 'tag_user_sum'];
    const versions = (table: string) =>
      ledger.rows(`SELECT ctid::text, xmin::text FROM tollgate.${table} ORDER BY 1, 2`);
    const before = await Promise.all(tables.map(versions));
    expect(before.map((rows) => rows.length)).toEqual([4, 2, 4, 2]);
    await maintain();
    await weeks();
    expect(await Promise.all(tables.map(versions))).toEqual(before);
    await call(ANN, 0);
    await call(BOB, 0);
    await weeks();
    const users = before[tables.indexOf('tag_user')] ?? [];
    const after = await versions('tag_user');
    expect(users.filter((row) => after.some(({ ctid }) => ctid === row['ctid']))).toHaveLength(2);
  });

  it('add up what users did from what is kept of days that are over and from calls since, each once', async () => {
    await call(ANN, 30);
    await call(ANN, 29);
    await call(ANN, 1);
    await call(BOB, 3);
    await call(BOB, 0);
    const live = await users();
    expect(live).toEqual([
      ['ann', 'User-Agent: curl', 2, 3000n],
      ['bob', 'User-Agent: curl', 2, 3000n],
    ]);
    await maintain();
    expect(await kept()).toBe(4);
    expect(await users()).toEqual(live);
    await call(BOB, 0);
    expect(await users()).toEqual([
      ['bob', 'User-Agent: curl', 3, 4500n],
      ['ann', 'User-Agent: curl', 2, 3000n],
    ]);
    expect(await users({ containing: 'RE' })).toMatchObject([['bob', 'red', 3, 4500n], { 0: 'ann' }]);
    expect(await kept()).toBe(4);
  });

  it('do not keep what a late call has made untrue', async () => {
    await call(ANN, 1);
    await maintain();
    await call(BOB, 2);
    await call(BOB, 28);
    expect(await users()).toMatchObject([['bob', 'User-Agent: curl', 2, 3000n], { 0: 'ann' }]);
    expect(await kept()).toBe(0);
    await maintain();
    expect(await kept()).toBe(4);
    await call(BOB, 40);
    expect(await users()).toMatchObject([['bob', 'User-Agent: curl', 2, 3000n], { 0: 'ann' }]);
    expect(await kept()).toBe(4);
  });

  it('have tags that look like products beside the products', async () => {
    await call(ANN, 1, { tags: ['User-Agent: curl'] });
    await maintain();
    expect(await users()).toEqual([['ann', 'User-Agent: curl', 1, 1500n]]);
  });

  it('show a call whose end was not known when that has come', async () => {
    const requestId = '019abc00-0000-7000-8000-000000000003';
    await call(ANN, 1, { requestId, status: 'interrupted', httpStatus: 500 });
    await maintain();
    expect(await users()).toEqual([]);
    await call(ANN, 1, { requestId });
    expect(await users()).toEqual([['ann', 'User-Agent: curl', 1, 1500n]]);
  });

  it('hold nobody up who asks while they are made', async () => {
    await call(ANN, 0);
    await weeks();
    session = ledger.database.openSession('test');
    await session.connect();
    await session.query(`SELECT pg_advisory_lock(hashtextextended('tollgate.add_up_tags', 0))`);
    await call(BOB, 0);
    expect(await weeks()).toEqual([{ tag: 'red', period: 0, users: 1 }]);
    await session.end();
    session = undefined;
    expect(await weeks()).toEqual([{ tag: 'red', period: 0, users: 2 }]);
  });

  it('come out the same when many ask at once', async () => {
    await call(ANN, 0);
    await call(BOB, 9);
    const answers = await Promise.all(Array.from({ length: 20 }, weeks));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toHaveLength(2);
  });
});
