import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('users, to an admin of an organization', () => {
  let admin: TestAdmin;
  let key: string;
  let organization: string;
  let team: string;
  let foreign: { readonly organization: string; readonly team: string };
  let member: MadeKey & { readonly userId: string };
  let stranger: string;

  const join = (organization_id: string, user_id: string, role: string) =>
    admin.call('POST /organization/member_add', { body: { organization_id, member: { role, user_id } } });
  const teamOf = async (organization_id: string): Promise<string> =>
    String((await admin.call('POST /team/new', { body: { organization_id } })).body['team_id']);

  beforeAll(async () => {
    admin = await startAdmin();
    const other = await admin.makeOrganization();
    organization = await admin.makeOrganization();
    team = await teamOf(organization);
    foreign = { organization: other, team: await teamOf(other) };
    const keeper = await admin.makeUserKey('internal_user');
    key = keeper.secret;
    await join(organization, keeper.userId, 'org_admin');
    member = await admin.makeUserKey('internal_user', { max_budget: 7, metadata: { salary: 1 }, sso_user_id: 'sso-1' });
    stranger = (await admin.makeUserKey('internal_user')).userId;
    for (const at of [organization, other]) await join(at, member.userId, 'internal_user');
    for (const team_id of [team, foreign.team])
      await admin.call('POST /team/member_add', {
        body: { team_id, member: { role: 'user', user_id: member.userId } },
      });
    await admin.call('POST /key/generate', {
      body: { user_id: member.userId, team_id: team, key_alias: 'in the team' },
    });
  });
  afterAll(() => admin.close());

  it('are the members of it, with who they are and their teams in it', async () => {
    const { status, body } = await admin.call('GET /user/list', { key });
    expect(status).toBe(200);
    const users = body['users'] as Record<string, unknown>[];
    expect(users.some(({ user_id: id }) => id === stranger)).toBe(false);
    expect(users.find(({ user_id: id }) => id === member.userId)).toEqual({
      user_id: member.userId,
      user_alias: null,
      user_email: null,
      teams: [team],
      created_at: expect.any(String) as string,
      updated_at: expect.any(String) as string,
    });
  });

  it('have no keys, teams, money nor places elsewhere', async () => {
    const { body } = await admin.call(`GET /user/info?user_id=${member.userId}`, { key });
    expect(body).toMatchObject({
      user_info: { teams: [team] },
      keys: [{ key_alias: 'in the team' }],
      teams: [{ team_id: team }],
    });
    for (const text of [
      JSON.stringify(body),
      JSON.stringify((await admin.call(`GET /v2/user/info?user_id=${member.userId}`, { key })).body),
    ])
      for (const secret of [foreign.team, foreign.organization, 'salary', 'max_budget":7', 'sso-1'])
        expect(text).not.toContain(secret);
    for (const query of [`team=${foreign.team}`, `organization_ids=${foreign.organization}`, 'sso_user_ids=sso-1'])
      expect((await admin.call(`GET /user/list?${query}`, { key })).body).toMatchObject({ users: [], total: 0 });
    const { total } = (await admin.call('GET /user/list', { key })).body;
    expect((await admin.call('GET /user/available_users', { key })).body).toMatchObject({
      total_users_used: total,
      total_teams_used: 1,
    });
    const inTeam = (await admin.call(`GET /user/list?team=${team}`, { key })).body['users'];
    expect(inTeam).toContainEqual(expect.objectContaining({ user_id: member.userId }));
    expect((await admin.call(`GET /user/info?user_id=${stranger}`, { key })).status).toBe(404);
  });

  it('are made as members of it who may nothing yet; whoever is there joins, and nothing of him is told', async () => {
    const email = `${admin.newId()}@example.com`;
    const made = await admin.call('POST /user/new', { key, body: { user_email: email } });
    expect(made).toMatchObject({ status: 200, body: { user_email: email, organizations: [organization], key: '' } });
    const { body } = await admin.call(`GET /user/info?user_id=${String(made.body['user_id'])}`);
    expect(body).toMatchObject({
      user_info: { user_role: 'internal_user_viewer', models: ['no-default-models'], user_email: email },
      keys: [],
    });
    const writer = await admin.call('POST /user/new', {
      key,
      body: { organizations: [organization], user_role: 'internal_user' },
    });
    expect((await admin.call(`GET /user/info?user_id=${String(writer.body['user_id'])}`)).body).toMatchObject({
      user_info: { user_role: 'internal_user', models: ['no-default-models'] },
    });
    const joined = await admin.call('POST /user/new', { key, body: { user_id: stranger } });
    expect(joined).toMatchObject({ status: 200, body: { user_id: stranger, user_email: null, key: '' } });
    expect((await admin.call(`GET /user/info?user_id=${stranger}`, { key })).status).toBe(404);
  });

  it('are given nothing by him, and no place elsewhere', async () => {
    const before = await admin.epoch();
    for (const [field, value] of [
      ['user_role', 'proxy_admin'],
      ['models', ['gpt-4o']],
      ['max_budget', 1],
      ['password', 'a long enough password 1'],
      ['teams', [team]],
      ['auto_create_key', true],
    ] as const)
      expect(await admin.call('POST /user/new', { key, body: { [field]: value } })).toMatchObject({
        status: 403,
        body: { error: { param: field } },
      });
    const elsewhere = { organizations: [foreign.organization] };
    expect((await admin.call('POST /user/new', { key, body: elsewhere })).status).toBe(404);
    const both = { organizations: [organization, foreign.organization] };
    expect((await admin.call('POST /user/new', { key, body: both })).status).toBe(400);
    for (const route of ['POST /user/update', 'POST /user/delete'] as const)
      expect(
        (await admin.call(route, { key, body: { user_id: member.userId, user_ids: [member.userId] } })).status,
      ).not.toBe(200);
    expect(await admin.epoch()).toBe(before);
  });
});
