import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe.each(['block', 'unblock'])('POST /key/%s: 404 and 422', (verb) => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('a key that does not exist', async () => {
    expect(await admin.call(`POST /key/${verb}`, { body: { key: 'sk-nope-0123456789' } })).toMatchObject({
      status: 404,
      body: { error: { message: 'Key not found.', type: 'not_found_error', param: 'key', code: '404' } },
    });
  });

  it('no key named', async () => {
    expect(await admin.call(`POST /key/${verb}`, { body: {} })).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'missing', loc: ['body', 'key'], msg: 'Field required' }] },
    });
  });
});
