import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

/** What holds a key back, what it may give with it, and what not, by the field that the refusal names. */
const HELD = [
  ['allowed_routes', { allowed_routes: ['/key/*'] }, { allowed_routes: ['/key/info'] }, {}],
  ['allowed_routes', { key_type: 'management' }, { key_type: 'management' }, { key_type: 'default' }],
  ['models', { models: ['gpt-4o'] }, { models: ['gpt-4o'] }, { models: ['gpt-4o', 'claude'] }],
  ['max_budget', { max_budget: 0.01 }, { max_budget: 0.01 }, { max_budget: 1000 }],
  ['rpm_limit', { rpm_limit: 1 }, { rpm_limit: 1 }, { rpm_limit: 2 }],
  ['duration', { duration: '1h' }, { duration: '1h' }, { duration: '2h' }],
  ['tags', { tags: ['blue'] }, { tags: ['blue'] }, { tags: ['red'] }],
  ['enforced_params', { enforced_params: ['user'] }, { enforced_params: ['user'] }, { enforced_params: ['metadata'] }],
] as const;

describe('a proxy admin’s key that is held back', () => {
  let admin: TestAdmin;
  let root: string;
  let team: string;

  beforeAll(async () => {
    admin = await startAdmin();
    root = (await admin.makeAdminKey()).userId;
    team = await admin.makeTeam();
  });
  afterAll(() => admin.close());

  const keyWith = (settings: object): Promise<MadeKey> => admin.makeKey({ ...settings, user_id: root });
  const refused = (param: string) => ({ status: 403, body: { error: { param } } });

  it.each(HELD)('by %s makes no key that has more, at any door', async (param, held, less, more) => {
    const { secret: key } = await keyWith(held);
    const free = await keyWith({});
    for (const body of [more, { ...more, user_id: root }])
      expect(await admin.call('POST /key/generate', { key, body })).toMatchObject(refused(param));
    const service = { ...more, team_id: team };
    expect(await admin.call('POST /key/service-account/generate', { key, body: service })).toMatchObject(
      refused(param),
    );
    expect((await admin.call('POST /key/generate', { key, body: less })).status).toBe(200);
    for (const route of ['POST /key/regenerate', `POST /key/${free.hash}/regenerate`] as const)
      expect((await admin.call(route, { key, body: { key: free.hash } })).status).toBe(403);
  });

  it.each([
    ['allowed_routes', { allowed_routes: ['/key/update'] }, []],
    ['models', { models: ['gpt-4o'] }, []],
    ['max_budget', { max_budget: 0.005 }, 1000],
    ['rpm_limit', { rpm_limit: 1 }, null],
    ['duration', { duration: '1h' }, '-1'],
    ['tags', { tags: ['blue'] }, []],
    ['enforced_params', { enforced_params: ['user'] }, []],
  ] as const)('takes nothing of %s from itself', async (param, held, none) => {
    const { secret: key, hash } = await keyWith(held);
    const change = { key: hash, [param]: none };
    expect(await admin.call('POST /key/update', { key, body: change })).toMatchObject(refused(param));
    if (param === 'allowed_routes') return;
    expect(await admin.call('POST /key/regenerate', { key, body: change })).toMatchObject(refused(param));
    if (param !== 'max_budget' && param !== 'tags') return;
    const { body } = await admin.call('POST /key/bulk_update', { key, body: { keys: [change] } });
    expect(body).toMatchObject({ failed_updates: [{}], successful_updates: [] });
  });

  it('binds what it makes, where it has limits', async () => {
    const limited = await keyWith({ max_budget: 1 });
    const { body } = await admin.call('POST /key/generate', { key: limited.secret, body: {} });
    const info = await admin.call(`GET /key/info?key=${String(body['token'])}`);
    expect(info.body).toMatchObject({ info: { bound_by: [limited.id] } });
  });

  it('raises no budget, and takes back nothing of what it has spent', async () => {
    const budget_id = await admin.makeBudget({ max_budget: 1 });
    const { secret: key, hash } = await keyWith({ budget_id });
    const raise = { budget_id, max_budget: 1000 };
    expect(await admin.call('POST /budget/update', { key, body: raise })).toMatchObject(refused('max_budget'));
    expect((await admin.call('POST /budget/update', { key, body: { budget_id, max_budget: 0.5 } })).status).toBe(200);
    const reset = { reset_to: 0 };
    expect((await admin.call(`POST /key/${hash}/reset_spend`, { key, body: reset })).status).toBe(403);
    expect((await admin.call(`POST /key/${hash}/reset_spend`, { body: reset })).status).toBe(200);
  });

  it('gives no roles, permissions, invitations, nor more models or money to teams, organizations and projects', async () => {
    const { secret: limited } = await keyWith({ max_budget: 1 });
    const { secret: narrow } = await keyWith({ models: ['gpt-4o'] });
    const organization = await admin.makeOrganization();
    const { userId: user_id } = await admin.makeUserKey('internal_user');
    const member = { role: 'admin', user_id };
    const calls = [
      ['POST /team/member_add', { team_id: team, member }],
      ['POST /team/update', { team_id: team, team_member_permissions: ['/key/generate'] }],
      ['POST /team/new', {}],
      ['POST /organization/member_add', { organization_id: organization, member: { ...member, role: 'org_admin' } }],
      ['POST /invitation/new', { user_id }],
    ] as const;
    const before = await admin.epoch();
    for (const key of [limited, narrow])
      for (const [route, body] of calls)
        expect([route, (await admin.call(route, { key, body })).status]).toEqual([route, 403]);
    expect(await admin.epoch()).toBe(before);
    expect((await admin.call('POST /team/new', { key: narrow, body: { models: ['gpt-4o'] } })).status).toBe(200);
  });

  it('gives nothing that is compared with nothing, where it has models or limits of its own; one with routes alone does', async () => {
    const organization_id = await admin.makeOrganization();
    const tag = admin.newId();
    const user_id = admin.newId();
    const model_name = admin.newId();
    const calls = [
      ['POST /organization/new', { organization_alias: admin.newId() }],
      ['PATCH /organization/update', { organization_id, models: ['claude'] }],
      ['PATCH /organization/update', { organization_id, max_budget: 1000 }],
      ['POST /customer/new', { user_id, max_budget: 1000 }],
      ['POST /customer/update', { user_id, max_budget: 2000 }],
      ['POST /tag/new', { name: tag, max_budget: 1000 }],
      ['POST /tag/update', { name: tag, max_budget: 2000 }],
      ['POST /v1/access_group', { access_group_name: admin.newId(), access_model_names: ['gpt-4o'] }],
      [`POST /team/${team}/reset_spend`, { reset_to: 0 }],
      ['POST /fallback', { model: 'gpt-4o', fallback_models: ['claude'] }],
      [
        'POST /credentials',
        { credential_name: admin.newId(), credential_values: { api_key: 'k' }, credential_info: {} },
      ],
      ['POST /model/new', { model_name, litellm_params: { model: 'openai/gpt-4o', api_key: 'k' } }],
      ['POST /customer/delete', { user_ids: [user_id] }],
      ['POST /tag/delete', { name: tag }],
    ] as const;
    const { secret: limited } = await keyWith({ max_budget: 1 });
    const { secret: narrow } = await keyWith({ models: ['gpt-4o'] });
    const before = await admin.epoch();
    for (const key of [limited, narrow])
      for (const [route, body] of calls) {
        const { status, body: answer } = await admin.call(route, { key, body });
        expect([route, status, JSON.stringify(answer)]).toEqual([
          route,
          403,
          expect.stringContaining('not be held by'),
        ]);
      }
    expect(await admin.epoch()).toBe(before);
    const named = { organization_id, organization_alias: admin.newId() };
    expect((await admin.call('PATCH /organization/update', { key: narrow, body: named })).status).toBe(200);
    const { body: mine } = await admin.call('GET /me/permissions', { key: narrow });
    expect(mine).toMatchObject({ permissions: { 'organization:update': expect.anything() } });
    expect(mine['permissions']).not.toHaveProperty('organization:create');
    const { secret: routes } = await keyWith({
      allowed_routes: ['management_routes', '/v1/access_group', '/fallback'],
    });
    for (const [route, body] of calls)
      // no model of the fallback is here: 400
      expect([route, (await admin.call(route, { key: routes, body })).status < 300]).toEqual([
        route,
        route !== 'POST /fallback',
      ]);
  });

  it('moves nothing out of what holds it, and raises no tag by the id of its limits', async () => {
    const organization_id = await admin.makeOrganization();
    const { userId: user_id } = await admin.makeUserKey('internal_user');
    const held = String((await admin.call('POST /team/new', { body: { organization_id } })).body['team_id']);
    const key = await admin.makeKey({ user_id, team_id: held, models: ['gpt-4o'] });
    const tagged = await admin.makeKey({ models: ['gpt-4o'], tags: ['blue', 'red'] });
    const name = await admin.makeTag({ max_budget: 1 });
    const { body: tags } = await admin.call<Record<string, { budget_id: string }>>('POST /tag/info', {
      body: { names: [name] },
    });
    const budget_id = tags[name]?.budget_id;
    const before = await admin.epoch();
    for (const settings of [{ max_budget: 1 }, { models: ['gpt-4o'] }, { rpm_limit: 3 }]) {
      const caller = (await keyWith(settings)).secret;
      const unchanged = await admin.epoch();
      for (const [route, body, param] of [
        ['POST /key/update', { key: key.hash, user_id: root }, 'user_id'],
        ['POST /key/update', { key: key.hash, team_id: null }, 'team_id'],
        ['POST /key/update', { key: key.hash, team_id: team }, 'team_id'],
        ['POST /key/update', { key: tagged.hash, tags: [] }, 'tags'],
        ['POST /team/update', { team_id: held, organization_id: null }, 'organization_id'],
      ] as const)
        expect([route, await admin.call(route, { key: caller, body })]).toMatchObject([route, refused(param)]);
      const raise = await admin.call('POST /budget/update', { key: caller, body: { budget_id, max_budget: 1000 } });
      expect(raise.status).toBe(403);
      expect(await admin.epoch()).toBe(unchanged);
    }
    expect(await admin.epoch()).toBeGreaterThan(before);
    const { secret: routes } = await keyWith({ allowed_routes: ['management_routes'] });
    const moved = await admin.call('POST /team/update', {
      key: routes,
      body: { team_id: held, organization_id: null },
    });
    expect(moved.status).toBe(200);
  });

  it('takes nobody out of a block, and no member out of his limits', async () => {
    const organization_id = await admin.makeOrganization();
    const { userId: user_id } = await admin.makeUserKey('internal_user');
    const { body } = await admin.call('POST /team/new', { body: { organization_id } });
    const team_id = String(body['team_id']);
    const member = { role: 'user', user_id };
    const within = { role: 'internal_user', user_id };
    await admin.call('POST /team/member_add', { body: { team_id, member, max_budget_in_team: 1 } });
    await admin.call('POST /organization/member_add', {
      body: { organization_id, member: within, max_budget_in_organization: 1 },
    });
    const key = (await admin.makeKey()).hash;
    const customer = `customer of ${key}`;
    const blocks = [
      ['POST /key/block', 'POST /key/unblock', { key }],
      ['POST /team/block', 'POST /team/unblock', { team_id }],
      ['POST /customer/block', 'POST /customer/unblock', { user_ids: [customer] }],
    ] as const;
    const frees = [
      ...blocks.map(([_block, unblock, body]) => [unblock, body] as const),
      ['POST /key/update', { key, blocked: false }],
      ['POST /team/member_delete', { team_id, user_id }],
      ['DELETE /organization/member_delete', { organization_id, user_id }],
    ] as const;
    for (const settings of [{ max_budget: 1 }, { models: ['gpt-4o'] }]) {
      const { secret: caller } = await keyWith(settings);
      for (const [block, , body] of blocks)
        expect([block, (await admin.call(block, { key: caller, body })).status]).toEqual([block, 200]);
      const before = await admin.epoch();
      for (const [route, body] of frees)
        expect([route, (await admin.call(route, { key: caller, body })).status]).toEqual([route, 403]);
      expect(await admin.epoch()).toBe(before);
    }
    const { secret: free } = await keyWith({ allowed_routes: ['management_routes'] });
    for (const [route, body] of frees)
      expect([route, (await admin.call(route, { key: free, body })).status]).toEqual([route, 200]);
  });

  it('makes no admin, lets nobody sign in as another user, and makes users and their keys as it may make keys', async () => {
    const { secret: routes } = await keyWith({ allowed_routes: ['management_routes'] });
    const { secret: narrow } = await keyWith({ models: ['gpt-4o'] });
    const { userId: user_id } = await admin.makeUserKey('internal_user', { models: ['gpt-4o'] });
    const before = await admin.epoch();
    for (const [field, said] of [
      ['user_role', { user_role: 'proxy_admin' }],
      ['password', { password: 'a long enough password 1' }],
      ['sso_user_id', { sso_user_id: 'me elsewhere' }],
      ['teams', { teams: [{ team_id: team, user_role: 'admin' }] }],
    ] as const)
      for (const key of [routes, narrow]) {
        const made = { key, body: { ...said, auto_create_key: false } };
        expect(await admin.call('POST /user/new', made)).toMatchObject(refused(field));
        expect(await admin.call('POST /user/update', { key, body: { user_id, ...said } })).toMatchObject(
          refused(field),
        );
        const { body } = await admin.call('POST /user/bulk_update', { key, body: { users: [{ user_id, ...said }] } });
        expect(body).toMatchObject({ failed_updates: 1 });
      }
    const own = { user_id: root, user_email: 'mine@example.com' };
    expect(await admin.call('POST /user/update', { key: routes, body: own })).toMatchObject(refused('user_email'));
    expect(await admin.call('POST /user/new', { key: routes, body: {} })).toMatchObject(refused('allowed_routes'));
    expect(await admin.call('POST /user/new', { key: narrow, body: {} })).toMatchObject(refused('models'));
    expect(await admin.epoch()).toBe(before);
    const plain = { auto_create_key: false, user_email: `${admin.newId()}@example.com`, user_role: 'internal_user' };
    expect((await admin.call('POST /user/new', { key: routes, body: plain })).status).toBe(200);
    expect((await admin.call('POST /user/new', { key: narrow, body: { models: ['gpt-4o'] } })).status).toBe(200);
    const lower = { user_id, max_budget: 1, user_alias: 'A', blocked: true };
    expect((await admin.call('POST /user/update', { key: narrow, body: lower })).status).toBe(200);
  });

  it('is nothing that holds back a key without any of it, of a team too', async () => {
    const other = await admin.makeTeam();
    for (const { secret: key } of [await keyWith({}), await keyWith({ team_id: team })])
      for (const [route, body] of [
        ['POST /key/generate', { max_budget: 1000, team_id: other }],
        ['POST /team/new', { max_budget: 1000 }],
      ] as const)
        expect((await admin.call(route, { key, body })).status).toBe(200);
  });
});
