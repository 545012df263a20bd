import { expectHidden } from '../support/expect-hidden.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const HERE = 'here';

/** A call of each route that names one organization. */
const CALLS: readonly (readonly [string, object | undefined])[] = [
  [`GET /organization/info?organization_id=${HERE}`, undefined],
  ['PATCH /organization/update', { organization_id: HERE, organization_alias: 'Mine' }],
  ['POST /organization/member_add', { organization_id: HERE, member: { role: 'org_admin', user_id: 'x' } }],
  ['PATCH /organization/member_update', { organization_id: HERE, user_id: 'x', role: 'org_admin' }],
  ['DELETE /organization/member_delete', { organization_id: HERE, user_id: 'x' }],
];

describe('organizations, refused', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
    await admin.makeOrganization({ organization_id: HERE, models: ['gpt-4o', 'openai/*'] });
  });
  afterAll(() => admin.close());

  it.each([
    [{ organization_id: HERE }, 409],
    [{ organization_id: '' }, 400],
    [{ organization_alias: '' }, 400],
    [{ organization_alias: null }, 422],
    [{ max_budget: -1 }, 400],
    [{ rpm_limit: -1 }, 400],
    [{ budget_duration: '5 parsecs' }, 400],
    [{ budget_id: 'absent' }, 404],
    [{ budget_id: 'absent', max_budget: 1 }, 400],
    [{ model_max_budget: { a: { money: 1 } } }, 400],
    [{ model_max_budget: 1 }, 422],
    [{ object_permission: { vector_stores: ['a'] } }, 400],
    [{ metadata: { guardrails: ['pii'] } }, 400],
    [{ models: [1] }, 422],
  ])('%j, and nothing is made', async (settings, status) => {
    const before = await admin.epoch();
    const body = { organization_alias: 'Org', ...settings };
    expect((await admin.call('POST /organization/new', { body })).status).toBe(status);
    expect(await admin.epoch()).toBe(before);
  });

  it.each([
    ['{}', {}],
    ['a role that is none in an organization', { role: 'proxy_admin', user_id: 'x' }],
    ['nobody', { role: 'internal_user' }],
    ['an empty list', []],
    ['half a letter', { role: 'internal_user', user_id: '\ud800' }],
  ])('400 for members who are none: %s', async (_what, member) => {
    const body = { organization_id: HERE, member };
    expect((await admin.call('POST /organization/member_add', { body })).status).toBe(400);
  });

  it('takes none of several members where one is there already, and makes nobody', async () => {
    const { userId } = await admin.makeUserKey('internal_user');
    await admin.addToOrganization(HERE, userId, 'internal_user');
    const before = await admin.epoch();
    const member = [
      { role: 'internal_user', user_id: 'never' },
      { role: 'org_admin', user_id: userId },
    ];
    const answer = await admin.call('POST /organization/member_add', { body: { organization_id: HERE, member } });
    expect(answer).toMatchObject({ status: 400, body: { error: { param: 'member' } } });
    expect([await admin.epoch(), (await admin.call('GET /user/info?user_id=never')).status]).toEqual([before, 404]);
  });

  it.each([
    [{ max_budget_in_organization: -1 }, 'max_budget'],
    [{ max_budget_in_organization: 1, budget_duration: 'soon' }, 'budget_duration'],
  ])('400 for %j of a member, and nobody is added', async (limits, param) => {
    const user = `never-${admin.newId()}`;
    const body = { organization_id: HERE, member: { role: 'internal_user', user_id: user }, ...limits };
    expect(await admin.call('POST /organization/member_add', { body })).toMatchObject({
      status: 400,
      body: { error: { param } },
    });
    expect((await admin.call(`GET /user/info?user_id=${user}`)).status).toBe(404);
  });

  it.each(CALLS)(
    '404 for an organization of somebody else, as for one that is not there, to the admin of another: %s',
    async (route, body) => {
      const lead = await admin.makeUserKey('internal_user');
      await admin.addToOrganization(await admin.makeOrganization(), lead.userId, 'org_admin');
      await expectHidden(admin, { key: lead.secret, id: HERE, route, body });
    },
  );

  it('leaves a foreign organization out of what it reads by the older form and lists', async () => {
    const lead = await admin.makeUserKey('internal_user');
    const own = await admin.makeOrganization();
    await admin.addToOrganization(own, lead.userId, 'org_admin');
    const ids = (rows: unknown) => (rows as { organization_id: string }[]).map(({ organization_id: id }) => id);
    const older = await admin.call('POST /organization/info', {
      key: lead.secret,
      body: { organizations: [HERE, own] },
    });
    expect(ids(older.body)).toEqual([own]);
    expect(ids((await admin.call('GET /organization/list', { key: lead.secret })).body)).toEqual([own]);
  });

  it('403 for an admin who would give his organization more, 401 for one who would delete it', async () => {
    const [id, lead] = [await admin.makeOrganization({ max_budget: 1 }), await admin.makeUserKey('internal_user')];
    await admin.addToOrganization(id, lead.userId, 'org_admin');
    const budget = await admin.makeBudget();
    const before = await admin.epoch();
    const more = [
      { max_budget: 1000 },
      { max_budget: null },
      { budget_duration: '1d' },
      { budget_time_zone: 'Asia/Tokyo' },
      { budget_anchor: null },
      { budget_id: budget },
      { models: ['a'] },
      { blocked: false },
      { rpm_limit: 9 },
      { model_max_budget: {} },
      { metadata: { model_rpm_limit: { a: 1 } } },
    ];
    for (const settings of more) {
      const body = { organization_id: id, ...settings };
      expect((await admin.call('PATCH /organization/update', { key: lead.secret, body })).status).toBe(403);
    }
    const body = { organization_ids: [id] };
    expect((await admin.call('DELETE /organization/delete', { key: lead.secret, body })).status).toBe(401);
    expect(await admin.epoch()).toBe(before);
  });

  it.each([
    [
      'POST /team/new',
      (team: string) => ({ team_id: `${team}-2`, organization_id: HERE, models: ['gpt-4o', 'claude'] }),
    ],
    ['POST /team/update', (team: string) => ({ team_id: team, models: ['claude'] })],
    ['POST /team/update', (team: string) => ({ team_id: team, models: ['all-proxy-models'] })],
    ['POST /team/model/add', (team: string) => ({ team_id: team, models: ['*'] })],
  ])('400 for a team that is to have models beyond its organization: %s', async (route, bodyOf) => {
    const team = `team-${admin.newId()}`;
    await admin.call('POST /team/new', { body: { team_id: team, organization_id: HERE, models: ['openai/o3'] } });
    const answer = await admin.call(route, { body: bodyOf(team) });
    expect(answer).toMatchObject({ status: 400, body: { error: { param: 'models' } } });
  });

  it('400 for a team with models of its own that moves into an organization without them', async () => {
    const team = `team-${admin.newId()}`;
    await admin.call('POST /team/new', { body: { team_id: team, models: ['claude'] } });
    const answer = await admin.call('POST /team/update', { body: { team_id: team, organization_id: HERE } });
    expect(answer).toMatchObject({ status: 400, body: { error: { param: 'models' } } });
  });

  it('lets no key of a team count in another organization than the team’s', async () => {
    const [team, other] = [`team-${admin.newId()}`, await admin.makeOrganization()];
    await admin.call('POST /team/new', { body: { team_id: team, organization_id: HERE } });
    const made = await admin.call('POST /key/generate', { body: { team_id: team, organization_id: other } });
    expect(made).toMatchObject({ status: 404, body: { error: { param: 'organization_id' } } });
  });

  it('does not let an admin’s key give a team more than the key has: models, limits, another place', async () => {
    const [id, lead] = [await admin.makeOrganization(), await admin.makeUserKey('internal_user')];
    await admin.addToOrganization(id, lead.userId, 'org_admin');
    const keyOf = async (settings: object) => (await admin.makeKey({ user_id: lead.userId, ...settings })).secret;
    const make = (key: string, settings: object) =>
      admin.call('POST /team/new', { key, body: { organization_id: id, ...settings } });
    const narrow = await keyOf({ models: ['claude'] });
    expect([(await make(narrow, {})).status, (await make(narrow, { models: ['gpt-4o'] })).status]).toEqual([403, 403]);
    const made = await make(narrow, { models: ['claude'] });
    expect(made.status).toBe(200);
    const widened = { team_id: made.body['team_id'], models: ['gpt-4o'] };
    expect((await admin.call('POST /team/model/add', { key: narrow, body: widened })).status).toBe(403);
    expect((await make(await keyOf({ max_budget: 1 }), {})).status).toBe(403);
    expect((await make(await keyOf({ team_id: made.body['team_id'] }), {})).status).toBe(403);
    expect((await make(lead.secret, { models: ['gpt-4o'] })).status).toBe(200);
  });
});
