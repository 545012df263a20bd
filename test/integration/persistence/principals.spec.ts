import { PgKeyStore } from '@tollgate/persistence';
import { NOON } from './support/build-record.js';
import { KeyHarness } from './support/key-harness.js';
import { LedgerHarness } from './support/ledger-harness.js';

describe('virtual keys as the data plane sees them', () => {
  let world: KeyHarness;
  beforeAll(async () => (world = await KeyHarness.start()));
  beforeEach(() => world.renew());
  afterAll(() => world.stop());

  const insert = async (name: string): Promise<void> => {
    await world.ledger.rows(
      `INSERT INTO tollgate.organization (id, alias, max_budget_nano) VALUES ('o-${name}', 'o', 400)`,
    );
    await world.ledger.rows(
      `INSERT INTO tollgate.budget (id, max_budget_nano, budget_duration, budget_anchor, rpm_limit) VALUES ('b-${name}', 50, '1d', '2026-11-25', 9)`,
    );
    await world.ledger.rows(
      `INSERT INTO tollgate.team (id, alias, organization_id, models, tags, tpm_limit, default_member_budget_id)
       VALUES ('t-${name}', 'core', 'o-${name}', '{gpt-4o}', '{red}', 1000, 'b-${name}')`,
    );
    await world.ledger.rows(
      `INSERT INTO tollgate.app_user (id, email, role, max_budget_nano) VALUES ('u-${name}', 'u-${name}@example.com', 'proxy_admin_viewer', 300)`,
    );
    await world.ledger.rows(`INSERT INTO tollgate.team_member (team_id, user_id) VALUES ('t-${name}', 'u-${name}')`);
  };

  it('carry every scope that can limit them, with own limits before those of a linked budget', async () => {
    const name = String(world.count);
    await insert(name);
    const settings = {
      userId: `u-${name}`,
      teamId: `t-${name}`,
      budgetId: `b-${name}`,
      rpmLimit: 3,
      models: ['gpt-4o', 'claude'],
      tags: ['blue'],
    };
    const key = await world.create({
      ...settings,
      aliases: { fast: 'gpt-4o' },
      metadata: { a: 1 },
      alias: `alias-${name}`,
    });
    const [member] = await world.ledger.rows<{ id: string }>(
      `SELECT id FROM tollgate.team_member WHERE team_id = 't-${name}'`,
    );
    const anchor = Date.UTC(2026, 10, 25);
    const day = { duration: '1d', anchor, timeZone: 'UTC' };
    expect(await world.store.findByHash(key.hash)).toEqual({
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
      ownTags: ['blue'],
      budgetIds: [`b-${name}`],
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

  it('have what their project and organization may use, their team’s aliases, and the models of its members', async () => {
    const name = String(world.count);
    await insert(name);
    for (const change of [
      `UPDATE tollgate.organization SET models = '{gpt-4o,claude}' WHERE id = 'o-${name}'`,
      `UPDATE tollgate.team SET model_aliases = '{"quick": "gpt-4o"}', default_member_models = '{gpt-4o}' WHERE id = 't-${name}'`,
      `INSERT INTO tollgate.project (id, team_id, models, tags) VALUES ('p-${name}', 't-${name}', '{claude}', '{green}')`,
    ])
      await world.ledger.rows(change);
    const place = { teamId: `t-${name}`, projectId: `p-${name}` };
    const key = await world.create({ ...place, userId: `u-${name}` });
    expect(await world.store.findByHash(key.hash)).toMatchObject({
      memberModels: ['gpt-4o'],
      projectModels: ['claude'],
      organizationModels: ['gpt-4o', 'claude'],
      teamAliases: { quick: 'gpt-4o' },
      tags: ['green', 'red'],
    });
    await world.ledger.rows(`UPDATE tollgate.team_member SET models = '{claude}' WHERE team_id = 't-${name}'`);
    expect(await world.store.findByHash(key.hash)).toMatchObject({ memberModels: ['claude'] });
    await world.ledger.rows(`UPDATE tollgate.virtual_key SET user_id = NULL WHERE id = '${key.id}'`);
    expect(await world.store.findByHash(key.hash)).not.toHaveProperty('memberModels');
  });

  it('count in their team’s organization, whichever they name themselves', async () => {
    const name = String(world.count);
    await insert(name);
    await world.ledger.rows(`INSERT INTO tollgate.organization (id, alias) VALUES ('other-${name}', 'o')`);
    const key = await world.create({ teamId: `t-${name}` });
    await world.ledger.rows(`UPDATE tollgate.virtual_key SET organization_id = 'other-${name}' WHERE id = '${key.id}'`);
    expect((await world.store.findByHash(key.hash))?.organizationId).toBe(`o-${name}`);
  });

  it('are blocked with their user and organization, and say so of their team', async () => {
    const name = String(world.count);
    await insert(name);
    const key = await world.create({ userId: `u-${name}`, teamId: `t-${name}` });
    const states = async (): Promise<unknown[]> => {
      const principal = await world.store.findByHash(key.hash);
      return [principal?.blocked, principal?.teamBlocked];
    };
    expect(await states()).toEqual([false, false]);
    await world.ledger.rows(`UPDATE tollgate.team SET blocked = true WHERE id = 't-${name}'`);
    expect(await states()).toEqual([false, true]);
    await world.ledger.rows(`UPDATE tollgate.organization SET blocked = true WHERE id = 'o-${name}'`);
    expect(await states()).toEqual([true, true]);
  });

  it('say what they are blocked with: first themselves, then what stands nearest', async () => {
    const name = String(world.count);
    await insert(name);
    await world.ledger.rows(`INSERT INTO tollgate.project (id, team_id) VALUES ('p-${name}', 't-${name}')`);
    const binding = await world.create();
    world.renew();
    const key = await world.create({ userId: `u-${name}`, teamId: `t-${name}`, projectId: `p-${name}` });
    await world.ledger.rows(`UPDATE tollgate.virtual_key SET bound_by = '{${binding.id}}' WHERE id = '${key.id}'`);
    const blocker = async (): Promise<unknown> => {
      const principal = await world.store.findByHash(key.hash);
      return principal?.blocked === true ? (principal.blockedBy ?? 'itself') : 'nothing';
    };
    expect(await blocker()).toBe('nothing');
    for (const [table, id, said] of [
      ['organization', `o-${name}`, { scope: 'organization', id: `o-${name}` }],
      ['app_user', `u-${name}`, { scope: 'user', id: `u-${name}` }],
      ['project', `p-${name}`, { scope: 'project', id: `p-${name}` }],
      ['virtual_key', binding.id, { scope: 'binding_key', id: binding.id }],
      ['virtual_key', key.id, 'itself'],
    ] as const) {
      await world.ledger.rows(`UPDATE tollgate.${table} SET blocked = true WHERE id = '${id}'`);
      expect(await blocker()).toEqual(said);
    }
  });

  it('are refused where a key that binds them is gone', async () => {
    const key = await world.create();
    const gone = '01990000-0000-7000-8000-0000000000ff';
    await world.ledger.rows(`UPDATE tollgate.virtual_key SET bound_by = '{${gone}}' WHERE id = '${key.id}'`);
    expect((await world.store.findByHash(key.hash))?.blocked).toBe(true);
  });

  it('end with the key or with the secret, whichever is first; several secrets may lead to one key', async () => {
    const key = await world.create({ expiresAt: NOON + 1000, userId: 'never-created' });
    await world.ledger.rows(
      `INSERT INTO tollgate.key_secret (hash, key_id, expires_at) VALUES ($1, $2, to_timestamp(${(NOON + 500) / 1000}))`,
      [`old-${world.count}`, key.id],
    );
    const [current, old] = await Promise.all([
      world.store.findByHash(key.hash),
      world.store.findByHash(`old-${world.count}`),
    ]);
    expect([current?.keyId, old?.keyId]).toEqual([key.id, key.id]);
    expect([current?.expiresAt, old?.expiresAt]).toEqual([NOON + 1000, NOON + 500]);
    expect(current?.scopes).toContainEqual({ scope: 'user', id: 'never-created', limits: {} });
  });

  it('are unknown for a hash that nobody has, and an error when the store cannot say', async () => {
    expect(await world.store.findByHash('no such hash')).toBeUndefined();
    const other = await LedgerHarness.start();
    await other.stop();
    await expect(new PgKeyStore(other.database, world.clock).findByHash('x')).rejects.toThrow();
  });
});
