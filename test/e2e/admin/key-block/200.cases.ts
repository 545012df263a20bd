import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/block and /key/unblock: 200', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('refuses the next call of the key, and serves it again afterwards', async () => {
    const { secret, hash } = await admin.makeKey({});
    expect((await admin.call('GET /key/info', { key: secret })).status).toBe(200);
    expect(await admin.call('POST /key/block', { body: { key: secret } })).toMatchObject({
      status: 200,
      body: { token: hash, blocked: true },
    });
    expect((await admin.call('GET /key/info', { key: secret })).status).toBe(401);
    expect(await admin.call('POST /key/unblock', { body: { key: hash } })).toMatchObject({
      status: 200,
      body: { token: hash, blocked: false },
    });
    expect((await admin.call('GET /key/info', { key: secret })).status).toBe(200);
  });

  it('is audited under the name of what was done', async () => {
    const { secret, hash } = await admin.makeKey({});
    await admin.call('POST /key/block', { body: { key: secret } });
    await admin.call('POST /key/unblock', { body: { key: secret } });
    expect((await admin.auditOf(hash)).map(({ action }) => action)).toEqual(['created', 'blocked', 'unblocked']);
  });
});
