import { settings } from '../../../../libs/catalog/src/test-doubles.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const OPEN = 'team-that-is-open';
const DEFAULT = 'team-of-everybody';

describe("the operator's rules for users", () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    const users = {
      defaults: { models: ['gpt-4o'], maxBudgetNano: 5_000_000_000n, budgetDuration: '30d', tpmLimit: 100 },
      internal: { maxBudgetNano: 9_000_000_000n },
      teams: [{ team_id: DEFAULT, max_budget_in_team: 1 }],
      availableTeams: [OPEN, 'team-that-is-gone'],
    };
    const teams = { maxBudgetNano: 7_000_000_000n, budgetDuration: '7d', models: ['gpt-4o'], tpmLimit: 50 };
    admin = await startAdmin({
      admin: { ...settings([]).admin, users, teams: { ...teams, memberPermissions: ['/key/info'] } },
    });
    for (const team_id of [OPEN, DEFAULT])
      expect((await admin.call('POST /team/new', { body: { team_id, team_alias: team_id } })).status).toBe(200);
  });
  afterAll(() => admin.close());

  const infoOf = async (id: string) =>
    (await admin.call<{ user_info: object }>(`GET /user/info?user_id=${id}`)).body.user_info;
  const LIMITS = { models: ['gpt-4o'], max_budget: 5, budget_duration: '30d', tpm_limit: 100 };

  it('are what is said of a user of whom nothing was said, with the teams that he joins, and of his key', async () => {
    const { body } = await admin.call('POST /user/new', { body: {} });
    expect(body).toMatchObject(LIMITS);
    const key = await admin.call<{ info: object }>('GET /key/info', { key: String(body['key']) });
    expect(key.body.info).toMatchObject({ models: ['gpt-4o'] });
    const id = String(body['user_id']);
    expect(await infoOf(id)).toMatchObject({ ...LIMITS, teams: [DEFAULT] });
  });

  it('give way to what was said, and leave proxy admins alone', async () => {
    const said = { models: ['claude'], max_budget: 1, budget_duration: '1d', tpm_limit: 1, teams: [] };
    const { body } = await admin.call('POST /user/new', { body: said });
    expect(await infoOf(String(body['user_id']))).toMatchObject(said);
    const boss = await admin.call('POST /user/new', { body: { user_role: 'proxy_admin' } });
    expect(await infoOf(String(boss.body['user_id']))).toMatchObject({ models: [], max_budget: null, teams: [] });
  });

  it('have defaults for teams beside them, which give way to what was said', async () => {
    const teams = { max_budget: 7, budget_duration: '7d', models: ['gpt-4o'], tpm_limit: 50 };
    const byDefault = { ...teams, team_member_permissions: ['/key/info'] };
    expect(await admin.call('POST /team/new', { body: {} })).toMatchObject({ status: 200, body: byDefault });
    const said = {
      max_budget: 1,
      budget_duration: '1d',
      models: ['claude'],
      tpm_limit: 1,
      team_member_permissions: [],
    };
    const { body } = await admin.call('POST /team/new', { body: said });
    expect(body).toMatchObject({ ...said, team_member_permissions: ['/key/info'] });
    const changed = await admin.call('POST /team/update', { body: { team_id: body['team_id'], max_budget: null } });
    expect(changed.body).toMatchObject({ data: { max_budget: null, budget_duration: '1d' } });
  });

  it('hold for who is made on the way, as a member', async () => {
    const team_id = await admin.makeTeam();
    const user_id = admin.newId();
    await admin.call('POST /team/member_add', { body: { team_id, member: { role: 'user', user_id } } });
    expect(await infoOf(user_id)).toMatchObject({ ...LIMITS, budget_reset_at: expect.any(String) as string });
  });

  it('name teams that are open to all: shown to who is in none, without who is', async () => {
    const { secret, userId } = await admin.makeUserKey('internal_user');
    const list = () => admin.call<readonly object[]>('GET /team/available', { key: secret });
    expect((await list()).body).toMatchObject([{ team_id: OPEN, team_alias: OPEN, members_with_roles: [] }]);
    const join = { team_id: OPEN, member: { role: 'user', user_id: userId } };
    const joined = await admin.call('POST /team/member_add', { key: secret, body: join });
    expect(joined.status).toBe(200);
    expect(joined.body['members_with_roles']).toContainEqual(
      expect.objectContaining({ user_id: userId, role: 'user' }),
    );
    expect((await list()).body).toEqual([]);
  });

  it.each([
    ['as an admin of it', { member: { role: 'admin', user_id: 'self' } }, 403],
    ['with limits of his own choice', { member: { role: 'user', user_id: 'self' }, max_budget_in_team: 5 }, 403],
    ['for somebody else', { member: { role: 'user', user_id: 'other' } }, 403],
    [
      'for somebody else beside himself',
      { member: ['self', 'other'].map((user_id) => ({ role: 'user', user_id })) },
      403,
    ],
    ['a team that is not open', { team_id: DEFAULT, member: { role: 'user', user_id: 'self' } }, 404],
    ['a team that is not there', { team_id: 'team-that-is-gone', member: { role: 'user', user_id: 'self' } }, 404],
  ])('let nobody join %s', async (_how, body, status) => {
    const { secret, userId } = await admin.makeUserKey('internal_user');
    const named = JSON.parse(JSON.stringify({ team_id: OPEN, ...body }).replaceAll('"self"', `"${userId}"`)) as object;
    const before = await admin.everyRow();
    expect((await admin.call('POST /team/member_add', { key: secret, body: named })).status).toBe(status);
    expect(await admin.everyRow()).toEqual(before);
  });

  it('let no member of an open team add others to it, nor a viewer or a key of nobody join', async () => {
    const { secret, userId } = await admin.makeUserKey('internal_user');
    await admin.addMember(OPEN, userId, 'user');
    const body = { team_id: OPEN, member: { role: 'user', user_id: 'friend' } };
    expect((await admin.call('POST /team/member_add', { key: secret, body })).status).toBe(403);
    const viewer = await admin.makeUserKey('internal_user_viewer');
    const own = { team_id: OPEN, member: { role: 'user', user_id: viewer.userId } };
    expect((await admin.call('POST /team/member_add', { key: viewer.secret, body: own })).status).toBe(401);
    expect((await admin.call('POST /team/member_add', { key: (await admin.makeKey()).secret, body })).status).toBe(401);
  });

  it('count users and teams without an end', async () => {
    expect((await admin.call('GET /user/available_users')).body).toEqual({
      total_users: null,
      total_users_used: expect.any(Number) as number,
      total_users_remaining: null,
      total_teams: null,
      total_teams_used: expect.any(Number) as number,
      total_teams_remaining: null,
    });
  });
});

describe('without rules for users', () => {
  it('no team is open to all, and access groups are for keys and teams', async () => {
    const admin = await startAdmin();
    expect((await admin.call('GET /team/available')).status).toBe(400);
    const body = { access_group_ids: ['group'] };
    expect(await admin.call('POST /user/new', { body })).toMatchObject({
      status: 400,
      body: { error: { param: 'access_group_ids' } },
    });
    await admin.close();
  });
});
