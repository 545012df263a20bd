import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('a blocked user', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('is nobody with any of his keys until he is served again, and cannot say so himself', async () => {
    const { secret, userId } = await admin.makeUserKey('internal_user');
    const other = await admin.makeKey({ user_id: userId });
    const set = (blocked: boolean, key?: string) =>
      admin.call('POST /user/update', { body: { user_id: userId, blocked }, ...(key !== undefined && { key }) });
    const statuses = async () =>
      Promise.all([secret, other.secret].map(async (key) => (await admin.call('GET /key/info', { key })).status));
    expect((await set(true, secret)).status).toBe(403);
    expect(await statuses()).toEqual([200, 200]);
    expect(await set(true)).toMatchObject({ status: 200, body: { data: { blocked: true } } });
    expect(await statuses()).toEqual([401, 401]);
    const cure = '`/user/update` with `blocked: false`';
    const message = `Authentication Error, User=${userId} is blocked. Update via ${cure} if you're an admin.`;
    expect((await admin.call('GET /key/info', { key: other.secret })).body).toMatchObject({ error: { message } });
    expect((await set(false)).status).toBe(200);
    expect(await statuses()).toEqual([200, 200]);
  });
});
