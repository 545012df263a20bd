import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('budgets by id, refused', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
    await admin.makeBudget({ budget_id: 'here' });
  });
  afterAll(() => admin.close());

  const refused = async (route: string, body: object, status: number, error: RegExp): Promise<void> => {
    const before = await admin.epoch();
    const answer = await admin.call(route, { body });
    expect(answer).toMatchObject({ status, body: { detail: { error: expect.stringMatching(error) as string } } });
    expect(await admin.epoch()).toBe(before);
  };

  it.each([
    [{ max_budget: -1 }, /^max_budget must be a non-negative finite number/],
    [{ max_budget: 'nan' }, /^max_budget must be a non-negative finite number/],
    [{ max_budget: 1e12 }, /^max_budget must be at most/],
    [{ soft_budget: -1 }, /^soft_budget/],
    [{ rpm_limit: -1 }, /^rpm_limit/],
    [{ max_parallel_requests: 1e10 }, /^max_parallel_requests/],
    [{ budget_duration: 'soon' }, /^Invalid budget_duration 'soon'/],
  ])('400 for %j, of a new one as of one that is there', async (body, error) => {
    await refused('POST /budget/new', body, 400, error);
    await refused('POST /budget/update', { budget_id: 'here', ...body }, 400, error);
  });

  it('400 for an update that names none, and for a list of none', async () => {
    await refused('POST /budget/update', { max_budget: 1 }, 400, /budget_id is required/);
    await refused('POST /budget/info', { budgets: [] }, 400, /Specify list/);
    await refused('POST /budget/new', { budget_id: '' }, 400, /budget_id must not be empty/);
  });

  it.each([
    [{ a: -1 }, 'model_max_budget.a'],
    [{ a: { money: 1 } }, 'model_max_budget.a.money'],
    [{ a: { budget_limit: 1, time_period: 'soon' } }, 'model_max_budget.a.time_period'],
  ])('400 for model_max_budget %j', async (model_max_budget, param) => {
    const answer = { status: 400, body: { error: { param } } };
    expect(await admin.call('POST /budget/new', { body: { model_max_budget } })).toMatchObject(answer);
    const update = { budget_id: 'here', model_max_budget };
    expect(await admin.call('POST /budget/update', { body: update })).toMatchObject(answer);
  });

  it.each([
    { budget_reset_at: '2026-12-01T00:00:00Z' },
    { tpd_limit: 5 },
    { allowed_models: ['gpt-4o'] },
    { temp_budget_increase: 5 },
    { temp_budget_expiry: '1d' },
  ])('400 for %j, which nothing enforces yet', async (body) => {
    const param = Object.keys(body)[0];
    expect(await admin.call('POST /budget/new', { body })).toMatchObject({ status: 400, body: { error: { param } } });
  });

  it('409 for an id that is taken, 404 for one that is not there', async () => {
    await refused('POST /budget/new', { budget_id: 'here' }, 409, /already exists/);
    await refused('POST /budget/update', { budget_id: 'gone', max_budget: 1 }, 404, /budget_id=gone/);
    expect((await admin.call('GET /budget/settings?budget_id=gone')).status).toBe(404);
    expect((await admin.call('POST /key/generate', { body: { budget_id: 'gone' } })).status).toBe(404);
  });

  it('409 for a budget that somebody is linked to, with how many', async () => {
    const id = await admin.makeBudget({ max_budget: 1 });
    await Promise.all([admin.makeKey({ budget_id: id }), admin.makeKey({ budget_id: id })]);
    await refused('POST /budget/delete', { id }, 409, /keys: 2$/);
    expect((await admin.call<readonly object[]>('POST /budget/info', { body: { budgets: [id] } })).body).toHaveLength(
      1,
    );
  });

  it('401 for who is no admin', async () => {
    const { secret } = await admin.makeUserKey('internal_user');
    for (const [route, body] of [
      ['POST /budget/new', {}],
      ['POST /budget/update', { budget_id: 'here', max_budget: 1e6 }],
      ['POST /budget/delete', { id: 'here' }],
      ['POST /budget/info', { budgets: ['here'] }],
    ] as const)
      expect((await admin.call(route, { key: secret, body })).status).toBe(401);
  });

  it('400 for an id that means several, whoever came later: none of them is changed', async () => {
    const organization_id = `both-${admin.newId()}`;
    const organization_alias = organization_id;
    await admin.call('POST /organization/new', { body: { organization_id, organization_alias, max_budget: 1000 } });
    const team_id = await admin.makeTeam();
    const keeper = admin.newId();
    await admin.call('POST /team/member_add', { body: { team_id, member: { role: 'admin', user_id: keeper } } });
    const { secret: key } = await admin.makeKey({ user_id: keeper });
    const project = { team_id, project_id: organization_id, project_alias: organization_id, max_budget: 5 };
    expect((await admin.call('POST /project/new', { body: project, key })).status).toBe(200);
    const change = { budget_id: organization_id, max_budget: 3 };
    const several = /means several.*project.*\/project\/update.*organization.*\/organization\/update/;
    await refused('POST /budget/update', change, 400, several);
    const shown = await admin.call(`GET /organization/info?organization_id=${organization_id}`);
    expect(shown.body).toMatchObject({ litellm_budget_table: { max_budget: 1000 } });
    await refused('POST /budget/new', { budget_id: organization_id }, 409, /organization.*Choose another id/);
    const stored = await admin.makeBudget({ max_budget: 7 });
    await admin.call('POST /project/new', { body: { ...project, project_id: stored, project_alias: stored }, key });
    await refused('POST /budget/update', { budget_id: stored, max_budget: 3 }, 400, /a budget of its own.*project/);
    await refused(
      'POST /organization/new',
      { organization_id: stored, organization_alias: 'x' },
      409,
      /Choose another/,
    );
    await admin.call('DELETE /project/delete', { body: { project_ids: [stored] } });
    const mended = await admin.call('POST /budget/update', { body: { budget_id: stored, max_budget: 3 } });
    expect(mended).toMatchObject({ status: 200, body: { max_budget: 3 } });
  });
});
