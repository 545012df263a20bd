import { startAdmin, type TestAdmin } from '../support/test-admin.js';
import { ROUTES, bodyOf, callOf } from '../support/routes.js';

describe('401 on every admin route', () => {
  let admin: TestAdmin;
  let hash: string;
  let blocked: string;
  let expired: string;

  beforeAll(async () => {
    admin = await startAdmin();
    ({ hash } = await admin.makeAdminKey());
    ({ secret: blocked } = await admin.makeAdminKey({ blocked: true }));
    ({ secret: expired } = await admin.makeAdminKey({ duration: '1h' }));
    admin.clock.advance(3_600_000);
  });
  afterAll(() => admin.close());

  const refusedWith = (type: string, message: RegExp): object => ({
    status: 401,
    body: { error: { type, code: '401', message: expect.stringMatching(message) as string } },
  });

  it.each(ROUTES)('%s: nobody without a key', async (route) => {
    expect(await admin.call(callOf(route), { key: null, body: bodyOf(route) })).toMatchObject(
      refusedWith('auth_error', /No api key/),
    );
  });

  it.each(ROUTES)('%s: nobody with a key that does not exist', async (route) => {
    const answer = await admin.call(callOf(route), { key: 'sk-nobody-0123456789', body: bodyOf(route) });
    expect(answer).toMatchObject(refusedWith('token_not_found_in_db', /Invalid proxy server token/));
  });

  it.each(ROUTES)('%s: nobody with the hash of a key instead of the key', async (route) => {
    expect((await admin.call(callOf(route), { key: hash, body: bodyOf(route) })).status).toBe(401);
  });

  it.each(ROUTES)('%s: no blocked key, of an admin neither', async (route) => {
    expect(await admin.call(callOf(route), { key: blocked, body: bodyOf(route) })).toMatchObject(
      refusedWith('auth_error', /blocked/),
    );
  });

  it.each(ROUTES)('%s: no expired key, of an admin neither', async (route) => {
    expect(await admin.call(callOf(route), { key: expired, body: bodyOf(route) })).toMatchObject(
      refusedWith('expired_key', /Expired Key/),
    );
  });
});
