import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface UserInfo {
  readonly user_info: { readonly teams: readonly string[] };
  readonly teams: readonly { readonly team_id: string }[];
}

describe('users who join teams and organizations as they are made or changed', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const membersOf = async (team: string) => {
    const { body } = await admin.call<{ readonly team_info: { readonly members_with_roles: readonly object[] } }>(
      `GET /team/info?team_id=${team}`,
    );
    return body.team_info.members_with_roles;
  };

  it('are members of each, with a role and a budget in the team, and are shown with it', async () => {
    const [one, two, organization] = [await admin.makeTeam(), await admin.makeTeam(), await admin.makeOrganization()];
    const user_id = `user-${admin.newId()}`;
    const teams = [one, { team_id: two, user_role: 'admin', max_budget_in_team: 2 }];
    const made = await admin.call('POST /user/new', { body: { user_id, teams, organizations: [organization] } });
    expect(made).toMatchObject({ status: 200, body: { teams: [one, two] } });
    expect(await membersOf(one)).toMatchObject([{ user_id, role: 'user' }]);
    expect(await membersOf(two)).toMatchObject([{ user_id, role: 'admin' }]);
    const { secret } = await admin.makeKey({ user_id, team_id: two });
    expect((await admin.call('GET /me', { key: secret })).body['limits']).toContainEqual(
      expect.objectContaining({ scope: 'team_member', max_budget: 2 }),
    );
    const { body } = await admin.call<UserInfo>(`GET /user/info?user_id=${user_id}`);
    expect(body.teams.map(({ team_id: id }) => id).sort()).toEqual([one, two].sort());
    expect((await admin.call(`GET /organization/info?organization_id=${organization}`)).body['members']).toMatchObject([
      { user_id, user_role: 'internal_user' },
    ]);
  });

  it('join what they are not in yet, and leave nothing', async () => {
    const [one, two] = [await admin.makeTeam(), await admin.makeTeam()];
    const { userId: user_id } = await admin.makeUserKey('internal_user');
    await admin.call('POST /user/update', { body: { user_id, teams: [one] } });
    const updated = await admin.call('POST /user/update', { body: { user_id, teams: [one, two] } });
    expect(updated).toMatchObject({ status: 200, body: { data: { teams: [one, two] } } });
    await admin.call('POST /user/update', { body: { user_id, teams: [] } });
    expect((await admin.call<UserInfo>(`GET /user/info?user_id=${user_id}`)).body.user_info.teams).toEqual([one, two]);
  });

  it.each(['teams', 'organizations'] as const)(
    '404 for %s that are not there, and nobody is made or changed',
    async (field) => {
      const [team, user_id] = [await admin.makeTeam(), `user-${admin.newId()}`];
      const before = await admin.epoch();
      const made = await admin.call('POST /user/new', {
        body: { user_id, teams: [team], [field]: [team, 'gone'].slice(1) },
      });
      expect(made).toMatchObject({ status: 404, body: { error: { param: field } } });
      expect((await admin.call(`GET /user/info?user_id=${user_id}`)).status).toBe(404);
      const changed = await admin.call('POST /user/update', {
        body: { user_id: 'default_user_id', [field]: ['gone'] },
      });
      expect([changed.status, await admin.epoch()]).toEqual([404, before]);
    },
  );

  it('403 for a user who would put itself into a team', async () => {
    const { secret, userId: user_id } = await admin.makeUserKey('internal_user');
    const teams = [{ team_id: await admin.makeTeam(), user_role: 'admin' }];
    const answer = await admin.call('POST /user/update', { key: secret, body: { user_id, teams } });
    expect(answer).toMatchObject({ status: 403, body: { error: { param: 'teams' } } });
  });

  it('tell who makes a foreign user a member by a guessed id no address of his; by the address itself, they do', async () => {
    const [foreign, keeper] = [`foreign-${admin.newId()}`, await admin.makeUserKey('internal_user')];
    const email = `${foreign}@example.com`;
    await admin.call('POST /user/new', { body: { user_id: foreign, user_email: email, user_alias: 'Hidden Name' } });
    const [team_id, said] = [await admin.makeTeam(), await admin.makeTeam()];
    const organization_id = await admin.makeOrganization();
    await admin.addMember(team_id, keeper.userId, 'admin');
    const organizer = { user_id: keeper.userId, role: 'org_admin' };
    await admin.call('POST /organization/member_add', { body: { organization_id, member: organizer } });
    const key = keeper.secret;
    const member = { user_id: foreign, role: 'user' };
    const inOrganization = { organization_id, member: { user_id: foreign, role: 'internal_user' } };
    const made = { organization_id, members_with_roles: [member] };
    const answers = [
      await admin.call('POST /team/member_add', { body: { team_id, member }, key }),
      await admin.call('POST /organization/member_add', { body: inOrganization, key }),
      await admin.call('POST /team/new', { body: made, key }),
      await admin.call(`GET /team/info?team_id=${team_id}`, { key }),
      await admin.call('GET /team/list', { key }),
      await admin.call(`GET /organization/info?organization_id=${organization_id}`, { key }),
      await admin.call(`POST /team/member_update`, { body: { team_id, user_id: foreign, tpm_limit: 5 }, key }),
      await admin.call('GET /user/filter/ui?user_id=foreign-', { key }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(JSON.stringify(answers)).not.toMatch(/@example\.com|Hidden Name/);
    const byAddress = { team_id, user_email: email, tpm_limit: 6 };
    expect((await admin.call('POST /team/member_update', { body: byAddress, key })).status).toBe(400);
    expect((await admin.call('POST /team/member_update', { body: byAddress })).status).toBe(200);
    const searched = await admin.call<unknown>(`GET /user/filter/ui?user_email=${email}`, { key });
    expect(searched.body).toEqual([]);
    await admin.addMember(said, keeper.userId, 'admin');
    const named = { team_id: said, member: { user_email: email, role: 'user' } };
    const joined = await admin.call('POST /team/member_add', { body: named, key });
    expect(joined.body).toMatchObject({ updated_users: [{ user_id: foreign, user_email: email }] });
    const found = await admin.call<unknown>(`GET /user/filter/ui?user_email=${email}`, { key });
    expect(found.body).toMatchObject([{ user_id: foreign, user_email: email }]);
  });
});
