import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/update: 404', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('a key that does not exist', async () => {
    expect(await admin.call('POST /key/update', { body: { key: 'sk-nope-0123456789', max_budget: 1 } })).toMatchObject({
      status: 404,
      body: { error: { message: 'Key not found.', type: 'not_found_error', param: 'key', code: '404' } },
    });
  });

  it.each(['team_id', 'organization_id', 'project_id', 'budget_id'])('a %s that does not exist', async (field) => {
    const { secret } = await admin.makeKey({});
    expect(await admin.call('POST /key/update', { body: { key: secret, [field]: 'nope' } })).toMatchObject({
      status: 404,
      body: { error: { type: 'not_found_error', param: field } },
    });
  });

  it('a deleted key', async () => {
    const { secret } = await admin.makeKey({});
    await admin.call('POST /key/delete', { body: { keys: [secret] } });
    expect((await admin.call('POST /key/update', { body: { key: secret, max_budget: 1 } })).status).toBe(404);
  });
});
