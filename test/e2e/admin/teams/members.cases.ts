import { completionRecord } from '../support/completion-record.js';
import { SAMPLE_MODELS } from '../support/sample-models.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface TeamInfo {
  readonly team_info: {
    readonly team_member_budget_table: { readonly budget_id: string; readonly max_budget: number | null } | null;
    readonly litellm_model_table: { readonly model_aliases: object } | null;
    readonly default_team_member_models: readonly string[];
    readonly spend: number;
    readonly team_member_permissions: readonly string[];
  };
  readonly team_memberships: readonly {
    readonly user_id: string;
    readonly budget_source: string;
    readonly spend: number;
  }[];
}

describe('members of teams', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ models: SAMPLE_MODELS });
  });
  afterAll(() => admin.close());

  const make = async (settings: object = {}): Promise<string> => {
    const { status, body } = await admin.call('POST /team/new', { body: settings });
    expect(status).toBe(200);
    return String(body['team_id']);
  };
  const update = (team_id: string, settings: object) =>
    admin.call('POST /team/update', { body: { team_id, ...settings } });
  const info = async (team: string): Promise<TeamInfo> =>
    (await admin.call<TeamInfo>(`GET /team/info?team_id=${team}`)).body;
  const join = async (team_id: string, settings: object = {}): Promise<MadeKey & { readonly userId: string }> => {
    const userId = `member-${admin.newId()}`;
    const member = { role: 'user', user_id: userId };
    const added = await admin.call('POST /team/member_add', { body: { team_id, member, ...settings } });
    expect(added.status).toBe(200);
    return { ...(await admin.makeKey({ team_id, user_id: userId })), userId };
  };
  const limitsOf = async ({ secret }: MadeKey): Promise<unknown> => {
    const limits = (await admin.call('GET /me', { key: secret })).body['limits'] as readonly { scope: string }[];
    return limits.find(({ scope }) => scope === 'team_member');
  };
  const modelsOf = async ({ secret }: MadeKey): Promise<readonly string[]> => {
    const { body } = await admin.call<{ readonly data: readonly { readonly model_group: string }[] }>(
      'GET /model_group/info',
      { key: secret },
    );
    return body.data.map(({ model_group: name }) => name).sort();
  };

  it('have the team’s limits for members where they have none of their own, from the next call on', async () => {
    const team = await make({ team_member_budget: 5, team_member_budget_duration: '30d', team_member_rpm_limit: 2 });
    const [plain, own] = [await join(team), await join(team, { max_budget_in_team: 1 })];
    expect(await limitsOf(plain)).toMatchObject({ max_budget: 5, budget_duration: '30d', rpm_limit: 2 });
    expect(await limitsOf(own)).toMatchObject({ max_budget: 1, budget_duration: null, rpm_limit: 2 });
    expect((await update(team, { team_member_budget: 7, team_member_tpm_limit: 9 })).status).toBe(200);
    expect(await limitsOf(plain)).toMatchObject({ max_budget: 7, budget_duration: '30d', tpm_limit: 9 });
    const shown = await info(team);
    expect(shown.team_info.team_member_budget_table).toMatchObject({ max_budget: 7 });
    expect(shown.team_memberships.find(({ user_id: id }) => id === plain.userId)?.budget_source).toBe('default');
    await update(team, { team_member_budget: null, team_member_budget_duration: null });
    expect(await limitsOf(plain)).toMatchObject({ max_budget: null, rpm_limit: 2 });
  });

  it('count in a window that opens for them in the middle what they have spent in it', async () => {
    const { team, userId, memberId } = await admin.makeSpentTeam();
    const key = await admin.makeKey({ team_id: team, user_id: userId });
    const ids = { teamId: team, teamMemberId: memberId, costNano: '20000000' };
    await admin.ship(completionRecord(admin.newId(), key, admin.clock.now(), { ...ids, windows: [] }));
    const spent = async () => (await info(team)).team_memberships.map(({ spend }) => spend);
    await update(team, { team_member_budget: 5 });
    expect(await spent()).toEqual([0.01]);
    await update(team, { team_member_budget_duration: '30d' });
    expect(await spent()).toEqual([0.02]);
  });

  it('lose the budget of their team with it, and no other does', async () => {
    const team = await make({ team_member_budget: 5 });
    const id = (await info(team)).team_info.team_member_budget_table?.budget_id ?? '';
    const isThere = async () =>
      ((await admin.call('POST /budget/info', { body: { budgets: [id] } })).body as unknown as object[]).length;
    expect(await isThere()).toBe(1);
    const user = await admin.makeKey({ budget_id: id });
    await admin.call('POST /team/delete', { body: { team_ids: [team] } });
    expect(await isThere()).toBe(1);
    await admin.call('POST /key/delete', { body: { keys: [user.hash] } });
    const other = await make({ team_member_budget: 5 });
    const otherId = (await info(other)).team_info.team_member_budget_table?.budget_id ?? '';
    await admin.call('POST /team/delete', { body: { team_ids: [other] } });
    expect((await admin.call('POST /budget/info', { body: { budgets: [otherId] } })).body).toEqual([]);
  });

  it('use what their team lets them of its models: their own list, else the one for members', async () => {
    const team = await make({ models: ['gpt-4o', 'claude'], default_team_member_models: ['gpt-4o'] });
    const [plain, own] = [await join(team), await join(team, { allowed_models: ['claude'] })];
    const service = await admin.makeKey({ team_id: team });
    expect([await modelsOf(plain), await modelsOf(own)]).toEqual([['gpt-4o'], ['claude']]);
    expect(await modelsOf(service)).toEqual(['claude', 'gpt-4o']);
    const change = { team_id: team, user_id: own.userId, allowed_models: [] };
    expect((await admin.call('POST /team/member_update', { body: change })).status).toBe(200);
    expect(await modelsOf(own)).toEqual(['gpt-4o']);
    await update(team, { default_team_member_models: null });
    expect(await modelsOf(own)).toEqual(['claude', 'gpt-4o']);
  });

  it.each([
    ['POST /team/member_add', { member: { role: 'user', user_id: 'never' }, allowed_models: ['claude'] }],
    ['POST /team/member_update', { user_id: 'default_user_id', allowed_models: ['claude'] }],
    ['POST /team/update', { default_team_member_models: ['claude'] }],
  ])('400 for models that the team may not use itself: %s', async (route, body) => {
    const team = await make({ models: ['gpt-4o'] });
    const answer = await admin.call(route, { body: { team_id: team, ...body } });
    expect(answer).toMatchObject({ status: 400, body: { error: { param: 'models' } } });
  });

  it('call models by the team’s aliases, which are shown', async () => {
    const team = await make({ model_aliases: { quick: 'gpt-4o' } });
    expect((await info(team)).team_info.litellm_model_table).toEqual({ model_aliases: { quick: 'gpt-4o' } });
    await update(team, { model_aliases: null });
    expect((await info(team)).team_info.litellm_model_table).toBeNull();
  });

  it('and their team are shown to have spent less after a reset, which is an entry of the ledger', async () => {
    const { team, userId, memberId } = await admin.makeSpentTeam();
    const reset = (path: string, reset_to: number) =>
      admin.call(`POST /team/${team}${path}/reset_spend`, { body: { reset_to } });
    expect(await reset('', 0.004)).toMatchObject({
      status: 200,
      body: { team_id: team, spend: 0.004, previous_spend: 0.01, max_budget: null },
    });
    expect(await reset(`/member/${userId}`, 0)).toMatchObject({
      status: 200,
      body: { team_id: team, user_id: userId, spend: 0, previous_spend: 0.01 },
    });
    expect((await info(team)).team_info.spend).toBe(0.004);
    expect(await admin.ledgerEntriesOf(memberId)).toMatchObject([{ kind: 'reset', amount_nano: '-10000000' }]);
    expect([(await reset('', 1)).status, (await reset('', -1)).status]).toEqual([400, 400]);
    expect([(await reset('/member/nobody', 0)).status]).toEqual([404]);
  });

  it('are let do more, in many teams at once: those named, or all that the caller keeps', async () => {
    const [one, two, lead] = [await make(), await make(), await admin.makeUserKey('internal_user')];
    for (const team of [one, two]) await admin.addMember(team, lead.userId, 'admin');
    const add = (body: object) =>
      admin.call('POST /team/permissions_bulk_update', {
        key: lead.secret,
        body: { permissions: ['/key/list'], ...body },
      });
    const permissionsOf = async (team: string) => (await info(team)).team_info.team_member_permissions;
    expect((await add({ team_ids: [one, 'gone'] })).status).toBe(404);
    expect(await permissionsOf(one)).toEqual([]);
    expect(await add({ team_ids: [one] })).toMatchObject({ status: 200, body: { teams_updated: 1 } });
    expect(await add({ apply_to_all_teams: true, permissions: ['/key/list', '/key/update'] })).toMatchObject({
      body: { teams_updated: 2, permissions_appended: ['/key/list', '/key/update'] },
    });
    expect([await permissionsOf(one), await permissionsOf(two)]).toEqual([
      ['/key/list', '/key/update'],
      ['/key/list', '/key/update'],
    ]);
    expect([(await add({})).status, (await add({ team_ids: [one], permissions: ['/x'] })).status]).toEqual([400, 400]);
  });

  it('have budgets by model of their own, or a budget by id, which only a proxy admin gives', async () => {
    const [team, lead] = [await make(), await admin.makeUserKey('internal_user')];
    await admin.addMember(team, lead.userId, 'admin');
    const member = await join(team);
    const set = (settings: object, key?: string) => {
      const body = { team_id: team, user_id: member.userId, ...settings };
      return admin.call('POST /team/member_update', { body, ...(key !== undefined && { key }) });
    };
    const shown = async () => (await info(team)).team_memberships.find(({ user_id: id }) => id === member.userId);
    const model_max_budget = { 'gpt-4o': { budget_limit: 2, time_period: '7d' } };
    expect((await set({ model_max_budget }, lead.secret)).status).toBe(200);
    expect(await limitsOf(member)).toMatchObject({ models: { 'gpt-4o': { max_budget: 2, budget_duration: '7d' } } });
    expect(await shown()).toMatchObject({ budget_source: 'custom', litellm_budget_table: { model_max_budget } });
    expect((await set({ model_max_budget: {} })).status).toBe(200);
    expect(await limitsOf(member)).toBeUndefined();
    const budget_id = await admin.makeBudget({ max_budget: 3, budget_duration: '1d' });
    expect((await set({ budget_id }, lead.secret)).status).toBe(404);
    expect((await set({ budget_id: 'gone' })).status).toBe(404);
    expect((await set({ budget_id, rpm_limit: 1 })).status).toBe(400);
    expect((await set({ budget_id })).status).toBe(200);
    expect(await limitsOf(member)).toMatchObject({ max_budget: 3, budget_duration: '1d' });
    expect(await shown()).toMatchObject({ budget_id, litellm_budget_table: { budget_id, max_budget: 3 } });
    expect((await set({ budget_id: null })).status).toBe(200);
    expect(await shown()).toMatchObject({ budget_source: 'none', budget_id: null, litellm_budget_table: null });
  });

  it('that are added together can have budgets by model, or one by id', async () => {
    const team = await make();
    const budget_id = await admin.makeBudget({ max_budget: 3 });
    const user = { role: 'user', user_id: `member-${admin.newId()}` };
    const added = await admin.call('POST /team/bulk_member_add', {
      body: { team_id: team, members: [user], budget_id },
    });
    expect(added).toMatchObject({ status: 200, body: { successful_additions: 1 } });
    const memberships = (await info(team)).team_memberships;
    expect(memberships).toContainEqual(expect.objectContaining({ user_id: user.user_id, budget_id }));
  });

  it('make keys that end when their team says, and its admins as they like', async () => {
    const team = await make({ team_member_key_duration: '30d', team_member_permissions: ['/key/generate'] });
    expect((await info(team)).team_info).toMatchObject({ metadata: { team_member_key_duration: '30d' } });
    const end = admin.clock.now() + 30 * 86_400_000;
    const [member, lead] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    await admin.addMember(team, member.userId, 'user');
    await admin.addMember(team, lead.userId, 'admin');
    const expiryOf = async (settings: object, key?: string) => {
      const made = await admin.call('POST /key/generate', {
        body: { team_id: team, ...settings },
        ...(key && { key }),
      });
      const { expires } = made.body as { readonly expires?: string | null };
      return made.status === 200 ? expires && Date.parse(expires) : made.body;
    };
    expect(await expiryOf({}, member.secret)).toBe(end);
    expect(await expiryOf({ duration: '1d' }, member.secret)).toBe(admin.clock.now() + 86_400_000);
    expect(await expiryOf({ duration: '31d' }, member.secret)).toMatchObject({ error: { param: 'duration' } });
    expect(await expiryOf({}, lead.secret)).toBeNull();
    expect(await expiryOf({})).toBeNull();
    await update(team, { team_member_key_duration: null });
    expect(await expiryOf({}, member.secret)).toBeNull();
  });

  it('read their own membership, and nobody else’s', async () => {
    const team = await make({ team_alias: 'Core' });
    const member = await join(team, { max_budget_in_team: 2 });
    const own = await admin.call(`GET /team/${team}/members/me`, { key: member.secret });
    expect(own).toMatchObject({
      status: 200,
      body: {
        user_id: member.userId,
        team_id: team,
        role: 'user',
        team_alias: 'Core',
        litellm_budget_table: { max_budget: 2 },
      },
    });
    const stranger = await admin.makeUserKey('internal_user');
    expect((await admin.call(`GET /team/${team}/members/me`, { key: stranger.secret })).status).toBe(404);
  });

  it('are found by a part of their id or address by who keeps their team, and nobody else is', async () => {
    const [team, lead] = [await make(), await admin.makeUserKey('internal_user')];
    await admin.addMember(team, lead.userId, 'admin');
    const member = await join(team);
    const find = async (query: string, key: string) =>
      ((await admin.call(`GET /user/filter/ui?${query}`, { key })).body as unknown as { user_id: string }[]).map(
        ({ user_id: id }) => id,
      );
    expect(await find(`user_id=${member.userId.slice(3).toUpperCase()}`, lead.secret)).toEqual([member.userId]);
    const stranger = await admin.makeUserKey('internal_user');
    expect(await find('', stranger.secret)).toEqual([stranger.userId]);
    expect(await find('user_id=%25', lead.secret)).toEqual([]);
    const teams = await admin.call(`GET /team/filter/ui?team_id=${team}`, { key: lead.secret });
    expect(teams.body).toMatchObject([{ team_id: team }]);
    expect((await admin.call(`GET /team/filter/ui?team_id=${team}`, { key: stranger.secret })).body).toEqual([]);
  });
});
