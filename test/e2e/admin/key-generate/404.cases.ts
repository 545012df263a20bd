import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/generate: 404', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each(['team_id', 'organization_id', 'project_id', 'budget_id'])(
    'a %s that does not exist makes no key (LiteLLM stores a team dangling)',
    async (field) => {
      const before = await admin.epoch();
      const answer = await admin.call('POST /key/generate', { body: { [field]: 'nope' } });
      expect(answer).toMatchObject({
        status: 404,
        body: { error: { type: 'not_found_error', param: field, code: '404' } },
      });
      expect(await admin.epoch()).toBe(before);
    },
  );
});
