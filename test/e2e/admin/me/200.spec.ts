import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const NOTHING = {
  scope: 'own',
  key_ids: [],
  user_ids: [],
  team_ids: [],
  organization_ids: [],
  personal_user_ids: [],
  memberships: [],
};

describe('GET /me', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('tells a user’s key who it is, where it belongs and what limits it', async () => {
    const teamId = await admin.makeTeam(['/key/list']);
    const settings = {
      key_alias: 'mine',
      models: ['gpt-4o'],
      max_budget: 2.5,
      budget_duration: '30d',
      team_id: teamId,
    };
    const user = await admin.makeUserKey('internal_user', settings);
    await admin.addMember(teamId, user.userId, 'user');
    const answer = await admin.call('GET /me', { key: user.secret });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        kind: 'key',
        user_id: user.userId,
        user_role: 'internal_user',
        key: { id: user.id, key_alias: 'mine', models: ['gpt-4o'], allowed_routes: [], expires: null },
        team_id: teamId,
        teams: [{ team_id: teamId, role: 'user', team_member_permissions: ['/key/list'] }],
        limits: [{ scope: 'key', id: user.id, max_budget: 2.5, budget_duration: '30d', rpm_limit: null }],
      },
    });
    expect(JSON.stringify(answer.body)).not.toContain(user.hash);
  });

  it('tells the holder of the master key, who has no key of his own', async () => {
    expect((await admin.call('GET /me')).body).toMatchObject({
      kind: 'master',
      user_role: 'proxy_admin',
      key: { id: null },
    });
  });
});

interface Permissions {
  readonly permissions: Readonly<Record<string, object>>;
}

describe('GET /me/permissions', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const permissionsOf = async (key?: string): Promise<Permissions['permissions']> =>
    (await admin.call<Permissions>('GET /me/permissions', key === undefined ? {} : { key })).body.permissions;

  it('is everything, without bounds, for the master key', async () => {
    const reaches = Object.values(await permissionsOf());
    expect(reaches.length).toBeGreaterThan(5);
    expect(reaches.filter((reach) => JSON.stringify(reach) !== '{"scope":"all"}')).toEqual([]);
  });

  it('is the key alone for a key of nobody', async () => {
    const key = await admin.makeKey();
    const itself = { ...NOTHING, key_ids: [key.id] };
    expect(await permissionsOf(key.secret)).toEqual({
      'key:read': itself,
      'key:collect': itself,
      'me:read': itself,
      'model:read': itself,
    });
  });

  it('names the teams that an admin of teams reaches', async () => {
    const user = await admin.makeUserKey('internal_user');
    const [led, joined] = [await admin.makeTeam(), await admin.makeTeam()];
    await admin.addMember(led, user.userId, 'admin');
    await admin.addMember(joined, user.userId, 'user');
    const permissions = await permissionsOf(user.secret);
    expect(permissions['key:list']).toEqual({ ...NOTHING, user_ids: [user.userId], team_ids: [led] });
    expect(permissions['key:create']).toEqual({ ...NOTHING, personal_user_ids: [user.userId], team_ids: [led] });
    expect(permissions['team:govern']).toBeUndefined();
  });
});
