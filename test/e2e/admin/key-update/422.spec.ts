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
  ])('%p', async (body, type, field) => {
    expect(await admin.call('POST /key/update', { body })).toMatchObject({
      status: 422,
      body: { detail: [{ type, loc: ['body', field] }] },
    });
  });
});
