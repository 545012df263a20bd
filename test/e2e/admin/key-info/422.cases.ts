import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('GET /key/info: 422', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([
    ['key=%00', 'string_unicode'],
    ['key=a&key=b', 'string_type'],
  ])('%s is no name of a key', async (query, type) => {
    expect(await admin.call(`GET /key/info?${query}`)).toMatchObject({
      status: 422,
      body: { detail: [{ type, loc: ['query', 'key'] }] },
    });
  });
});
