import type { CallOptions } from '../support/call-admin.js';
import { MASTER_KEY } from '../support/call-admin.js';
import { startAdmin, type TestAdmin, UI } from '../support/test-admin.js';

let admin: TestAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin.close());

interface Refusal {
  readonly error: { readonly type: string; readonly message: string };
}

const OWN_PAGE = { 'sec-fetch-site': 'same-origin' };

/** Signs in; what the browser then sends. */
async function signIn(headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await admin.call('POST /v2/login', { key: null, body: UI, headers });
  expect(answer).toMatchObject({ status: 200, body: { user_id: 'default_user_id', user_role: 'proxy_admin' } });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const call = (route: string, cookie: string, { headers = OWN_PAGE, ...options }: CallOptions = {}) =>
  admin.call<Readonly<Record<string, unknown>> & Partial<Refusal>>(route, {
    ...options,
    key: options.key ?? null,
    headers: { cookie, ...headers },
  });

describe('a session', () => {
  it('is a cookie that no script reads and no other site sends, for a day; over TLS alone where it was opened so', async () => {
    const plain = await admin.call('POST /v2/login', { key: null, body: UI });
    expect(plain.headers.get('set-cookie')).toMatch(
      /^tollgate_session=sk-[\w-]{20,}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=86400$/,
    );
    expect(plain.headers.get('cache-control')).toBe('no-store');
    expect(JSON.stringify(plain.body)).not.toContain('sk-');
    const secure = await admin.call('POST /v2/login', {
      key: null,
      body: UI,
      headers: { 'x-forwarded-proto': 'https' },
    });
    expect(secure.headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  it('is an admin of the admin API, with audit rows of what it does, of its beginning and of its end', async () => {
    const cookie = await signIn();
    expect((await call('GET /me', cookie)).body).toMatchObject({
      user_id: 'default_user_id',
      user_role: 'proxy_admin',
    });
    expect((await call('POST /budget/new', cookie, { body: {} })).status).toBe(200);
    await call('POST /logout', cookie);
    const { rows } = await admin.query<{ action: string; resource: string; actor_id: string }>(
      'SELECT action, resource, actor_id FROM tollgate.audit_entry ORDER BY sequence DESC LIMIT 3',
    );
    const actor_id = 'default_user_id';
    expect(rows).toEqual([
      { action: 'deleted', resource: 'session', actor_id },
      { action: 'created', resource: 'budget', actor_id },
      { action: 'created', resource: 'session', actor_id },
    ]);
  });

  it('ends with its signing out, and after a day', async () => {
    const [one, other] = [await signIn(), await signIn()];
    const out = await call('POST /logout', one);
    expect([out.status, out.headers.get('set-cookie')]).toEqual([
      200,
      'tollgate_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
    ]);
    expect((await call('GET /me', one)).status).toBe(401);
    expect((await call('GET /me', other)).status).toBe(200);
    admin.clock.advance(86_400_000);
    expect(await call('GET /me', other)).toMatchObject({
      status: 401,
      body: { error: { type: 'auth_error', message: 'Authentication Error, The session has ended. Sign in again.' } },
    });
  });

  it('is not found by what the store keeps of it, nor is its secret a key', async () => {
    const cookie = await signIn();
    const secret = cookie.replace('tollgate_session=', '');
    const { rows } = await admin.query<{ hash: string }>(
      'SELECT hash FROM tollgate.ui_session ORDER BY created_at DESC',
    );
    for (const { hash } of rows) expect((await call('GET /me', `tollgate_session=${hash}`)).status).toBe(401);
    expect((await admin.call('GET /me', { key: secret })).status).toBe(401);
  });

  it('gives way to a key that is shown beside it', async () => {
    const cookie = await signIn();
    const { secret } = await admin.makeKey();
    expect((await call('GET /me', cookie, { key: secret })).body).toMatchObject({ kind: 'key' });
    expect((await call('GET /me', cookie, { key: 'sk-nobody-0123456789' })).status).toBe(401);
  });
});

describe('a change by a session', () => {
  it.each([
    ['another site’s page', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example.com' }],
    ['a page of a neighbouring host', { 'sec-fetch-site': 'same-site', origin: 'https://other.example.com' }],
    ['an origin that is not this one', { origin: 'https://evil.example.com' }],
    ['an origin that hides itself', { origin: 'null' }],
    ['nobody knows where', {}],
  ])('from %s is refused, and its reading is not', async (_where, headers) => {
    const cookie = await signIn();
    const team_id = admin.newId();
    const refused = await call('POST /team/new', cookie, { body: { team_id }, headers });
    expect(refused).toMatchObject({ status: 403, body: { error: { type: 'auth_error' } } });
    expect((await call(`GET /team/info?team_id=${team_id}`, cookie, { headers })).status).toBe(404);
    expect((await call('POST /logout', cookie, { headers })).status).toBe(403);
    expect((await call('GET /me', cookie)).status).toBe(200);
  });

  it('from this gateway’s own page is taken, by either header of a browser', async () => {
    const cookie = await signIn();
    for (const headers of [OWN_PAGE, { origin: admin.base }])
      expect((await call('POST /team/new', cookie, { body: {}, headers })).status).toBe(200);
  });
});

describe('signing in', () => {
  it('from a form leads on with the cookie', async () => {
    const answer = await fetch(`${admin.base}/login`, {
      method: 'POST',
      body: new URLSearchParams(UI),
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/docs']);
    expect(answer.headers.get('set-cookie')).toContain('tollgate_session=sk-');
  });

  it.each([
    ['a wrong password', { ...UI, password: 'wrong' }],
    ['a wrong name', { ...UI, username: 'root' }],
    ['an empty password', { ...UI, password: '' }],
    ['the hash of nothing', { username: '', password: '' }],
  ])('is refused with %s, in words that say not which', async (_fault, body) => {
    const answer = await admin.call<Refusal>('POST /v2/login', { key: null, body });
    expect(answer).toMatchObject({
      status: 401,
      body: { error: { type: 'auth_error', param: 'invalid_credentials' } },
    });
    expect(answer.body.error.message).toContain("Check 'UI_USERNAME', 'UI_PASSWORD'");
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it.each([{}, { username: 'admin' }, { username: ['admin'], password: {} }])('needs both: %j is 422', async (body) => {
    expect((await admin.call('POST /v2/login', { key: null, body })).status).toBe(422);
  });

  it('opens no door by the master key’s name: the key itself stays the key', async () => {
    expect(
      (await admin.call('POST /v2/login', { key: null, body: { username: 'admin', password: MASTER_KEY } })).status,
    ).toBe(401);
  });
});
