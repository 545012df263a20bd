import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('users, refused', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
    await admin.call('POST /user/new', { body: { user_id: 'here', user_email: 'here@x.org', sso_user_id: 'sso-1' } });
  });
  afterAll(() => admin.close());

  it.each([
    [{ user_id: 'here' }, 'User with id here already exists'],
    [{ user_email: 'HERE@x.org' }, 'User with email HERE@x.org already exists'],
    [{ sso_user_id: 'sso-1' }, 'User with sso_user_id sso-1 already exists'],
  ])('409 for %j, which is taken', async (body, message) => {
    expect(await admin.call('POST /user/new', { body })).toMatchObject({ status: 409, body: { error: { message } } });
  });

  it.each([
    [{ max_budget: -1 }, 'max_budget'],
    [{ max_budget: 1e10 }, 'max_budget'],
    [{ rpm_limit: -1 }, 'rpm_limit'],
    [{ budget_duration: 'soon' }, 'budget_duration'],
    [{ max_parallel_requests: 2_147_483_648 }, 'max_parallel_requests'],
    [{ auto_rotate: true }, 'auto_rotate'],
    [{ rotation_interval: '30d' }, 'rotation_interval'],
    [{ user_id: '' }, 'user_id'],
    [{ user_email: '' }, 'user_email'],
    [{ password: 'short' }, 'password'],
    [{ password: ' '.repeat(8) }, 'password'],
    [{ teams: [1] }, 'teams'],
    [{ teams: [{ team_id: 't', user_role: 'owner' }] }, 'teams'],
    [{ teams: [{ team_id: 't', max_budget_in_team: -1 }] }, 'max_budget'],
    [{ organizations: [{}] }, 'organizations'],
    [{ model_max_budget: { 'gpt-4o': { budget_limit: -1 } } }, 'model_max_budget.gpt-4o'],
    [{ model_rpm_limit: { 'gpt-4o': -1 } }, 'model_rpm_limit.gpt-4o'],
    [{ metadata: { tag_rpm_limit: { x: 1 } } }, 'metadata.tag_rpm_limit'],
    [{ metadata: { model_rpm_limit: { x: -1 } } }, 'model_rpm_limit.x'],
  ])('400 for %j, and nothing is made', async (body, param) => {
    const before = await admin.epoch();
    const answer = await admin.call('POST /user/new', { body });
    expect(answer).toMatchObject({ status: 400, body: { error: { param } } });
    expect(JSON.stringify(answer.body)).not.toContain('secret-word');
    expect(await admin.epoch()).toBe(before);
  });

  it.each([[{ user_role: 'org_admin' }], [{ user_role: 'root' }], [{ max_budget: 'ten' }], [{ models: 'gpt-4o' }]])(
    '422 for %j',
    async (body) => {
      expect((await admin.call('POST /user/new', { body })).status).toBe(422);
    },
  );

  it('404 for whom nobody is: read, changed and deleted', async () => {
    const notFound = { status: 404, body: { error: { message: 'User nobody not found' } } };
    expect(await admin.call('GET /user/info?user_id=nobody')).toMatchObject(notFound);
    expect(await admin.call('POST /user/update', { body: { user_id: 'nobody' } })).toMatchObject(notFound);
    expect(await admin.call('POST /user/delete', { body: { user_ids: ['here', 'nobody'] } })).toMatchObject(notFound);
    expect((await admin.call('GET /user/info?user_id=here')).status).toBe(200);
  });

  it('404 for somebody else, as for nobody, to a user', async () => {
    const { secret } = await admin.makeUserKey('internal_user');
    const foreign = await admin.call('GET /user/info?user_id=here', { key: secret });
    const absent = await admin.call('GET /user/info?user_id=gone', { key: secret });
    expect(foreign.status).toBe(404);
    expect(JSON.stringify(foreign.body).replace('here', 'gone')).toBe(JSON.stringify(absent.body));
  });

  it('403 for a user who would change his own limits or role', async () => {
    const user = await admin.makeUserKey('internal_user');
    for (const change of [{ max_budget: 1000 }, { user_role: 'proxy_admin' }]) {
      const body = { user_id: user.userId, ...change };
      expect((await admin.call('POST /user/update', { key: user.secret, body })).status).toBe(403);
    }
    expect((await admin.call('GET /me', { key: user.secret })).body).toMatchObject({ user_role: 'internal_user' });
  });

  it('400 where nobody is named', async () => {
    expect((await admin.call('POST /user/update', { body: { max_budget: 1 } })).status).toBe(400);
    expect((await admin.call('GET /v2/user/info')).status).toBe(400);
  });
});
