import { completionRecord } from '../support/completion-record.js';
import { SAMPLE_MODELS } from '../support/sample-models.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Organization {
  readonly organization_id: string;
  readonly organization_alias: string;
  readonly budget_id: string;
  readonly spend: number;
  readonly models: readonly string[];
  readonly litellm_budget_table: { readonly max_budget: number | null; readonly rpm_limit: number | null };
  readonly members: readonly { readonly user_id: string; readonly user_role: string }[];
  readonly teams: readonly { readonly team_id: string }[];
}

describe('organizations', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ models: SAMPLE_MODELS });
  });
  afterAll(() => admin.close());

  const info = async (id: string, key?: string): Promise<Organization> =>
    (await admin.call<Organization>(`GET /organization/info?organization_id=${id}`, key === undefined ? {} : { key }))
      .body;
  const list = async (query: string, key?: string): Promise<readonly Organization[]> =>
    (await admin.call<readonly Organization[]>(`GET /organization/list?${query}`, key === undefined ? {} : { key }))
      .body;
  const update = (organization_id: string, settings: object) =>
    admin.call<Organization>('PATCH /organization/update', { body: { organization_id, ...settings } });
  const teamOf = async (organization_id: string, settings: object = {}): Promise<string> =>
    String((await admin.call('POST /team/new', { body: { organization_id, ...settings } })).body['team_id']);
  const modelsOf = async (key: MadeKey): Promise<readonly string[]> => {
    const { body } = await admin.call<{ readonly data: readonly { readonly model_group: string }[] }>(
      'GET /model_group/info',
      { key: key.secret },
    );
    return body.data.map(({ model_group: name }) => name).sort();
  };
  const limitsOf = async (key: MadeKey): Promise<unknown> =>
    (await admin.call('GET /me', { key: key.secret })).body['limits'];

  it('are made with limits, changed, and cleared; without a linked budget they show them under their own id', async () => {
    const id = await admin.makeOrganization({ organization_alias: 'Acme', max_budget: 5, rpm_limit: 2 });
    expect(await info(id)).toMatchObject({
      organization_alias: 'Acme',
      budget_id: id,
      spend: 0,
      models: [],
      litellm_budget_table: { budget_id: id, max_budget: 5, rpm_limit: 2 },
      members: [],
      teams: [],
    });
    await update(id, { budget_id: id, max_budget: null, organization_alias: 'Acme Inc.' });
    expect(await info(id)).toMatchObject({
      organization_alias: 'Acme Inc.',
      litellm_budget_table: { max_budget: null, rpm_limit: 2 },
    });
  });

  it('limit the keys of their teams and their own from the next call on', async () => {
    const id = await admin.makeOrganization({ max_budget: 5, model_rpm_limit: { 'gpt-4o': 3 } });
    expect(await info(id)).toMatchObject({ metadata: { model_rpm_limit: { 'gpt-4o': 3 } } });
    const ofTeam = await admin.makeKey({ team_id: await teamOf(id) });
    const own = await admin.makeKey({ organization_id: id });
    const scope = { scope: 'organization', id, max_budget: 5 };
    for (const key of [ofTeam, own]) expect(await limitsOf(key)).toContainEqual(expect.objectContaining(scope));
    await update(id, { max_budget: 1 });
    for (const key of [ofTeam, own])
      expect(await limitsOf(key)).toContainEqual(expect.objectContaining({ scope: 'organization', max_budget: 1 }));
  });

  it('have the limits of the budget that they are linked to', async () => {
    const budget = await admin.makeBudget({ max_budget: 9, rpm_limit: 3 });
    const id = await admin.makeOrganization({ budget_id: budget });
    const key = await admin.makeKey({ organization_id: id });
    expect(await info(id)).toMatchObject({ budget_id: budget, litellm_budget_table: { max_budget: 9, rpm_limit: 3 } });
    expect(await limitsOf(key)).toContainEqual(expect.objectContaining({ id, max_budget: 9, rpm_limit: 3 }));
    await admin.call('POST /budget/update', { body: { budget_id: budget, max_budget: 8 } });
    expect(await limitsOf(key)).toContainEqual(expect.objectContaining({ id, max_budget: 8 }));
  });

  it('keep their teams and keys within their models, also those that have no list', async () => {
    const id = await admin.makeOrganization({ models: ['gpt-4o', 'claude'] });
    const ofTeam = await admin.makeKey({ team_id: await teamOf(id) });
    const narrow = await admin.makeKey({ team_id: await teamOf(id, { models: ['claude'] }) });
    const own = await admin.makeKey({ organization_id: id, models: ['claude', 'priced'] });
    expect(await modelsOf(ofTeam)).toEqual(['claude', 'gpt-4o']);
    expect([await modelsOf(narrow), await modelsOf(own)]).toEqual([['claude'], ['claude']]);
    await update(id, { models: ['gpt-4o'] });
    expect([await modelsOf(ofTeam), await modelsOf(narrow)]).toEqual([['gpt-4o'], []]);
  });

  it('are refused with their keys while they are blocked, and die with their teams and keys', async () => {
    const id = await admin.makeOrganization();
    const team = await teamOf(id);
    const keys = [await admin.makeKey({ team_id: team }), await admin.makeKey({ organization_id: id })];
    const statuses = () =>
      Promise.all(keys.map(async (key) => (await admin.call('GET /me', { key: key.secret })).status));
    expect(await statuses()).toEqual([200, 200]);
    await update(id, { blocked: true });
    expect(await statuses()).toEqual([401, 401]);
    const cure = '`/organization/update` with `blocked: false`';
    const message = `Authentication Error, Organization=${id} is blocked. Update via ${cure} if you're an admin.`;
    for (const key of keys)
      expect((await admin.call('GET /me', { key: key.secret })).body).toMatchObject({ error: { message } });
    await update(id, { blocked: false });
    expect(await statuses()).toEqual([200, 200]);
    const deleted = await admin.call('DELETE /organization/delete', { body: { organization_ids: [id] } });
    expect(deleted).toMatchObject({ status: 200, body: [{ organization_id: id, teams: [{ team_id: team }] }] });
    expect(await statuses()).toEqual([401, 401]);
    expect((await admin.call(`GET /team/info?team_id=${team}`)).status).toBe(404);
    expect((await admin.call(`GET /organization/info?organization_id=${id}`)).status).toBe(404);
  });

  it('show what was spent in the window that is running, also in one that opens in the middle', async () => {
    const id = await admin.makeOrganization();
    const key = await admin.makeKey({ organization_id: id });
    const windows = [{ scope: 'organization', id, start: 0 }];
    await admin.ship(
      completionRecord(admin.newId(), key, admin.clock.now(), { organizationId: id, windows, costNano: '10000000' }),
    );
    expect((await info(id)).spend).toBe(0.01);
    expect((await update(id, { max_budget: 1, budget_duration: '30d' })).body.spend).toBe(0.01);
  });

  it('limit what each member spends in them, which is shown, and reset with its window', async () => {
    const id = await admin.makeOrganization();
    const lead = await admin.makeUserKey('internal_user');
    await admin.addToOrganization(id, lead.userId, 'org_admin');
    const member = { role: 'internal_user', user_id: `member-${id}` };
    const limits = { max_budget_in_organization: 2 };
    const added = await admin.call('POST /organization/member_add', {
      key: lead.secret,
      body: { organization_id: id, member, ...limits },
    });
    const [row] = added.body['updated_organization_memberships'] as readonly { readonly budget_id: string }[];
    expect(row).toMatchObject({ spend: 0, litellm_budget_table: { max_budget: 2, budget_id: row?.budget_id } });
    const key = await admin.makeKey({ organization_id: id, user_id: member.user_id });
    const limitsOf = async () =>
      ((await admin.call('GET /me', { key: key.secret })).body['limits'] as readonly { scope: string }[]).filter(
        ({ scope }) => scope === 'organization_member',
      );
    expect(await limitsOf()).toMatchObject([{ max_budget: 2, budget_duration: null }]);
    const windows = [{ scope: 'organization_member', id: String(row?.budget_id), start: 0 }];
    const named = { organizationId: id, userId: member.user_id, windows, costNano: '10000000' };
    await admin.ship(completionRecord(admin.newId(), key, admin.clock.now(), named));
    const set = (settings: object, secret?: string) => {
      const body = { organization_id: id, user_id: member.user_id, ...settings };
      return admin.call('PATCH /organization/member_update', { body, ...(secret !== undefined && { key: secret }) });
    };
    const window = { max_budget_in_organization: 3, budget_duration: '30d' };
    expect(await set(window, lead.secret)).toMatchObject({
      status: 200,
      body: { user_role: 'internal_user', spend: 0.01 },
    });
    expect(await limitsOf()).toMatchObject([{ max_budget: 3, budget_duration: '30d' }]);
    const shown = (await info(id)).members.find(({ user_id: userId }) => userId === member.user_id);
    expect(shown).toMatchObject({ spend: 0.01, litellm_budget_table: { max_budget: 3, budget_duration: '30d' } });
    expect((await set({ max_budget_in_organization: null, budget_duration: null })).status).toBe(200);
    expect(await limitsOf()).toEqual([]);
    // an admin does not raise what limits himself
    const own = (settings: object, secret?: string) => {
      const body = { organization_id: id, user_id: lead.userId, ...settings };
      return admin.call('PATCH /organization/member_update', { body, ...(secret !== undefined && { key: secret }) });
    };
    expect((await own({ max_budget_in_organization: 1 })).status).toBe(200);
    expect((await own({ max_budget_in_organization: 2 }, lead.secret)).status).toBe(403);
    expect((await own({ max_budget_in_organization: null }, lead.secret)).status).toBe(403);
    expect((await own({ role: 'org_admin' }, lead.secret)).status).toBe(200);
  });

  it('are kept by their admins: members, name and teams, within the organization', async () => {
    const id = await admin.makeOrganization({ models: ['gpt-4o'] });
    const lead = await admin.makeUserKey('internal_user');
    await admin.addToOrganization(id, lead.userId, 'org_admin');
    const as = (route: string, body: object) => admin.call(route, { key: lead.secret, body });
    const named = { organization_id: id, organization_alias: 'Ours', metadata: { a: 1 } };
    expect(await as('PATCH /organization/update', named)).toMatchObject({
      status: 200,
      body: { organization_alias: 'Ours', metadata: { a: 1 } },
    });
    const member = [
      { role: 'internal_user', user_id: `new-${id}` },
      { role: 'org_admin', user_email: `${id}@b.c` },
    ];
    expect(await as('POST /organization/member_add', { organization_id: id, member })).toMatchObject({
      status: 200,
      body: {
        updated_users: [{ user_id: `new-${id}` }, { user_email: `${id}@b.c` }],
        updated_organization_memberships: [{ user_role: 'internal_user' }, { user_role: 'org_admin' }],
      },
    });
    expect((await admin.call(`GET /user/info?user_id=new-${id}`)).body['user_info']).toMatchObject({
      user_role: 'internal_user_viewer',
      models: ['no-default-models'],
    });
    const whom = { organization_id: id, user_email: `${id}@B.C` };
    expect(await as('PATCH /organization/member_update', { ...whom, role: 'internal_user' })).toMatchObject({
      body: { user_role: 'internal_user', user_email: `${id}@b.c` },
    });
    expect((await as('DELETE /organization/member_delete', whom)).status).toBe(200);
    const team = await as('POST /team/new', { organization_id: id, models: ['gpt-4o'] });
    expect(team.status).toBe(200);
    const seen = await info(id, lead.secret);
    expect(new Set(seen.members.map(({ user_id: userId }) => userId))).toEqual(new Set([lead.userId, `new-${id}`]));
    expect(seen.teams.map(({ team_id: teamId }) => teamId)).toEqual([team.body['team_id']]);
  });

  it('lose a member with his keys of them, but for those of a team', async () => {
    const id = await admin.makeOrganization();
    const user = await admin.makeUserKey('internal_user');
    await admin.addToOrganization(id, user.userId, 'internal_user');
    const own = await admin.makeKey({ organization_id: id, user_id: user.userId });
    const ofTeam = await admin.makeKey({ team_id: await teamOf(id), user_id: user.userId });
    await admin.call('DELETE /organization/member_delete', { body: { organization_id: id, user_id: user.userId } });
    const statusOf = async (key: MadeKey) => (await admin.call('GET /me', { key: key.secret })).status;
    expect([await statusOf(own), await statusOf(ofTeam), await statusOf(user)]).toEqual([401, 200, 200]);
  });

  it('show a plain member himself and his teams, and nobody else', async () => {
    const id = await admin.makeOrganization();
    const [user, other] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    for (const { userId } of [user, other]) await admin.addToOrganization(id, userId, 'internal_user');
    const [mine] = [await teamOf(id), await teamOf(id)];
    await admin.addMember(mine, user.userId, 'user');
    const seen = await list('', user.secret);
    expect(seen.map((row) => [row.organization_id, row.members.map(({ user_id: userId }) => userId)])).toEqual([
      [id, [user.userId]],
    ]);
    expect(seen[0]?.teams).toEqual([{ team_id: mine, organization_id: id }]);
  });

  it('are listed page by page, by name or id, and read by the older form', async () => {
    const name = admin.newId();
    const ids = [
      await admin.makeOrganization({ organization_alias: `a-${name}` }),
      await admin.makeOrganization({ organization_alias: `b-${name}` }),
    ];
    const both = [
      ...(await list(`org_alias=${name}&page_size=1`)),
      ...(await list(`org_alias=${name}&page_size=1&page=2`)),
    ];
    expect(both.map(({ organization_id: id }) => id).sort()).toEqual([...ids].sort());
    expect(await list(`org_id=${ids[0] ?? ''}`)).toMatchObject([{ organization_alias: `a-${name}` }]);
    const older = await admin.call('POST /organization/info', { body: { organizations: [ids[1], 'absent'] } });
    expect(older.body).toMatchObject([{ organization_id: ids[1] }]);
  });
});
