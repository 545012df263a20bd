import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/update: 422', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([
    [{}, 'missing', 'key'],
    [{ key: null }, 'string_type', 'key'],
    [{ key: 'sk-x', max_budget: {} }, 'float_type', 'max_budget'],
    [{ key: 'sk-x', temp_budget_expiry: 5 }, 'string_type', 'temp_budget_expiry'],
  ])('%p', async (body, type, field) => {
    expect(await admin.call('POST /key/update', { body })).toMatchObject({
      status: 422,
      body: { detail: [{ type, loc: ['body', field] }] },
    });
  });

  it('half a raise of the budget', async () => {
    const { secret } = await admin.makeKey({ max_budget: 1 });
    for (const half of [{ temp_budget_increase: 5 }, { temp_budget_expiry: '2030-01-01T00:00:00Z' }])
      expect(await admin.call('POST /key/update', { body: { key: secret, ...half } })).toMatchObject({
        status: 422,
        body: { detail: [{ type: 'value_error', loc: ['body'] }] },
      });
  });
});
