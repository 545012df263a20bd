import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const NOT_FOUND = { status: 404, body: { error: { message: 'No keys found', code: '404' } } };

describe('POST /key/delete: 404', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([{ keys: ['sk-nope-0123456789'] }, { key_aliases: ['nope'] }])('%p', async (body) => {
    expect(await admin.call('POST /key/delete', { body })).toMatchObject(NOT_FOUND);
  });

  it('deletes none of the keys when one of them does not exist', async () => {
    const { secret } = await admin.makeKey({});
    expect(await admin.call('POST /key/delete', { body: { keys: [secret, 'sk-nope-0123456789'] } })).toMatchObject({
      status: 404,
    });
    expect((await admin.call('GET /key/info', { key: secret })).status).toBe(200);
  });
});
