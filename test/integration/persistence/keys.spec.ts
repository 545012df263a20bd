import { PgBalanceSource, type StoredKey } from '@tollgate/persistence';
import { NOON } from './support/build-record.js';
import { all, author, hashOf, KeyHarness } from './support/key-harness.js';

const MONTH = Date.UTC(2026, 10, 1);
const TODAY = Date.UTC(2026, 10, 25);

const allowed = (): undefined => undefined;

describe('virtual keys', () => {
  let world: KeyHarness;
  beforeAll(async () => (world = await KeyHarness.start()));
  beforeEach(() => world.renew());
  afterAll(() => world.stop());

  it('are found by id, alias, secret and hash by who may see them, and by nobody else', async () => {
    await world.ledger.rows(`INSERT INTO tollgate.team (id) VALUES ('seen-${world.count}')`);
    const key = await world.create({ alias: `alias-${world.count}`, teamId: `seen-${world.count}`, userId: 'owner' });
    const refs = [key.id, `alias-${world.count}`, world.secret(), hashOf(world.secret())];
    for (const ref of refs) {
      for (const visibility of [
        all,
        { kind: 'of', teamIds: [`seen-${world.count}`] },
        { kind: 'of', userIds: ['owner'] },
        { kind: 'of', keyIds: [key.id] },
      ] as const) {
        expect((await world.keys.findByRef(ref, visibility))?.id).toBe(key.id);
      }
      expect(await world.keys.findByRef(ref, { kind: 'of', teamIds: ['other'], userIds: ['other'] })).toBeUndefined();
      expect(await world.keys.findByRef(ref, { kind: 'of' })).toBeUndefined();
    }
    expect(await world.keys.findByRef(`alias-${world.count}%`, all)).toBeUndefined();
  });

  it('are found many at once as each alone is, by as many statements as two are', async () => {
    const owner = `owner-${world.count}`;
    const refs = ['nobody'];
    for (const userId of [owner, owner, 'somebody else']) {
      world.renew();
      const key = await world.create({ alias: `many-${world.count}`, userId });
      refs.push(key.id, `many-${world.count}`, key.hash, world.secret());
    }
    for (const [visibility, found] of [
      [all, 12],
      [{ kind: 'of', userIds: [owner] }, 8],
      [{ kind: 'of' }, 0],
    ] as const) {
      const alone = new Map<string, StoredKey>();
      for (const ref of refs) {
        const key = await world.keys.findByRef(ref, visibility);
        if (key !== undefined) alone.set(ref, key);
      }
      expect(alone.size).toBe(found);
      expect(await world.keys.findByRefs([...refs, ...refs], visibility)).toEqual(alone);
      const ids = [...alone].map(([ref, { id }]) => [ref, id] as const);
      expect(await world.keys.findIds(refs, visibility)).toEqual(new Map(ids));
    }
    const connect = jest.spyOn(world.ledger.database.pool, 'connect');
    const asked = async (names: readonly string[]): Promise<number> => {
      connect.mockClear();
      await world.keys.findByRefs(names, all);
      return connect.mock.calls.length;
    };
    const ofTwo = await asked(refs.slice(0, 2));
    expect(ofTwo).toBeGreaterThan(0);
    expect(await asked([...refs, ...Array.from({ length: 2_000 }, (_, index) => `absent-${index}`)])).toBe(ofTwo);
    connect.mockRestore();
  });

  it('are not found by an alias that several of them have, alone or among others; by whom one alone is seen it is', async () => {
    const alias = `shared-${world.count}`;
    const one = await world.create({ alias, userId: 'one' });
    world.renew();
    const other = await world.create({ userId: 'other' });
    await world.ledger.rows(`UPDATE tollgate.virtual_key SET alias = '${alias}' WHERE id = '${other.id}'`);
    const refused = { message: expect.stringContaining(`have the alias '${alias}'`) };
    await expect(world.keys.findByRef(alias, all)).rejects.toMatchObject(refused);
    await expect(world.keys.findByRefs([one.id, alias], all)).rejects.toMatchObject(refused);
    const found = await world.keys.findIds([alias], { kind: 'of', userIds: ['other'] });
    expect([...found]).toEqual([[alias, other.id]]);
  });

  it('show LiteLLM its budget window: the calendar month for 30d, in UTC', async () => {
    const key = await world.create({ maxBudgetNano: 10n, budgetDuration: '30d' });
    expect(key.budgetResetAt).toBe(Date.UTC(2026, 11, 1));
    expect((await world.keys.findByRef(key.id, all))?.budgetResetAt).toBe(Date.UTC(2026, 11, 1));
  });

  it('have as spend what the ledger holds for their window, as total what it holds in all, and the opening balance is in both', async () => {
    const key = await world.create({ maxBudgetNano: 100n, budgetDuration: '30d' }, 40n);
    await world.spend(key, '7', [0, MONTH]);
    await world.spend(key, '5', [0]);
    expect(await world.keys.findByRef(key.id, all)).toMatchObject({ spendNano: 47n, totalSpendNano: 52n });
    const principal = await world.store.findByHash(key.hash);
    expect(principal?.spendNano).toBe(47n);
    const balances = new PgBalanceSource(world.ledger.database);
    expect(await balances.balanceOf({ scope: 'key', id: key.id, window: { start: MONTH } })).toEqual({
      amount: 47n,
      pending: 0n,
    });
    expect(await balances.balanceOf({ scope: 'key', id: key.id, window: { start: 0 } })).toEqual({
      amount: 52n,
      pending: 0n,
    });
    expect(await balances.balanceOf({ scope: 'key', id: 'nobody', window: { start: 0 } })).toEqual({
      amount: 0n,
      pending: 0n,
    });
  });

  it('keep what they spent in a window when that window is given to them in the middle of it', async () => {
    const key = await world.create({ maxBudgetNano: 100n });
    await world.spend(key, '30');
    const updated = await world.keys.update(key.id, { budgetDuration: '30d' }, author, allowed);
    expect(updated).toMatchObject({ ok: true, value: { spendNano: 30n, totalSpendNano: 30n } });
    await world.spend(key, '4', [0, MONTH]);
    expect(await world.keys.findByRef(key.id, all)).toMatchObject({ spendNano: 34n, totalSpendNano: 34n });
  });

  it('have several budgets at once, each with the spend of its own window, also when one comes back', async () => {
    const day = { budget_duration: '1d', max_budget: 100 };
    const month = { budget_duration: '1mo', max_budget: 500 };
    const key = await world.create({ budgetLimits: [day, month] }, 40n);
    expect(key.budgetLimits).toEqual([
      { ...day, resetAt: Date.UTC(2026, 10, 26) },
      { ...month, resetAt: Date.UTC(2026, 11, 1) },
    ]);
    await world.spend(key, '7', [0, TODAY, MONTH]);
    await world.keys.update(key.id, { budgetLimits: [month] }, author, allowed);
    await world.spend(key, '5', [0, MONTH]);
    await world.keys.update(key.id, { budgetLimits: [month, day] }, author, allowed);
    const balances = new PgBalanceSource(world.ledger.database);
    for (const [start, amount] of [
      [0, 52n],
      [TODAY, 52n],
      [MONTH, 52n],
    ] as const)
      expect((await balances.balanceOf({ scope: 'key', id: key.id, window: { start } })).amount).toBe(amount);
  });

  it('bring their raise and their further budgets to the data plane', async () => {
    const until = NOON + 60_000;
    const settings = { maxBudgetNano: 10n, tempBudgetIncreaseNano: 5n, tempBudgetExpiresAt: until };
    const key = await world.create({ ...settings, budgetLimits: [{ budget_duration: '7d', max_budget: 1 }] });
    const principal = await world.store.findByHash(key.hash);
    expect(principal?.scopes.find(({ scope }) => scope === 'key')?.limits).toEqual({
      maxBudget: 10n,
      temporaryIncrease: { amount: 5n, until },
      furtherBudgets: [
        {
          maxBudget: 1_000_000_000n,
          budgetWindow: { duration: '7d', anchor: Date.UTC(2026, 10, 23), timeZone: 'UTC' },
        },
      ],
    });
  });

  it('take no alias and no secret that another has, a deleted one included, and name no team that is not there', async () => {
    const key = await world.create({ alias: `alias-${world.count}` });
    const same = (settings: object, hash = hashOf('other')) =>
      world.keys.create({ hash, name: 'sk-...', settings }, author);
    expect(await same({ alias: `alias-${world.count}` })).toEqual({ ok: false, error: { kind: 'alias_taken' } });
    expect(await same({}, key.hash)).toEqual({ ok: false, error: { kind: 'hash_taken' } });
    for (const field of ['teamId', 'organizationId', 'projectId', 'budgetId']) {
      expect(await same({ [field]: 'nowhere' })).toEqual({ ok: false, error: { kind: 'unknown', field } });
    }
    await world.keys.delete([key.id], author);
    expect(await same({}, key.hash)).toEqual({ ok: false, error: { kind: 'hash_taken' } });
    expect((await same({ alias: `alias-${world.count}` }, hashOf(`again-${world.count}`))).ok).toBe(true);
  });

  it('give one of two simultaneous creations the alias', async () => {
    const make = (hash: string) =>
      world.keys.create({ hash, name: 'sk-...', settings: { alias: `race-${world.count}` } }, author);
    const made = await Promise.all(['a', 'b', 'c', 'd'].map((letter) => make(hashOf(`${letter}-${world.count}`))));
    expect(made.filter((one) => one.ok)).toHaveLength(1);
    expect(made.filter((one) => !one.ok && one.error.kind === 'alias_taken')).toHaveLength(3);
  });

  it('show activity from 1.4 seconds after it on, as LiteLLM, which books it after the answer', async () => {
    const key = await world.create();
    await world.spend(key, '3');
    const shown = async (instant: number): Promise<number | null | undefined> => {
      world.clock.at = instant;
      return (await world.keys.findByRef(key.id, all))?.lastActiveAt;
    };
    expect(await shown(NOON)).toBeNull();
    expect(await shown(NOON + 1399)).toBeNull();
    expect(await shown(NOON + 1400)).toBe(NOON);
  });

  it('are gone from every door when deleted, and remembered in the archive with their row and spend', async () => {
    const key = await world.create({
      alias: `alias-${world.count}`,
      maxBudgetNano: 9_007_199_000_000_000n,
      tpmLimit: 5,
      models: ['gpt-4o'],
    });
    await world.spend(key, '3');
    await world.keys.delete([key.id, key.id], { ...author, changedBy: 'boss' });
    expect(await world.store.findByHash(key.hash)).toBeUndefined();
    expect(await world.keys.findByRef(key.id, all)).toBeUndefined();
    world.clock.at = NOON + 1400;
    const archived = await world.keys.findDeletedByRef(world.secret(), all);
    const deletion = {
      deletedAt: NOON,
      deletedBy: 'admin',
      deletedByKey: 'litellm_proxy_master_key',
      changedBy: 'boss',
    };
    expect(archived).toEqual({ ...key, spendNano: 3n, totalSpendNano: 3n, lastActiveAt: NOON, deletion });
    expect(await world.keys.findDeletedByRef(world.secret(), { kind: 'of', userIds: ['x'] })).toBeUndefined();
    await world.keys.delete([key.id], author);
  });

  it('are listed page by page in the order asked for, with filters that join', async () => {
    const team = `list-${world.count}`;
    await world.ledger.rows(`INSERT INTO tollgate.team (id) VALUES ($1)`, [team]);
    for (const [index, alias] of ['b_1', 'a', 'c', 'bx1'].entries()) {
      world.clock.at = NOON + index;
      const made = await world.keys.create(
        {
          hash: hashOf(`${alias}-${world.count}`),
          name: 'sk-...',
          settings: { alias: `${alias}-${world.count}`, teamId: team },
        },
        author,
      );
      expect(made.ok).toBe(true);
    }
    const list = (filter: object, page: object = {}) =>
      world.keys.list({ teamId: team, ...filter }, all, { page: 1, size: 10, sort: 'alias', order: 'asc', ...page });
    const aliases = (found: { keys: readonly StoredKey[] }): (string | undefined)[] =>
      found.keys.map((key) => key.alias?.replace(`-${world.count}`, ''));
    expect(aliases(await list({}))).toEqual(['a', 'b_1', 'bx1', 'c']);
    expect(aliases(await list({}, { sort: 'createdAt', order: 'desc' }))).toEqual(['bx1', 'c', 'a', 'b_1']);
    expect(aliases(await list({}, { page: 2, size: 3 }))).toEqual(['c']);
    expect((await list({}, { page: 2, size: 3 })).total).toBe(4);
    expect(aliases(await list({ aliasPart: 'B_1' }))).toEqual(['b_1']);
    expect(aliases(await list({ hash: hashOf(`c-${world.count}`) }))).toEqual(['c']);
    expect(
      (
        await world.keys.list(
          { teamId: team },
          { kind: 'of', userIds: ['x'] },
          { page: 1, size: 10, sort: 'alias', order: 'asc' },
        )
      ).total,
    ).toBe(0);
  });
});
