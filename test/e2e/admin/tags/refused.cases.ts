import { expectRefused } from '../support/expect-refused.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('tags, refused', () => {
  let admin: TestAdmin;
  let here: string;

  beforeAll(async () => {
    admin = await startAdmin();
    here = await admin.makeTag();
  });
  afterAll(() => admin.close());

  it.each([
    [{ max_budget: -1 }, { detail: { error: expect.stringContaining('max_budget') as string } }],
    [{ rpm_limit: -1 }, { detail: { error: expect.stringContaining('rpm_limit') as string } }],
    [{ budget_duration: 'soon' }, { detail: { error: expect.stringContaining('budget_duration') as string } }],
    [{ budget_id: 'b', max_budget: 1 }, { error: { param: 'budget_id' } }],
    [{ model_max_budget: { a: -1 } }, { error: { param: 'model_max_budget.a' } }],
  ])('400 for %j, of a new one as of one that is there', async (settings, body) => {
    await expectRefused(admin, 'POST /tag/new', { name: admin.newId(), ...settings }, { status: 400, body });
    await expectRefused(admin, 'POST /tag/update', { name: here, ...settings }, { status: 400, body });
  });

  it.each(['', '  ', ' a', 'a,b', 'x'.repeat(257)])('400 for the name %j, which no call can say', async (name) => {
    await expectRefused(admin, 'POST /tag/new', { name }, { status: 400, body: { error: { param: 'name' } } });
  });

  it('422 without a name, and for models that are no list', async () => {
    await expectRefused(admin, 'POST /tag/new', {}, { status: 422 });
    await expectRefused(admin, 'POST /tag/new', { name: 'x', models: 'gpt-4o' }, { status: 422 });
  });

  it('400 for a name that is taken, 404 for one that nobody knows', async () => {
    await expectRefused(admin, 'POST /tag/new', { name: here }, { status: 400, body: { error: { param: 'name' } } });
    const gone = { status: 404, body: { error: { type: 'not_found' } } };
    await expectRefused(admin, 'POST /tag/update', { name: 'gone', description: 'x' }, gone);
    await expectRefused(admin, 'POST /tag/delete', { name: 'gone' }, gone);
    expect(await admin.call('POST /tag/info', { body: { names: [here, 'gone'] } })).toMatchObject({
      status: 404,
      body: { error: { message: "Tags not found: ['gone']" } },
    });
  });

  it('404 for a budget that is not there', async () => {
    const answered = { status: 404, body: { error: { param: 'budget_id' } } };
    await expectRefused(admin, 'POST /tag/new', { name: admin.newId(), budget_id: 'gone' }, answered);
    await expectRefused(admin, 'POST /tag/update', { name: here, budget_id: 'gone' }, answered);
  });

  it('400 for a list whose range has one edge', async () => {
    expect((await admin.call('GET /tag/list?start_date=2026-05-01')).status).toBe(400);
  });

  it('401 for who is no admin', async () => {
    const { secret } = await admin.makeUserKey('internal_user');
    for (const [route, body] of [
      ['POST /tag/new', { name: 'x' }],
      ['POST /tag/update', { name: here, max_budget: 1e6 }],
      ['POST /tag/info', { names: [here] }],
      ['GET /tag/list', undefined],
      ['POST /tag/delete', { name: here }],
    ] as const)
      expect((await admin.call(route, { key: secret, body })).status).toBe(401);
  });
});
