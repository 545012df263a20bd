import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const PASSWORD = 'correct horse battery';
const WEEK_MS = 7 * 86_400_000;
const OWN_PAGE = { 'sec-fetch-site': 'same-origin' };

interface Claim {
  readonly invitation_link: string;
  readonly user_id: string;
  readonly password: string;
}

describe('who has been invited', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  /** An invitation of a new user, by whom a key belongs to. */
  const invite = async (userId?: string, key?: string): Promise<{ readonly id: string; readonly user: string }> => {
    const user = userId ?? (await admin.makeUserKey('internal_user')).userId;
    const made = await admin.call('POST /invitation/new', { body: { user_id: user }, ...(key && { key }) });
    expect(made.status).toBe(200);
    return { id: String(made.body['id']), user };
  };
  const claim = (id: string, user_id: string, more: Partial<Claim> = {}) =>
    admin.call('POST /onboarding/claim_token', {
      key: null,
      body: { invitation_link: id, user_id, password: PASSWORD, ...more },
    });
  const cookieOf = (answer: { readonly headers: Headers }) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const signIn = (username: string, password = PASSWORD) =>
    admin.call('POST /v2/login', { key: null, body: { username, password } });
  const as = (cookie: string, route: string, body?: object) =>
    admin.call(route, { key: null, headers: { cookie, ...OWN_PAGE }, ...(body && { body }) });

  it('sees whom it is for, sets a password and is signed in with it, then by his id and his address', async () => {
    const made = await admin.call('POST /user/new', {
      body: { user_email: 'New@Example.com', auto_create_key: false },
    });
    const { id, user } = await invite(String(made.body['user_id']));
    expect((await admin.call(`GET /onboarding/get_token?invite_link=${id}`, { key: null })).body).toEqual({
      user_id: user,
      user_email: 'new@example.com',
      expires_at: new Date(admin.clock.now() + WEEK_MS).toISOString(),
      token: null,
    });
    const claimed = await claim(id, user);
    expect(claimed).toMatchObject({ status: 200, body: { user_id: user, user_role: 'internal_user' } });
    for (const cookie of [claimed, await signIn(user), await signIn('NEW@example.com')].map(cookieOf))
      expect((await as(cookie, 'GET /me')).body).toMatchObject({ user_id: user, user_role: 'internal_user' });
  });

  it('is what he is in the policy: his own keys, and nobody else’s', async () => {
    const { id, user } = await invite();
    const cookie = cookieOf(await claim(id, user));
    const key = await as(cookie, 'POST /key/generate', { models: ['gpt-4o'] });
    expect(key).toMatchObject({ status: 200, body: { user_id: user } });
    expect((await as(cookie, 'POST /budget/new', {})).status).toBe(401);
    expect(
      (await as(cookie, `GET /user/info?user_id=${(await admin.makeUserKey('internal_user')).userId}`)).status,
    ).toBe(404);
    await admin.call('POST /user/update', { body: { user_id: user, user_role: 'internal_user_viewer' } });
    expect((await as(cookie, 'POST /key/generate', {})).status).not.toBe(200);
  });

  it('sets it once, in a week, for the user whom it is for', async () => {
    const { id, user } = await invite();
    expect((await claim(id, 'somebody-else')).status).toBe(401);
    expect((await claim(id, user, { password: 'short' })).status).toBe(400);
    expect((await claim(id, user, { password: 'x'.repeat(129) })).status).toBe(400);
    expect((await claim(id, user)).status).toBe(200);
    const again = await claim(id, user, { password: 'another password' });
    expect([again.status, again.headers.get('set-cookie')]).toEqual([401, null]);
    expect((await admin.call(`GET /onboarding/get_token?invite_link=${id}`, { key: null })).status).toBe(401);
    const late = await invite();
    admin.clock.advance(WEEK_MS);
    expect((await claim(late.id, late.user)).status).toBe(401);
  });

  it('sets it once of many at the same time', async () => {
    const { id, user } = await invite();
    const answers = await Promise.all(
      ['one', 'two', 'three'].map((word) => claim(id, user, { password: `password ${word}` })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('ends with a new password what the old has opened: sessions and other invitations', async () => {
    const { id, user } = await invite();
    const spare = await invite(user);
    const cookie = cookieOf(await claim(id, user));
    expect((await claim(spare.id, user, { password: 'another password' })).status).toBe(401);
    const set = { user_id: user, password: 'a new password' };
    expect((await as(cookie, 'POST /user/update', set)).status).toBe(200);
    expect((await as(cookie, 'GET /me')).status).toBe(401);
    expect([(await signIn(user)).status, (await signIn(user, set.password)).status]).toEqual([401, 200]);
  });

  it('is nobody any more when he is blocked, or deleted and made again', async () => {
    const { id, user } = await invite();
    const cookie = cookieOf(await claim(id, user));
    await admin.call('POST /user/delete', { body: { user_ids: [user] } });
    await admin.call('POST /user/new', { body: { user_id: user, auto_create_key: false } });
    expect((await as(cookie, 'GET /me')).status).toBe(401);
    expect((await signIn(user)).status).toBe(401);
  });

  it('changes no password with a key, which may be lent; a proxy admin sets it', async () => {
    const { secret, userId } = await admin.makeUserKey('internal_user');
    const body = { user_id: userId, password: PASSWORD };
    expect((await admin.call('POST /user/update', { key: secret, body })).status).toBe(403);
    expect((await signIn(userId)).status).toBe(401);
    expect((await admin.call('POST /user/update', { body })).status).toBe(200);
    expect((await signIn(userId)).status).toBe(200);
    const made = await admin.call('POST /user/new', { body: { password: PASSWORD } });
    expect((await signIn(String(made.body['user_id']))).status).toBe(200);
    expect((await admin.call('POST /user/new', { body: { password: 'short' } })).status).toBe(400);
  });

  it('leaves neither the password nor the invitation in a table, an audit row or an answer', async () => {
    const { id, user } = await invite();
    const claimed = await claim(id, user);
    const info = await admin.call(`GET /user/info?user_id=${user}`);
    const { rows } = await admin.query('SELECT * FROM tollgate.app_user');
    const { rows: audit } = await admin.query('SELECT before, after FROM tollgate.audit_entry');
    const stored = JSON.stringify(rows);
    expect(stored).toContain('scrypt$');
    for (const text of [stored, JSON.stringify(audit), JSON.stringify([claimed.body, info.body])]) {
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain(id);
    }
    expect(JSON.stringify([audit, info.body])).not.toContain('scrypt$');
  });

  it('by a proxy admin who has been deleted since is nobody', async () => {
    const gone = await admin.makeUserKey('proxy_admin');
    const open = await invite(undefined, gone.secret);
    await admin.call('POST /user/delete', { body: { user_ids: [gone.userId] } });
    expect((await claim(open.id, open.user)).status).toBe(401);
  });
});
