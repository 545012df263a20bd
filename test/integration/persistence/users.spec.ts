import { NO_REACH } from '@tollgate/auth';
import { UserRepository } from '@tollgate/persistence';
import { SystemIds } from '@tollgate/kernel';
import { all, author, hashOf, KeyHarness } from './support/key-harness.js';

const reaching = (userIds: readonly string[], teamIds: readonly string[] = []) =>
  ({ ...NO_REACH, userIds, teamIds }) as const;

describe('internal users', () => {
  let world: KeyHarness;
  let users: UserRepository;
  beforeAll(async () => {
    world = await KeyHarness.start();
    users = new UserRepository(world.ledger.database, world.controlPlane, world.clock, new SystemIds());
  });
  beforeEach(() => world.renew());
  afterAll(() => world.stop());

  const name = (): string => `user-${String(world.count)}`;
  const make = (settings: object = {}, key?: string) =>
    users.create(
      {
        id: name(),
        role: 'internal_user',
        settings,
        ...(key !== undefined && { key: { hash: hashOf(key), name: 'sk-...cret', settings: { userId: name() } } }),
      },
      author,
    );

  it('are found by id and by e-mail address, in any case, by whom they are shown to', async () => {
    expect(await make({ email: `Ada-${name()}@Example.com` })).toMatchObject({ ok: true });
    const ada = { id: name(), email: `ada-${name()}@example.com`, role: 'internal_user' };
    expect(await users.find(name(), all)).toMatchObject(ada);
    expect(await users.find(name(), reaching([name()]))).toMatchObject(ada);
    expect(await users.findByEmail(`ADA-${name()}@example.com`, all)).toMatchObject(ada);
    expect(await users.find(name(), reaching(['somebody']))).toBeUndefined();
    expect((await users.list({ ids: [name()] }, reaching(['somebody']), page)).total).toBe(0);
  });

  it('are found many at once, by as many statements as one is: in the order asked for, without those who are not there or not shown', async () => {
    await make();
    const one = name();
    world.renew();
    await make();
    const other = name();
    const found = async (ids: readonly string[], reach: Parameters<UserRepository['findAll']>[1]) =>
      (await users.findAll(ids, reach)).map(({ id }) => id);
    expect(await found([other, 'nobody', one], all)).toEqual([other, one]);
    expect(await found([other, one], reaching([one]))).toEqual([one]);
    const query = jest.spyOn(world.ledger.database.pool, 'connect');
    const asked = async (work: () => Promise<unknown>): Promise<number> => {
      query.mockClear();
      await work();
      return query.mock.calls.length;
    };
    const ofOne = await asked(() => users.findAll([one], all));
    expect(ofOne).toBeGreaterThan(0);
    expect(await asked(() => users.findAll([one, other, 'nobody'], all))).toBe(ofOne);
    query.mockRestore();
  });

  const page = { page: 1, size: 10, sort: 'createdAt', order: 'desc' } as const;

  it('are made once: neither id nor address twice', async () => {
    await make({ email: `${name()}@example.com` });
    expect(await make()).toEqual({ ok: false, error: { kind: 'taken', field: 'id' } });
    const other = { id: 'other', role: 'internal_user', settings: { email: `${name()}@EXAMPLE.com` } } as const;
    expect(await users.create(other, author)).toEqual({ ok: false, error: { kind: 'taken', field: 'email' } });
  });

  it('are not made where their key cannot be: nothing of it is kept', async () => {
    const { hash } = await world.create();
    const key = { hash, name: 'sk-...cret', settings: {} };
    const made = await users.create({ id: name(), role: 'internal_user', key }, author);
    expect(made).toEqual({ ok: false, error: { kind: 'hash_taken' } });
    expect(await users.find(name(), all)).toBeUndefined();
  });

  it('limit their keys: money, rates, parallel calls and models', async () => {
    const settings = {
      models: ['gpt-4o'],
      maxBudgetNano: 5n,
      budgetDuration: '1d',
      rpmLimit: 2,
      tpmLimit: 3,
      maxParallelRequests: 4,
    };
    await make(settings, `sk-of-${name()}`);
    const principal = await world.store.findByHash(hashOf(`sk-of-${name()}`));
    expect(principal?.userModels).toEqual(['gpt-4o']);
    expect(principal?.scopes.find(({ scope }) => scope === 'user')).toMatchObject({
      id: name(),
      limits: {
        maxBudget: 5n,
        budgetWindow: { duration: '1d' },
        requestsPerMinute: 2,
        tokensPerMinute: 3,
        concurrentRequests: 4,
      },
    });
  });

  it('are deleted with their keys, all that are named or none', async () => {
    await make({}, `sk-of-${name()}`);
    expect(await users.delete([name(), 'nobody'], author)).toBe('nobody');
    expect(await world.store.findByHash(hashOf(`sk-of-${name()}`))).toBeDefined();
    const epoch = await world.epochs.current();
    expect(await users.delete([name()], author)).toBeUndefined();
    expect(await world.store.findByHash(hashOf(`sk-of-${name()}`))).toBeUndefined();
    const kinds = (await world.epochs.changesSince(epoch)).map(({ kind }) => kind);
    expect([...kinds].sort()).toEqual(['key', 'user']);
  });

  it('leave no password in the audit', async () => {
    await make();
    await world.ledger.rows(`UPDATE tollgate.app_user SET password_hash = 'hidden' WHERE id = '${name()}'`);
    await users.update(name(), { alias: 'Ada' }, author);
    const rows = await world.ledger.rows(
      `SELECT before, after FROM tollgate.audit_entry WHERE object_id = '${name()}'`,
    );
    expect(JSON.stringify(rows)).toContain('Ada');
    expect(JSON.stringify(rows)).not.toContain('hidden');
  });
});
