import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Bulk {
  readonly results: readonly { readonly success: boolean; readonly error: string | null }[];
  readonly [count: string]: unknown;
}

describe('users, many at once and by themselves', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('POST /user/bulk_update changes each on its own: what fails leaves the others', async () => {
    const [one, other] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    const users = [
      { user_id: one.userId, max_budget: 3 },
      { user_id: 'nobody', max_budget: 3 },
      { user_id: other.userId, max_budget: -3 },
    ];
    const { status, body } = await admin.call<Bulk>('POST /user/bulk_update', { body: { users } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ total_requested: 3, successful_updates: 1, failed_updates: 2 });
    expect(body.results.map(({ success }) => success)).toEqual([true, false, false]);
    const info = await admin.call(`GET /v2/user/info?user_id=${one.userId}`);
    expect(info.body).toMatchObject({ user_id: one.userId, max_budget: 3 });
    expect(Object.keys(info.body)).not.toContain('keys');
  });

  it('POST /user/bulk_update of all users reaches every one', async () => {
    const { userId } = await admin.makeUserKey('internal_user');
    const answer = await admin.call<Bulk>('POST /user/bulk_update', {
      body: { all_users: true, user_updates: { rpm_limit: 7 } },
    });
    expect(answer.body['failed_updates']).toBe(0);
    expect((await admin.call(`GET /v2/user/info?user_id=${userId}`)).body).toMatchObject({ rpm_limit: 7 });
  });

  it('a user changes its own name and metadata, nothing that says what it may, and nobody else', async () => {
    const [own, other] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    const update = (body: object) => admin.call('POST /user/update', { key: own.secret, body });
    expect((await update({ user_id: own.userId, user_alias: 'Ada', metadata: { a: 1 } })).status).toBe(200);
    for (const [field, value] of Object.entries({
      user_role: 'proxy_admin',
      models: [],
      max_budget: 1000,
      budget_duration: '1d',
      rpm_limit: null,
      user_email: 'other@example.com',
      sso_user_id: 'x',
      model_max_budget: {},
    }))
      expect(await update({ user_id: own.userId, [field]: value })).toMatchObject({
        status: 403,
        body: { error: { param: field } },
      });
    expect((await update({ user_id: other.userId, user_alias: 'x' })).status).toBe(404);
    const bulk = await admin.call<Bulk>('POST /user/bulk_update', {
      key: own.secret,
      body: {
        users: [
          { user_id: own.userId, user_role: 'proxy_admin' },
          { user_id: other.userId, user_alias: 'x' },
        ],
      },
    });
    expect(bulk.body.results.map(({ success }) => success)).toEqual([false, false]);
    expect((await admin.call('GET /v2/user/info', { key: own.secret })).body).toMatchObject({
      user_id: own.userId,
      user_alias: 'Ada',
      user_role: 'internal_user',
    });
    expect((await admin.call(`GET /v2/user/info?user_id=${other.userId}`, { key: own.secret })).status).toBe(404);
  });

  it('POST /team/bulk_member_add adds each on its own, and all users only for who may list them', async () => {
    const team = await admin.makeTeam();
    const lead = await admin.makeUserKey('internal_user');
    await admin.addMember(team, lead.userId, 'admin');
    const members = [
      { role: 'user', user_id: 'm-1' },
      { role: 'user', user_id: lead.userId },
      { role: 'owner', user_id: 'm-2' },
    ];
    const added = await admin.call<Bulk>('POST /team/bulk_member_add', {
      key: lead.secret,
      body: { team_id: team, members },
    });
    expect(added.body).toMatchObject({ total_requested: 3, successful_additions: 1, failed_additions: 2 });
    expect(added.body.results.map(({ success }) => success)).toEqual([true, false, false]);
    const all = { team_id: team, all_users: true };
    expect((await admin.call('POST /team/bulk_member_add', { key: lead.secret, body: all })).status).toBe(403);
    const everyone = await admin.call<Bulk>('POST /team/bulk_member_add', { body: all });
    expect(everyone.status).toBe(200);
    expect(everyone.body['failed_additions']).toBe(2);
    const foreign = { team_id: await admin.makeTeam(), members: [{ role: 'user', user_id: 'm-3' }] };
    expect((await admin.call('POST /team/bulk_member_add', { key: lead.secret, body: foreign })).status).toBe(404);
  });

  it.each([
    ['POST /user/bulk_update', {}],
    ['POST /user/bulk_update', { all_users: false, user_updates: { rpm_limit: 1 } }],
    ['POST /user/bulk_update', { all_users: true }],
    ['POST /team/bulk_member_add', { members: [] }],
  ])('%s %j names nobody, or nothing: 400', async (route, body) => {
    const team_id = await admin.makeTeam();
    expect((await admin.call(route, { body: { team_id, ...body } })).status).toBe(400);
  });
});
