import { startAdmin, type TestAdmin } from '../support/test-admin.js';

type Call = (key: string) => Promise<{ readonly status: number; readonly body: unknown }>;

/** What holds a key back. */
const RESTRICTIONS = [
  { models: ['gpt-4o'] },
  { allowed_routes: ['management_routes'] },
  { max_budget: 1 },
  { rpm_limit: 1 },
  { duration: '1d' },
  { tags: ['blue'] },
];

describe('a key that is held back gives nobody a role by which he is not', () => {
  let admin: TestAdmin;
  let organization: string;
  let team: string;
  let lead: { readonly secret: string; readonly userId: string };

  beforeAll(async () => {
    admin = await startAdmin();
    organization = await admin.makeOrganization();
    lead = await admin.makeUserKey('internal_user');
    await admin.addToOrganization(organization, lead.userId, 'org_admin');
    team = String((await admin.call('POST /team/new', { body: { organization_id: organization } })).body['team_id']);
  });
  afterAll(() => admin.close());

  const newName = () => `user-${admin.newId()}`;
  const join = (role: string, team_id: string): Call => {
    const member = { role, user_id: newName() };
    return (key) => admin.call('POST /team/member_add', { key, body: { team_id, member } });
  };
  const memberOf = async (team_id: string): Promise<string> => {
    const user_id = newName();
    const body = { team_id, member: { role: 'user', user_id } };
    await admin.call('POST /team/member_add', { body });
    return user_id;
  };
  /** The calls that give such a role, each with the field that the refusal names. */
  const calls = async (): Promise<readonly (readonly [string, Call])[]> => {
    const { body } = await admin.call('POST /team/new', {
      body: { organization_id: organization, team_member_permissions: ['/key/generate'] },
    });
    const open = String(body['team_id']);
    const user_id = await memberOf(team);
    const member = { role: 'org_admin', user_id: newName() };
    await admin.addToOrganization(organization, user_id, 'internal_user');
    const permissions = ['/key/update'];
    return [
      ['role', join('admin', team)],
      ['role', join('user', open)],
      [
        'role',
        (key) => admin.call('POST /team/member_update', { key, body: { team_id: team, user_id, role: 'admin' } }),
      ],
      [
        'role',
        (key) => admin.call('POST /organization/member_add', { key, body: { organization_id: organization, member } }),
      ],
      [
        'role',
        (key) => {
          const body = { organization_id: organization, user_id, role: 'org_admin' };
          return admin.call('PATCH /organization/member_update', { key, body });
        },
      ],
      [
        'team_member_permissions',
        (key) =>
          admin.call('POST /team/permissions_update', {
            key,
            body: { team_id: team, team_member_permissions: permissions },
          }),
      ],
      [
        'team_member_permissions',
        (key) => admin.call('POST /team/permissions_bulk_update', { key, body: { team_ids: [team], permissions } }),
      ],
      [
        'team_member_permissions',
        (key) =>
          admin.call('POST /team/update', { key, body: { team_id: team, team_member_permissions: permissions } }),
      ],
    ];
  };

  it.each(RESTRICTIONS)('%j: 403, and nothing is changed', async (restriction) => {
    const { secret } = await admin.makeKey({ user_id: lead.userId, ...restriction });
    const prepared = await calls();
    const before = await admin.epoch();
    for (const [field, call] of prepared)
      expect(await call(secret)).toMatchObject({ status: 403, body: { error: { param: field } } });
    expect(await admin.epoch()).toBe(before);
  });

  it('a key of another place: 403 for every role in a team, a plain one too', async () => {
    const { secret } = await admin.makeKey({ user_id: lead.userId, team_id: await admin.makeTeam() });
    for (const call of [join('admin', team), join('user', team)]) expect((await call(secret)).status).toBe(403);
  });

  it('nothing in the way of a key without restrictions, nor of a plain role by one with them', async () => {
    for (const [, call] of await calls()) expect((await call(lead.secret)).status).toBe(200);
    const { body } = await admin.call('POST /team/new', { body: { organization_id: organization } });
    const plain = String(body['team_id']);
    const { secret } = await admin.makeKey({ user_id: lead.userId, models: ['gpt-4o'] });
    expect((await join('user', plain)(secret)).status).toBe(200);
    const reading = { team_id: plain, team_member_permissions: ['/key/list', '/spend/logs'] };
    expect((await admin.call('POST /team/permissions_update', { key: secret, body: reading })).status).toBe(200);
  });

  it('does not raise what members may spend, nor widen their models: each his own, nor those of all by default', async () => {
    const settings = { team_member_budget: 1, default_team_member_models: ['gpt-4o'], organization_id: organization };
    const team_id = String((await admin.call('POST /team/new', { body: settings })).body['team_id']);
    const user_id = await memberOf(team_id);
    const own = { team_id, user_id, max_budget_in_team: 1, allowed_models: ['gpt-4o'] };
    expect((await admin.call('POST /team/member_update', { body: own })).status).toBe(200);
    const keyOf = async (restriction: object) => (await admin.makeKey({ user_id: lead.userId, ...restriction })).secret;
    const [limited, narrow] = [await keyOf({ max_budget: 1 }), await keyOf({ models: ['gpt-4o'] })];
    const statusOf = async (key: string, route: string, body: object) =>
      (await admin.call(route, { key, body })).status;
    const member = (key: string, change: object) =>
      statusOf(key, 'POST /team/member_update', { team_id, user_id, ...change });
    const byDefault = (key: string, change: object) => statusOf(key, 'POST /team/update', { team_id, ...change });
    expect(await member(limited, { max_budget_in_team: 2 })).toBe(403);
    expect(await member(limited, { max_budget_in_team: 0.5 })).toBe(200);
    expect(await member(narrow, { allowed_models: ['claude'] })).toBe(403);
    expect(await member(narrow, { allowed_models: [] })).toBe(403);
    expect(await byDefault(limited, { team_member_budget: 2 })).toBe(403);
    expect(await byDefault(limited, { team_member_budget: 0.5 })).toBe(200);
    expect(await byDefault(narrow, { default_team_member_models: [] })).toBe(403);
    expect(await byDefault(narrow, { default_team_member_models: ['gpt-4o'], team_alias: 'A' })).toBe(200);
    expect(await member(lead.secret, { max_budget_in_team: 2, allowed_models: ['claude'] })).toBe(200);
  });
});
