import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Member {
  readonly user_id: string;
  readonly user_email: string | null;
  readonly role: string;
}

interface TeamInfo {
  readonly team_info: { readonly members_with_roles: readonly Member[]; readonly models: readonly string[] };
  readonly keys: readonly { readonly token: string }[];
  readonly team_memberships: readonly {
    readonly user_id: string;
    readonly litellm_budget_table: { readonly max_budget: number | null } | null;
  }[];
}

describe('teams', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const make = async (settings: object = {}): Promise<string> => {
    const { status, body } = await admin.call('POST /team/new', { body: settings });
    expect(status).toBe(200);
    return String(body['team_id']);
  };
  const infoOf = async (id: string, key?: string): Promise<TeamInfo> =>
    (await admin.call<TeamInfo>(`GET /team/info?team_id=${id}`, key === undefined ? {} : { key })).body;
  const limitsOf = async (key: MadeKey): Promise<unknown> =>
    (await admin.call('GET /me', { key: key.secret })).body['limits'];

  it('limit their keys from the next call on, and their members within them', async () => {
    const team = await make({ max_budget: 5, rpm_limit: 2 });
    const userId = `member-${admin.newId()}`;
    const member = { role: 'user', user_id: userId };
    await admin.call('POST /team/member_add', { body: { team_id: team, member, max_budget_in_team: 1 } });
    const key = await admin.makeKey({ team_id: team, user_id: userId });
    expect(await limitsOf(key)).toMatchObject([
      { scope: 'team', id: team, max_budget: 5, rpm_limit: 2 },
      { scope: 'team_member', max_budget: 1 },
    ]);
    const changes = { max_budget_in_team: 2, tpm_limit: 7, budget_duration: '1d' };
    await admin.call('POST /team/member_update', { body: { team_id: team, user_id: userId, ...changes } });
    await admin.call('POST /team/update', { body: { team_id: team, max_budget: 9 } });
    expect(await limitsOf(key)).toMatchObject([
      { scope: 'team', max_budget: 9, rpm_limit: 2 },
      { scope: 'team_member', max_budget: 2, tpm_limit: 7, budget_duration: '1d' },
    ]);
  });

  it('are refused with their keys while they are blocked, and die with them', async () => {
    const team = await make();
    const key = await admin.makeKey({ team_id: team });
    const statusOf = async (): Promise<number> => (await admin.call('GET /me', { key: key.secret })).status;
    expect(await statusOf()).toBe(200);
    await admin.call('POST /team/block', { body: { team_id: team } });
    expect(await statusOf()).toBe(401);
    await admin.call('POST /team/unblock', { body: { team_id: team } });
    expect(await statusOf()).toBe(200);
    await admin.call('POST /team/delete', { body: { team_ids: [team] } });
    expect(await statusOf()).toBe(401);
    expect((await admin.call(`GET /key/info?key=${key.hash}`)).body).toMatchObject({ info: { status: 'deleted' } });
  });

  it('get and lose models by name, each once', async () => {
    const team = await make({ models: ['a'] });
    await admin.call('POST /team/model/add', { body: { team_id: team, models: ['b', 'a'] } });
    expect((await infoOf(team)).team_info.models).toEqual(['b', 'a']);
    await admin.call('POST /team/model/delete', { body: { team_id: team, models: ['a', 'x'] } });
    expect((await infoOf(team)).team_info.models).toEqual(['b']);
  });

  it('are left without a model, not with all, when the last is taken, until one is given', async () => {
    const team = await make({ models: ['a'] });
    const change = async (route: string, models: readonly string[]) => {
      await admin.call(`POST /team/model/${route}`, { body: { team_id: team, models } });
      return (await infoOf(team)).team_info.models;
    };
    expect(await change('delete', ['a'])).toEqual(['no-default-models']);
    expect(await change('delete', ['no-default-models'])).toEqual(['no-default-models']);
    expect(await change('add', [])).toEqual(['no-default-models']);
    expect(await change('add', ['b'])).toEqual(['b']);
  });

  it('take several members at once, by id and by address, who become users where they are none', async () => {
    const team = await make();
    const member = [
      { role: 'admin', user_id: `one-${team}` },
      { role: 'user', user_email: `Two-${team}@Example.com` },
    ];
    await admin.call('POST /team/member_add', { body: { team_id: team, member } });
    const members = (await infoOf(team)).team_info.members_with_roles;
    expect(members.map(({ role, user_email: email }) => [role, email])).toEqual([
      ['admin', null],
      ['admin', null],
      ['user', `two-${team}@example.com`],
    ]);
    const made = await admin.call(`GET /user/info?user_id=${members[2]?.user_id ?? ''}`);
    expect(made.body).toMatchObject({ user_info: { user_role: 'internal_user', teams: [team] } });
  });

  it('take none of several where one is there already, and make nobody', async () => {
    const team = await make();
    const member = [{ user_id: `new-${team}` }, { user_id: 'default_user_id' }];
    const answer = await admin.call('POST /team/member_add', { body: { team_id: team, member } });
    expect(answer).toMatchObject({ status: 400, body: { error: { type: 'team_member_already_in_team' } } });
    expect((await infoOf(team)).team_info.members_with_roles).toHaveLength(1);
    expect((await admin.call(`GET /user/info?user_id=new-${team}`)).status).toBe(404);
  });

  it('lose a member with his keys of the team, and no other key', async () => {
    const team = await make();
    const user = await admin.makeUserKey('internal_user');
    await admin.addMember(team, user.userId, 'user');
    const ofTeam = await admin.makeKey({ team_id: team, user_id: user.userId });
    const ofOther = await admin.makeKey({ team_id: team });
    await admin.call('POST /team/member_delete', { body: { team_id: team, user_id: user.userId } });
    expect((await admin.call('GET /me', { key: ofTeam.secret })).status).toBe(401);
    expect((await admin.call('GET /me', { key: ofOther.secret })).status).toBe(200);
    expect((await admin.call('GET /me', { key: user.secret })).status).toBe(200);
  });

  it('are shown to their members, with the keys that each may see', async () => {
    const team = await make({ team_alias: `shown-${admin.newId()}` });
    const [lead, member] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    await admin.addMember(team, lead.userId, 'admin');
    await admin.addMember(team, member.userId, 'user');
    const ofMember = await admin.makeKey({ team_id: team, user_id: member.userId });
    const ofOther = await admin.makeKey({ team_id: team });
    const listed = async (key: string): Promise<readonly { readonly team_id: string }[]> =>
      (await admin.call<readonly { readonly team_id: string }[]>('GET /team/list', { key })).body;
    expect((await listed(member.secret)).map(({ team_id: id }) => id)).toEqual([team]);
    const tokens = async (key: string): Promise<readonly string[]> =>
      (await infoOf(team, key)).keys.map(({ token }) => token);
    expect([...(await tokens(lead.secret))].sort()).toEqual([ofMember.hash, ofOther.hash].sort());
    expect(await tokens(member.secret)).toEqual([ofMember.hash]);
  });

  it('are listed page by page', async () => {
    const name = admin.newId();
    const ids = [await make({ team_alias: `a-${name}` }), await make({ team_alias: `b-${name}` })];
    const query = `team_alias=${name}&sort_by=team_alias&sort_order=asc&page_size=1`;
    const pages = await Promise.all(
      [1, 2].map((page) =>
        admin.call<{ readonly teams: readonly { readonly team_id: string }[] }>(
          `GET /v2/team/list?${query}&page=${page}`,
        ),
      ),
    );
    expect(pages.flatMap(({ body }) => body.teams.map(({ team_id: id }) => id))).toEqual(ids);
    expect(pages[0]?.body).toMatchObject({ total: 2, total_pages: 2, page_size: 1 });
  });

  it('say what their members may do, which holds at once', async () => {
    const team = await make();
    const member = await admin.makeUserKey('internal_user');
    await admin.addMember(team, member.userId, 'user');
    const ofTeam = await admin.makeKey({ team_id: team });
    const listed = async (): Promise<readonly string[]> =>
      (
        await admin.call<{ readonly keys: readonly string[] }>('GET /key/list?include_team_keys=true', {
          key: member.secret,
        })
      ).body.keys;
    expect(await listed()).not.toContain(ofTeam.hash);
    const permissions = { team_id: team, team_member_permissions: ['/key/list'] };
    expect((await admin.call('POST /team/permissions_update', { body: permissions })).status).toBe(200);
    expect(await listed()).toContain(ofTeam.hash);
    const shown = await admin.call(`GET /team/permissions_list?team_id=${team}`, { key: member.secret });
    expect(shown.body).toMatchObject(permissions);
  });
});
