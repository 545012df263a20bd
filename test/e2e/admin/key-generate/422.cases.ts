import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/generate: 422', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([
    [{ max_budget: 'ten' }, 'float_parsing', ['body', 'max_budget']],
    [{ rpm_limit: 1.5 }, 'int_from_float', ['body', 'rpm_limit']],
    [{ models: 'gpt-4o' }, 'list_type', ['body', 'models']],
    [{ models: ['a', 1] }, 'string_type', ['body', 'models', 1]],
    [{ metadata: [] }, 'dict_type', ['body', 'metadata']],
    [{ aliases: { a: 1 } }, 'string_type', ['body', 'aliases', 'a']],
    [{ blocked: 'perhaps' }, 'bool_parsing', ['body', 'blocked']],
    [{ key_type: 'root' }, 'enum', ['body', 'key_type']],
    [{ key_alias: 'a\0b' }, 'string_unicode', ['body', 'key_alias']],
    [{ metadata: { a: '\ud800' } }, 'string_unicode', ['body', 'metadata']],
  ])('%p', async (body, type, loc) => {
    const answer = await admin.call<{ detail: readonly object[] }>('POST /key/generate', { body });
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toEqual([{ type, loc, msg: expect.any(String) as string }]);
  });
});
