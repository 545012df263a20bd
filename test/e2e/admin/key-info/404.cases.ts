import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const NOT_FOUND = {
  status: 404,
  body: { error: { message: 'Key not found in database', type: 'not_found_error', param: 'key', code: '404' } },
};

describe('GET /key/info: 404', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([
    'sk-none-0123456789',
    'no-such-alias',
    'f'.repeat(64),
    '01990000-0000-7000-8000-000000000000',
    '',
    'a%25b%2F..',
  ])('a key that does not exist: %p', async (ref) => {
    expect(await admin.call(`GET /key/info?key=${ref}`)).toMatchObject(NOT_FOUND);
  });

  it('the master key, which is no key of the database', async () => {
    expect(await admin.call('GET /key/info')).toMatchObject(NOT_FOUND);
  });

  it("another's key is absent for a key that is no admin's, by whatever name", async () => {
    const alias = `foreign-${admin.newId()}`;
    const foreign = await admin.makeKey({ key_alias: alias });
    const { secret } = await admin.makeKey({});
    for (const ref of [foreign.secret, foreign.hash, foreign.id, alias]) {
      expect(await admin.call(`GET /key/info?key=${ref}`, { key: secret })).toMatchObject(NOT_FOUND);
    }
  });

  it("a deleted key of another's is absent too", async () => {
    const foreign = await admin.makeKey({});
    await admin.call('POST /key/delete', { body: { keys: [foreign.secret] } });
    const { secret } = await admin.makeKey({});
    expect(await admin.call(`GET /key/info?key=${foreign.hash}`, { key: secret })).toMatchObject(NOT_FOUND);
  });
});
