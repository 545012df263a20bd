import { createHash } from 'node:crypto';
import type { EpochChange } from '@tollgate/auth';
import { SystemIds } from '@tollgate/kernel';
import {
  ControlPlane,
  KeyRepository,
  PgBalanceSource,
  PgEpochSource,
  PgKeyStore,
  type StoredKey,
  TeamRepository,
  UserRepository,
} from '@tollgate/persistence';
import { buildRecord, NOON } from './support/build-record.js';
import { finished, LedgerHarness } from './support/ledger-harness.js';
import { ManualClock } from '../../support/time/index.js';

const author = { name: 'admin', changedBy: null, key: 'litellm_proxy_master_key' };
const all = { kind: 'all' } as const;
const MONTH = Date.UTC(2026, 10, 1);
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

describe('virtual keys', () => {
  let ledger: LedgerHarness;
  let clock: ManualClock;
  let keys: KeyRepository;
  let controlPlane: ControlPlane;
  let store: PgKeyStore;
  let epochs: PgEpochSource;
  let count = 0;
  beforeAll(async () => (ledger = await LedgerHarness.start()));
  afterAll(() => ledger.stop());
  beforeEach(() => {
    clock = new ManualClock(NOON);
    controlPlane = new ControlPlane(ledger.database, clock);
    keys = new KeyRepository(ledger.database, controlPlane, clock, new SystemIds());
    store = new PgKeyStore(ledger.database, clock);
    epochs = new PgEpochSource(ledger.database);
    count += 1;
  });

  const secret = (): string => `sk-secret-${count}`;
  const create = async (
    settings: Parameters<KeyRepository['create']>[0]['settings'] = {},
    openingNano?: bigint,
  ): Promise<StoredKey> => {
    const made = await keys.create(
      { hash: hashOf(secret()), name: 'sk-...cret', settings, ...(openingNano === undefined ? {} : { openingNano }) },
      author,
    );
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    return made.value;
  };
  const spend = (key: StoredKey, costNano: string, windows = [0]): Promise<void> =>
    ledger.writer.write(
      finished(
        buildRecord({
          keyId: key.id,
          costNano,
          windows: windows.map((start) => ({ scope: 'key', id: key.id, start })),
        }),
      ),
    );

  it('are found by id, alias, secret and hash by who may see them, and by nobody else', async () => {
    await ledger.rows(`INSERT INTO tollgate.team (id) VALUES ('seen-${count}')`);
    const key = await create({ alias: `alias-${count}`, teamId: `seen-${count}`, userId: 'owner' });
    const refs = [key.id, `alias-${count}`, secret(), hashOf(secret())];
    for (const ref of refs) {
      for (const visibility of [
        all,
        { kind: 'of', teamIds: [`seen-${count}`] },
        { kind: 'of', userIds: ['owner'] },
        { kind: 'of', keyIds: [key.id] },
      ] as const) {
        expect((await keys.findByRef(ref, visibility))?.id).toBe(key.id);
      }
      expect(await keys.findByRef(ref, { kind: 'of', teamIds: ['other'], userIds: ['other'] })).toBeUndefined();
      expect(await keys.findByRef(ref, { kind: 'of' })).toBeUndefined();
    }
    expect(await keys.findByRef(`alias-${count}%`, all)).toBeUndefined();
  });

  it('show LiteLLM its budget window: the calendar month for 30d, in UTC', async () => {
    const key = await create({ maxBudgetNano: 10n, budgetDuration: '30d' });
    expect(key.budgetResetAt).toBe(Date.UTC(2026, 11, 1));
    expect((await keys.findByRef(key.id, all))?.budgetResetAt).toBe(Date.UTC(2026, 11, 1));
  });

  it('have as spend what the ledger holds for their window, as total what it holds in all, and the opening balance is in both', async () => {
    const key = await create({ maxBudgetNano: 100n, budgetDuration: '30d' }, 40n);
    await spend(key, '7', [0, MONTH]);
    await spend(key, '5', [0]);
    expect(await keys.findByRef(key.id, all)).toMatchObject({ spendNano: 47n, totalSpendNano: 52n });
    const principal = await store.findByHash(key.hash);
    expect(principal?.spendNano).toBe(47n);
    const balances = new PgBalanceSource(ledger.database);
    expect(await balances.balanceOf({ scope: 'key', id: key.id, window: { start: MONTH } })).toBe(47n);
    expect(await balances.balanceOf({ scope: 'key', id: key.id, window: { start: 0 } })).toBe(52n);
    expect(await balances.balanceOf({ scope: 'key', id: 'nobody', window: { start: 0 } })).toBe(0n);
  });

  it('keep what they spent in a window when that window is given to them in the middle of it', async () => {
    const key = await create({ maxBudgetNano: 100n });
    await spend(key, '30');
    const updated = await keys.update(key.id, { budgetDuration: '30d' }, author);
    expect(updated).toMatchObject({ ok: true, value: { spendNano: 30n, totalSpendNano: 30n } });
    await spend(key, '4', [0, MONTH]);
    expect(await keys.findByRef(key.id, all)).toMatchObject({ spendNano: 34n, totalSpendNano: 34n });
  });

  it('take no alias and no secret that another has, a deleted one included, and name no team that is not there', async () => {
    const key = await create({ alias: `alias-${count}` });
    const same = (settings: object, hash = hashOf('other')) => keys.create({ hash, name: 'sk-...', settings }, author);
    expect(await same({ alias: `alias-${count}` })).toEqual({ ok: false, error: { kind: 'alias_taken' } });
    expect(await same({}, key.hash)).toEqual({ ok: false, error: { kind: 'hash_taken' } });
    for (const field of ['teamId', 'organizationId', 'projectId', 'budgetId']) {
      expect(await same({ [field]: 'nowhere' })).toEqual({ ok: false, error: { kind: 'unknown', field } });
    }
    await keys.delete([key.id], author);
    expect(await same({}, key.hash)).toEqual({ ok: false, error: { kind: 'hash_taken' } });
    expect((await same({ alias: `alias-${count}` }, hashOf(`again-${count}`))).ok).toBe(true);
  });

  it('give one of two simultaneous creations the alias', async () => {
    const create = (hash: string) =>
      keys.create({ hash, name: 'sk-...', settings: { alias: `race-${count}` } }, author);
    const made = await Promise.all(['a', 'b', 'c', 'd'].map((letter) => create(hashOf(`${letter}-${count}`))));
    expect(made.filter((one) => one.ok)).toHaveLength(1);
    expect(made.filter((one) => !one.ok && one.error.kind === 'alias_taken')).toHaveLength(3);
  });

  it('show activity from 1.4 seconds after it on, as LiteLLM, which books it after the answer', async () => {
    const key = await create();
    await spend(key, '3');
    const shown = async (instant: number): Promise<number | null | undefined> => {
      clock.at = instant;
      return (await keys.findByRef(key.id, all))?.lastActiveAt;
    };
    expect(await shown(NOON)).toBeNull();
    expect(await shown(NOON + 1399)).toBeNull();
    expect(await shown(NOON + 1400)).toBe(NOON);
  });

  it('are gone from every door when deleted, and remembered in the archive with their row and spend', async () => {
    const key = await create({
      alias: `alias-${count}`,
      maxBudgetNano: 9_007_199_000_000_000n,
      tpmLimit: 5,
      models: ['gpt-4o'],
    });
    await spend(key, '3');
    await keys.delete([key.id, key.id], { ...author, changedBy: 'boss' });
    expect(await store.findByHash(key.hash)).toBeUndefined();
    expect(await keys.findByRef(key.id, all)).toBeUndefined();
    clock.at = NOON + 1400;
    const archived = await keys.findDeletedByRef(secret(), all);
    const deletion = {
      deletedAt: NOON,
      deletedBy: 'admin',
      deletedByKey: 'litellm_proxy_master_key',
      changedBy: 'boss',
    };
    expect(archived).toEqual({ ...key, spendNano: 3n, totalSpendNano: 3n, lastActiveAt: NOON, deletion });
    expect(await keys.findDeletedByRef(secret(), { kind: 'of', userIds: ['x'] })).toBeUndefined();
    await keys.delete([key.id], author);
  });

  it('are listed page by page in the order asked for, with filters that join', async () => {
    const team = `list-${count}`;
    await ledger.rows(`INSERT INTO tollgate.team (id) VALUES ($1)`, [team]);
    for (const [index, alias] of ['b_1', 'a', 'c', 'bx1'].entries()) {
      clock.at = NOON + index;
      const made = await keys.create(
        { hash: hashOf(`${alias}-${count}`), name: 'sk-...', settings: { alias: `${alias}-${count}`, teamId: team } },
        author,
      );
      expect(made.ok).toBe(true);
    }
    const list = (filter: object, page: object = {}) =>
      keys.list({ teamId: team, ...filter }, all, { page: 1, size: 10, sort: 'alias', order: 'asc', ...page });
    const aliases = (found: { keys: readonly StoredKey[] }): (string | undefined)[] =>
      found.keys.map((key) => key.alias?.replace(`-${count}`, ''));
    expect(aliases(await list({}))).toEqual(['a', 'b_1', 'bx1', 'c']);
    expect(aliases(await list({}, { sort: 'createdAt', order: 'desc' }))).toEqual(['bx1', 'c', 'a', 'b_1']);
    expect(aliases(await list({}, { page: 2, size: 3 }))).toEqual(['c']);
    expect((await list({}, { page: 2, size: 3 })).total).toBe(4);
    expect(aliases(await list({ aliasPart: 'B_1' }))).toEqual(['b_1']);
    expect(aliases(await list({ hash: hashOf(`c-${count}`) }))).toEqual(['c']);
    expect(
      (
        await keys.list(
          { teamId: team },
          { kind: 'of', userIds: ['x'] },
          { page: 1, size: 10, sort: 'alias', order: 'asc' },
        )
      ).total,
    ).toBe(0);
  });

  it('raise the epoch and name themselves with each change, and with none that changed nothing', async () => {
    let told = 0;
    controlPlane.onChange(() => (told += 1));
    const before = await epochs.current();
    const key = await create();
    await keys.update(key.id, { models: ['claude'] }, author);
    await keys.setBlocked(key.id, true, author);
    await keys.setBlocked(key.id, false, author);
    await keys.delete([key.id], author);
    expect(await keys.update(key.id, {}, author)).toBeUndefined();
    expect(await keys.setBlocked(key.id, true, author)).toBeUndefined();
    expect((await keys.create({ hash: key.hash, name: 'sk-...', settings: {} }, author)).ok).toBe(false);
    const changes: readonly EpochChange[] = await epochs.changesSince(before);
    expect(changes.map((change) => [change.epoch - before, change.kind, change.id])).toEqual(
      [1n, 2n, 3n, 4n, 5n].map((epoch) => [epoch, 'key', key.id]),
    );
    expect(await epochs.current()).toBe(before + 5n);
    expect(told).toBe(5);
  });

  it('keep nothing of a change that failed: no row, no epoch, no audit', async () => {
    const before = [await epochs.current(), await ledger.count('audit_entry'), await ledger.count('app_user')];
    const failing = controlPlane.change(author, async (change) => {
      await change.tx.appUser.create({ data: { id: `half-${count}` } });
      change.touch('user', `half-${count}`);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect([await epochs.current(), await ledger.count('audit_entry'), await ledger.count('app_user')]).toEqual(before);
  });

  it('leave an audit without gaps whose hashes form a chain, under simultaneous writers', async () => {
    const key = await create();
    await Promise.all(Array.from({ length: 8 }, (_, index) => keys.update(key.id, { tags: [`t${index}`] }, author)));
    const rows = await ledger.database.prisma.auditEntry.findMany({ orderBy: { sequence: 'asc' } });
    expect(rows.map((row) => row.sequence)).toEqual(rows.map((_row, index) => BigInt(index + 1)));
    let previous: Uint8Array = new Uint8Array(32);
    for (const row of rows) {
      const said = [
        String(row.sequence),
        row.at.getTime(),
        String(row.epoch),
        row.actorId,
        row.actorKeyHash,
        row.changedBy,
      ];
      const about = [row.action, row.resource, row.objectId, row.teamId, row.before, row.after];
      const hash = createHash('sha256')
        .update(previous)
        .update(JSON.stringify([...said, ...about]))
        .digest();
      expect(Buffer.from(row.hash).equals(hash)).toBe(true);
      previous = row.hash;
    }
    expect(JSON.stringify(rows.map((row) => [row.before, row.after]))).not.toContain(secret());
  });

  describe('as the data plane sees them', () => {
    const insert = async (name: string): Promise<void> => {
      await ledger.rows(
        `INSERT INTO tollgate.organization (id, alias, max_budget_nano) VALUES ('o-${name}', 'o', 400)`,
      );
      await ledger.rows(
        `INSERT INTO tollgate.budget (id, max_budget_nano, budget_duration, budget_anchor, rpm_limit) VALUES ('b-${name}', 50, '1d', '2026-11-25', 9)`,
      );
      await ledger.rows(
        `INSERT INTO tollgate.team (id, alias, organization_id, models, tags, tpm_limit, default_member_budget_id)
         VALUES ('t-${name}', 'core', 'o-${name}', '{gpt-4o}', '{red}', 1000, 'b-${name}')`,
      );
      await ledger.rows(
        `INSERT INTO tollgate.app_user (id, email, role, max_budget_nano) VALUES ('u-${name}', 'u-${name}@example.com', 'proxy_admin_viewer', 300)`,
      );
      await ledger.rows(`INSERT INTO tollgate.team_member (team_id, user_id) VALUES ('t-${name}', 'u-${name}')`);
    };

    it('carry every scope that can limit them, with own limits before those of a linked budget', async () => {
      const name = String(count);
      await insert(name);
      const settings = {
        userId: `u-${name}`,
        teamId: `t-${name}`,
        budgetId: `b-${name}`,
        rpmLimit: 3,
        models: ['gpt-4o', 'claude'],
        tags: ['blue'],
      };
      const key = await create({
        ...settings,
        aliases: { fast: 'gpt-4o' },
        metadata: { a: 1 },
        alias: `alias-${name}`,
      });
      const [member] = await ledger.rows<{ id: string }>(
        `SELECT id FROM tollgate.team_member WHERE team_id = 't-${name}'`,
      );
      const anchor = Date.UTC(2026, 10, 25);
      const day = { duration: '1d', anchor, timeZone: 'UTC' };
      expect(await store.findByHash(key.hash)).toEqual({
        kind: 'key',
        keyId: key.id,
        keyHash: key.hash,
        keyName: 'sk-...cret',
        keyAlias: `alias-${name}`,
        role: 'proxy_admin_viewer',
        userId: `u-${name}`,
        userEmail: `u-${name}@example.com`,
        teamId: `t-${name}`,
        teamAlias: 'core',
        teamMemberId: member?.id,
        organizationId: `o-${name}`,
        models: ['gpt-4o', 'claude'],
        teamModels: ['gpt-4o'],
        aliases: { fast: 'gpt-4o' },
        allowedRoutes: [],
        blocked: false,
        teamBlocked: false,
        tags: ['blue', 'red'],
        metadata: { a: 1 },
        spendNano: 0n,
        scopes: [
          { scope: 'key', id: key.id, limits: { maxBudget: 50n, budgetWindow: day, requestsPerMinute: 3 } },
          { scope: 'user', id: `u-${name}`, limits: { maxBudget: 300n } },
          { scope: 'team', id: `t-${name}`, limits: { tokensPerMinute: 1000 } },
          { scope: 'team_member', id: member?.id, limits: { maxBudget: 50n, budgetWindow: day, requestsPerMinute: 9 } },
          { scope: 'organization', id: `o-${name}`, limits: { maxBudget: 400n } },
        ],
      });
    });

    it('are blocked with their user and organization, and say so of their team', async () => {
      const name = String(count);
      await insert(name);
      const key = await create({ userId: `u-${name}`, teamId: `t-${name}` });
      const states = async (): Promise<unknown[]> => {
        const principal = await store.findByHash(key.hash);
        return [principal?.blocked, principal?.teamBlocked];
      };
      expect(await states()).toEqual([false, false]);
      await ledger.rows(`UPDATE tollgate.team SET blocked = true WHERE id = 't-${name}'`);
      expect(await states()).toEqual([false, true]);
      await ledger.rows(`UPDATE tollgate.organization SET blocked = true WHERE id = 'o-${name}'`);
      expect(await states()).toEqual([true, true]);
    });

    it('end with the key or with the secret, whichever is first; several secrets may lead to one key', async () => {
      const key = await create({ expiresAt: NOON + 1000, userId: 'never-created' });
      await ledger.rows(
        `INSERT INTO tollgate.key_secret (hash, key_id, expires_at) VALUES ($1, $2, to_timestamp(${(NOON + 500) / 1000}))`,
        [`old-${count}`, key.id],
      );
      const [current, old] = await Promise.all([store.findByHash(key.hash), store.findByHash(`old-${count}`)]);
      expect([current?.keyId, old?.keyId]).toEqual([key.id, key.id]);
      expect([current?.expiresAt, old?.expiresAt]).toEqual([NOON + 1000, NOON + 500]);
      expect(current?.scopes).toContainEqual({ scope: 'user', id: 'never-created', limits: {} });
    });

    it('are unknown for a hash that nobody has, and an error when the store cannot say', async () => {
      expect(await store.findByHash('no such hash')).toBeUndefined();
      const other = await LedgerHarness.start();
      await other.stop();
      await expect(new PgKeyStore(other.database, clock).findByHash('x')).rejects.toThrow();
    });
  });

  it('know their teams and users', async () => {
    await ledger.rows(`INSERT INTO tollgate.team (id) VALUES ('known-${count}')`);
    const teams = new TeamRepository(ledger.database);
    expect([await teams.exists(`known-${count}`), await teams.exists('unknown')]).toEqual([true, false]);
    const users = new UserRepository(ledger.database, controlPlane, clock);
    const made = { id: `user-${count}`, email: `ada-${count}@example.com`, role: 'internal_user' };
    expect(
      await users.create({ id: `user-${count}`, email: `Ada-${count}@Example.com`, role: 'internal_user' }, author),
    ).toEqual(made);
    expect(await users.find(`user-${count}`)).toEqual(made);
    expect(await users.find('nobody')).toBeUndefined();
    expect(
      await users.create({ id: 'other', email: `ada-${count}@example.com`, role: 'proxy_admin' }, author),
    ).toBeUndefined();
  });
});
