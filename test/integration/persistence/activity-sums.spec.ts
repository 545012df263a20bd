import type pg from 'pg';
import { SystemIds } from '@tollgate/kernel';
import {
  type ActivityOf,
  type ActivityPage,
  ActivityRepository,
  type ActivityRow,
  PgLedgerMaintenance,
} from '@tollgate/persistence';
import { buildRecord, named, NOON } from './support/build-record.js';
import { finished, LedgerHarness } from './support/ledger-harness.js';

const DAY = 86_400_000;
const TODAY = Date.UTC(2026, 10, 25);
const RANGE = { from: TODAY - 9 * DAY, to: TODAY + DAY };
const PAGE = { page: 1, size: 10, rowsMax: 20_000, wholeMax: 100 };
const KEYS = 200;
const SHOWN = 100;
const KINDS: readonly ActivityOf[] = ['user', 'team', 'organization', 'customer', 'tag'];

const ids = new SystemIds();

describe('the sums of activities', () => {
  let ledger: LedgerHarness;
  let activity: ActivityRepository;
  let maintenance: PgLedgerMaintenance;
  let session: pg.Client | undefined;

  beforeAll(async () => {
    ledger = await LedgerHarness.start();
    activity = new ActivityRepository(ledger.database);
    maintenance = new PgLedgerMaintenance(ledger.database);
  });
  beforeEach(() => ledger.clear());
  afterEach(() => session?.end());
  afterAll(() => ledger.stop());

  const record = (n: number, daysAgo: number, change: object = {}): object => {
    const [customer, model] = [`customer-${String(n % 7)}`, `model-${String(n % 3)}`];
    return {
      ...buildRecord(),
      requestId: ids.newId(),
      keyId: keyOf(n),
      receivedAt: NOON - daysAgo * DAY,
      userId: n % 4 === 0 ? undefined : `user-${String(n % 110)}`,
      teamId: n % 5 === 0 ? undefined : `team-${String(n % 9)}`,
      organizationId: n % 6 === 0 ? undefined : `organization-${String(n % 2)}`,
      tags: n % 2 === 0 ? ['red', 'blue'] : ['red'],
      tagIds: n % 2 === 0 ? [named('red'), named('blue')] : [named('red')],
      ...(n % 3 !== 0 && { customer, customerId: named(customer) }),
      model,
      litellmModel: `openai/${model}`,
      costNano: String(n * 1000 + 1),
      windows: [],
      ...change,
    };
  };
  const many = async (daysAgo: number): Promise<void> =>
    void (await ledger.writer.write(
      finished(...Array.from({ length: 2 * KEYS }, (_, n) => record(n % KEYS, daysAgo, { route: ROUTES[n % 3] }))),
    ));
  const kept = (of: ActivityOf): Promise<ActivityPage> => activity.page(of, RANGE, { kind: 'all' }, PAGE);
  /** Of a model that every call asked for: added up from the daily sums. */
  const live = (of: ActivityOf): Promise<ActivityPage> =>
    activity.page(of, { ...RANGE, model: 'gpt-4o' }, { kind: 'all' }, PAGE);

  it.each(KINDS)('of %s are those of the calls, whole, and of the dearest keys and entities', async (of) => {
    await many(0);
    await many(3);
    await ledger.writer.write(finished(record(1, 1), record(2, 1)));
    await maintenance.addUpActivity();
    const [known, expected] = [await kept(of), await live(of)];
    const { whole: rows } = expected.parts;
    expect(known).toMatchObject({ days: expected.days, dayCount: 3, isCut: true, shownMax: SHOWN });
    expect(known.totals).toEqual(expected.totals);
    expect(addUp(known.parts.whole, ofUse)).toEqual(addUp(rows, ofUse));
    expectDearest(known.parts.keys, rows, (row) => [...ofUse(row), row.keyId], 'keyId');
    expectDearest(known.parts.entities, rows, ({ day, entityId }) => [day, entityId], 'entityId');
    const ofBoth = ({ day, entityId, keyId }: ActivityRow) => [day, entityId, keyId];
    const both = addUp(known.parts.keysOfEntities, ofBoth);
    expect(both.size).toBeGreaterThan(SHOWN / 2);
    expect(addUp(rows, ofBoth)).toEqual(new Map([...addUp(rows, ofBoth), ...both]));
    const keys = new Set(known.keys.map(({ keyId }) => keyId));
    expect(known.parts.keys.every(({ keyId }) => keys.has(keyId))).toBe(true);
  });

  it.each(KINDS)(
    'of %s that are asked for by name have the dearest keys of days where they have many, all else whole',
    async (of) => {
      await many(0);
      await many(1);
      const filter = { ...RANGE, model: 'gpt-4o' };
      const cut = await activity.page(of, filter, { kind: 'all' }, { ...PAGE, rowsMax: 60 });
      const { totals, parts } = await live(of);
      expect(cut).toMatchObject({ isCut: true, totals });
      expect(addUp(cut.parts.whole, ofUse)).toEqual(addUp(parts.whole, ofUse));
      const ofKey = ({ day, keyId }: ActivityRow) => [day, keyId];
      for (const [rows, by] of [
        [cut.parts.keys, ofKey],
        [cut.parts.keysOfEntities, ofKey],
        [cut.parts.entities, ({ day, entityId }: ActivityRow) => [day, entityId]],
      ] as const) {
        const [shown, all] = [addUp(rows, by), addUp(parts.whole, by)];
        expect(shown.size).toBeGreaterThan(1);
        expect(all).toEqual(new Map([...all, ...shown]));
        const least = Math.min(...[...shown.values()].map(([cost = 0]) => cost));
        for (const [key, [cost = 0]] of all) expect([key, shown.has(key) || cost <= least]).toEqual([key, true]);
      }
    },
  );

  it('are not asked where the days have few: then everything is told', async () => {
    await ledger.writer.write(finished(...Array.from({ length: SHOWN }, (_, n) => record(n, 0))));
    for (const kind of KINDS) expect(await kept(kind)).toEqual(await live(kind));
    await ledger.writer.write(finished(record(SHOWN, 0)));
    expect(await kept('user')).toMatchObject({ isCut: true, shownMax: SHOWN });
  });

  it('are made anew of days that changed alone, and find late calls', async () => {
    await many(0);
    await many(2);
    await maintenance.addUpActivity();
    const versions = () =>
      ledger.rows(`SELECT day::text, ctid::text, xmin::text FROM tollgate.activity_daily ORDER BY 1, 2`);
    const before = await versions();
    await maintenance.addUpActivity();
    await kept('user');
    expect(await versions()).toEqual(before);
    await ledger.writer.write(finished(record(7, 2, { costNano: '999000000' })));
    const known = await kept('user');
    expect(known.totals).toEqual((await live('user')).totals);
    expect(known.parts.keys.find(({ day }) => day === '2026-11-23')?.keyId).toBe(keyOf(7));
    const ofToday = (rows: readonly Record<string, unknown>[]) => rows.filter(({ day }) => day === '2026-11-25');
    expect(ofToday(await versions())).toEqual(ofToday(before));
  });

  it('show fewer of each day where there are many days', async () => {
    for (let day = 0; day < 25; day += 1) await many(day);
    await maintenance.addUpActivity();
    const range = { from: TODAY - 29 * DAY, to: TODAY + DAY };
    const { shownMax, parts } = await activity.page('user', range, { kind: 'all' }, { ...PAGE, size: 30 });
    expect(shownMax).toBe(20);
    const days = Map.groupBy(parts.entities, ({ day }) => day);
    expect([...days.values()].map(({ length }) => length)).toEqual(Array.from({ length: 25 }, () => 20));
  });

  it('tell the dearest of a range where it has more than are told whole, and what these are made of', async () => {
    await many(0);
    await many(1);
    await maintenance.addUpActivity();
    const dearest = (wholeMax: number) => activity.dearestOfDays('team', RANGE, { daysMax: 10, wholeMax });
    const keys = 2 * (KEYS - KEYS / 5);
    expect(await dearest(keys)).toBeUndefined();
    const isFew = (wholeMax: number) => activity.isFew('team', RANGE, { daysMax: 10, wholeMax });
    expect([await isFew(keys), await isFew(keys - 1)]).toEqual([true, false]);
    const parts = await dearest(keys - 1);
    const groups = (parts?.entities ?? []).map(({ day, entityId }) => ({ day, id: entityId ?? '' })).slice(0, 3);
    for (const kind of ['team', 'customer'] as const) {
      const asked = kind === 'team' ? groups : groups.map(({ day }) => ({ day, id: 'customer-1' })).slice(0, 1);
      const { whole: rows } = (await live(kind)).parts;
      const ofAsked = rows.filter(({ day, entityId }) => asked.some((one) => one.day === day && one.id === entityId));
      const cost = (sum: bigint, row: { readonly costNano: bigint }): bigint => sum + row.costNano;
      const usage = await activity.groupUsage(kind, asked, 1000);
      expect(usage.reduce(cost, 0n)).toBe(ofAsked.reduce(cost, 0n));
      expect(new Set(usage.map(({ keyId }) => keyId))).toEqual(new Set(ofAsked.map(({ keyId }) => keyId)));
    }
  });

  it('hold nobody up who asks while they are made', async () => {
    await many(0);
    await maintenance.addUpActivity();
    const before = await kept('user');
    session = ledger.database.openSession('test');
    await session.connect();
    await session.query(`SELECT pg_advisory_lock(hashtextextended('tollgate.add_up_activity', 0))`);
    await ledger.writer.write(finished(record(7, 0)));
    expect(await kept('user')).toEqual(before);
    await session.end();
    session = undefined;
    expect((await kept('user')).totals).toEqual((await live('user')).totals);
  });

  it('come out the same when many runs and readers are there at once', async () => {
    await many(0);
    await many(1);
    await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? maintenance.addUpActivity() : kept('tag'))));
    const [known, { totals, parts }] = [await kept('tag'), await live('tag')];
    expect(known.totals).toEqual(totals);
    expect(addUp(known.parts.whole, ofUse)).toEqual(addUp(parts.whole, ofUse));
    expect(await Promise.all(Array.from({ length: 20 }, () => kept('tag')))).toEqual(
      Array.from({ length: 20 }, () => known),
    );
  });
});

const ROUTES = ['/v1/chat/completions', '/v1/responses', '/v1/messages'];

function keyOf(n: number): string {
  return `0197f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
}

function ofUse({ day, modelGroup, litellmModel, provider, route }: ActivityRow): readonly (string | null)[] {
  return [day, modelGroup, litellmModel, provider, route];
}

type By = (row: ActivityRow) => readonly (string | null)[];

/** Cost, requests, tokens and time of rows by what tells them apart. */
function addUp(rows: readonly ActivityRow[], by: By): Map<string, readonly number[]> {
  const sums = new Map<string, readonly number[]>();
  for (const row of rows) {
    const [cost, requests, tokens, time] = sums.get(JSON.stringify(by(row))) ?? [0, 0, 0, 0];
    sums.set(JSON.stringify(by(row)), [
      (cost ?? 0) + Number(row.costNano),
      (requests ?? 0) + row.requests + row.succeeded,
      (tokens ?? 0) + row.promptTokens + row.completionTokens + row.cacheReadTokens,
      (time ?? 0) + row.durationMs,
    ]);
  }
  return sums;
}

/** Those that are shown have all that is theirs, and nobody is dearer who is not shown. */
function expectDearest(shown: readonly ActivityRow[], rows: readonly ActivityRow[], by: By, id: 'keyId' | 'entityId') {
  const all = addUp(rows, by);
  expect(all).toEqual(new Map([...all, ...addUp(shown, by)]));
  for (const [day, ofDay] of Map.groupBy(rows, (row) => row.day)) {
    const ids = new Set(shown.filter((row) => row.day === day).map((row) => row[id]));
    const named = ofDay.filter((row) => row[id] !== null);
    expect(ids.size).toBe(Math.min(SHOWN, new Set(named.map((row) => row[id])).size));
    const costs = addUp(named, (row) => [row[id]]);
    const least = Math.min(...[...ids].map((one) => costs.get(JSON.stringify([one]))?.[0] ?? 0));
    for (const [one, [cost = 0]] of costs)
      if (!ids.has((JSON.parse(one) as [string])[0])) expect(cost).toBeLessThanOrEqual(least);
  }
}
