import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/update: 400', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('an alias that another key has', async () => {
    const alias = `taken-${admin.newId()}`;
    await admin.makeKey({ key_alias: alias });
    const { secret } = await admin.makeKey({});
    expect(await admin.call('POST /key/update', { body: { key: secret, key_alias: alias } })).toMatchObject({
      status: 400,
      body: {
        error: {
          message: `Key with alias '${alias}' already exists. Unique key aliases across all keys are required.`,
          type: 'bad_request_error',
          param: 'key_alias',
        },
      },
    });
  });

  it.each([
    ['duration', 'soon'],
    ['budget_duration', 'soon'],
    ['max_budget', -1],
    ['rpm_limit', -1],
    ['guardrails', ['pii']],
  ])('%s: %p', async (field, value) => {
    const { secret } = await admin.makeKey({ max_budget: 1 });
    const answer = await admin.call('POST /key/update', { body: { key: secret, [field]: value } });
    expect(answer).toMatchObject({ status: 400, body: { error: { param: field, code: '400' } } });
    expect((await admin.call<{ info: object }>(`GET /key/info?key=${secret}`)).body.info).toMatchObject({
      max_budget: 1,
      settings_updated_at: null,
    });
  });

  it('a budget that can no more be counted exactly once it is raised, in one call or in two', async () => {
    const raise = { temp_budget_increase: 7, temp_budget_expiry: '2030-01-01T00:00:00Z' };
    const { secret } = await admin.makeKey({ max_budget: 9_007_190 });
    const change = (body: object) => admin.call('POST /key/update', { body: { key: secret, ...body } });
    expect((await change(raise)).status).toBe(200);
    for (const body of [{ max_budget: 9_007_199 }, { ...raise, temp_budget_increase: 9_007_199 }])
      expect(await change(body)).toMatchObject({ status: 400, body: { error: { param: 'temp_budget_increase' } } });
    expect((await change({ max_budget: 9_007_199, temp_budget_increase: null })).status).toBe(200);
  });
});
