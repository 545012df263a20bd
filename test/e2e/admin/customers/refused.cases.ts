import { expectRefused } from '../support/expect-refused.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('customers, refused', () => {
  let admin: TestAdmin;
  let here: string;

  beforeAll(async () => {
    admin = await startAdmin();
    here = await admin.makeCustomer();
  });
  afterAll(() => admin.close());

  it.each([
    [{ max_budget: -1 }, { detail: { error: expect.stringContaining('max_budget') as string } }],
    [{ rpm_limit: -1 }, { detail: { error: expect.stringContaining('rpm_limit') as string } }],
    [{ budget_duration: 'soon' }, { detail: { error: expect.stringContaining('budget_duration') as string } }],
    [{ budget_id: 'b', max_budget: 1 }, { error: { param: 'budget_id' } }],
    [{ spend: 5 }, { error: { param: 'spend' } }],
    [{ object_permission: { mcp_servers: ['x'] } }, { error: { param: 'object_permission' } }],
    [{ model_max_budget: { a: -1 } }, { error: { param: 'model_max_budget.a' } }],
  ])('400 for %j, of a new one as of one that is there', async (settings, body) => {
    await expectRefused(admin, 'POST /customer/new', { user_id: admin.newId(), ...settings }, { status: 400, body });
    await expectRefused(admin, 'POST /customer/update', { user_id: here, ...settings }, { status: 400, body });
  });

  it.each(['', '  ', 'x'.repeat(257)])('400 for the name %j, which no call can say', async (name) => {
    await expectRefused(
      admin,
      'POST /customer/new',
      { user_id: name },
      { status: 400, body: { error: { param: 'user_id' } } },
    );
    await expectRefused(
      admin,
      'POST /customer/block',
      { user_ids: [name] },
      { status: 400, body: { error: { param: 'user_ids' } } },
    );
  });

  it('422 without a name, and for a region that is none', async () => {
    await expectRefused(admin, 'POST /customer/new', {}, { status: 422 });
    await expectRefused(admin, 'POST /customer/new', { user_id: 'x', allowed_model_region: 'moon' }, { status: 422 });
  });

  it('400 for a name that is taken, 404 for one that nobody knows', async () => {
    await expectRefused(
      admin,
      'POST /customer/new',
      { user_id: here },
      { status: 400, body: { error: { param: 'user_id' } } },
    );
    const gone = { status: 404, body: { error: { type: 'not_found' } } };
    await expectRefused(admin, 'POST /customer/update', { user_id: 'gone', alias: 'x' }, gone);
    expect(await admin.call('GET /customer/info?end_user_id=gone')).toMatchObject(gone);
    await expectRefused(admin, 'POST /customer/delete', { user_ids: [here, 'gone'] }, gone);
    expect((await admin.call(`GET /customer/info?end_user_id=${here}`)).status).toBe(200);
  });

  it('404 for a budget that is not there', async () => {
    const answered = { status: 404, body: { error: { param: 'budget_id' } } };
    await expectRefused(admin, 'POST /customer/new', { user_id: admin.newId(), budget_id: 'gone' }, answered);
    await expectRefused(admin, 'POST /customer/update', { user_id: here, budget_id: 'gone' }, answered);
  });

  it('401 for who is no admin', async () => {
    const { secret } = await admin.makeUserKey('internal_user');
    for (const [route, body] of [
      ['POST /customer/new', { user_id: 'x' }],
      ['POST /customer/update', { user_id: here, max_budget: 1e6 }],
      ['POST /customer/unblock', { user_ids: [here] }],
      ['POST /customer/delete', { user_ids: [here] }],
    ] as const)
      expect((await admin.call(route, { key: secret, body })).status).toBe(401);
  });
});
