import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('GET /v2/model/info: 422', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([
    ['page=0', 'page', 'greater_than_equal'],
    ['page=1000001', 'page', 'less_than_equal'],
    ['page=one', 'page', 'int_parsing'],
    ['size=0', 'size', 'greater_than_equal'],
    ['size=1001', 'size', 'less_than_equal'],
    ['sort_by=api_key', 'sort_by', 'enum'],
    ['sort_order=up', 'sort_order', 'enum'],
    ['search=a&search=b', 'search', 'string_type'],
    ['modelId=%00', 'modelId', 'string_unicode'],
  ])('%s', async (query, field, type) => {
    expect(await admin.call(`GET /v2/model/info?${query}`)).toMatchObject({
      status: 422,
      body: { detail: [{ type, loc: ['query', field] }] },
    });
  });
});
