import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('GET /key/list: 422', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([
    ['page=0', 'greater_than_equal', 'page'],
    ['size=1000', 'less_than_equal', 'size'],
    ['size=all', 'int_parsing', 'size'],
    ['sort_by=secret', 'enum', 'sort_by'],
    ['sort_order=up', 'enum', 'sort_order'],
    ['status=gone', 'enum', 'status'],
    ['include_team_keys=some', 'bool_parsing', 'include_team_keys'],
    ['user_id=a&user_id=b', 'string_type', 'user_id'],
  ])('%s', async (query, type, field) => {
    expect(await admin.call(`GET /key/list?${query}`)).toMatchObject({
      status: 422,
      body: { detail: [{ type, loc: ['query', field] }] },
    });
  });

  it('names which of several `expand` it does not know', async () => {
    expect(await admin.call('GET /key/list?expand=user&expand=team')).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'enum', loc: ['query', 'expand', 1] }] },
    });
  });

  it.each(['status=deleted&sort_by=max_budget', 'status=deleted&sort_by=spend', 'sort_by=deleted_at'])(
    '400 for %s, which has no such order',
    async (query) => {
      expect(await admin.call(`GET /key/list?${query}`)).toMatchObject({
        status: 400,
        body: { error: { param: 'sort_by' } },
      });
    },
  );
});
