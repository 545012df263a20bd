import { startAdmin, type TestAdmin } from '../support/test-admin.js';
import { bodyOf, callOf, MASTER_ROUTES, ROUTES } from '../support/routes.js';

/** A key calls it for itself whatever its routes say. */
const OWN_KEY = 'POST /key/{key}/rotation/collect';
/** Whoever is invited signs in, and is held back by no key: one that is held back itself invites nobody. */
const INVITES = 'POST /invitation/new';
/** What a key with a list of routes may give, where others have all of them by default. */
const WITHIN: Readonly<Record<string, object>> = {
  'POST /key/generate': { allowed_routes: ['/audit'] },
  'POST /key/service-account/generate': { allowed_routes: ['/audit'] },
  'POST /user/new': { auto_create_key: false },
};

/** Every route but those for the master key. */
const ALL_GROUPS = [
  'management_routes',
  'spend_tracking_routes',
  'global_spend_tracking_routes',
  '/global/activity',
  '/global/activity/*',
  '/global/all_end_users',
  '/provider/budgets',
  '/agent/daily/activity',
  '/audit',
  '/audit/*',
  '/health/*',
];

describe('403 on every admin route', () => {
  let admin: TestAdmin;
  let narrow: string;
  let wide: string;

  beforeAll(async () => {
    admin = await startAdmin();
    ({ secret: narrow } = await admin.makeAdminKey({ key_type: 'llm_api' }));
    ({ secret: wide } = await admin.makeAdminKey({ allowed_routes: ALL_GROUPS }));
  });
  afterAll(() => admin.close());

  it.each(ROUTES.filter((route) => route !== OWN_KEY))(
    "%s: not for an admin's key whose allowed routes leave it out",
    async (route) => {
      const path = callOf(route).split(' ')[1] ?? '';
      const answer = await admin.call(callOf(route), { key: narrow, body: bodyOf(route) });
      expect([answer.status, answer.body]).toEqual([
        403,
        {
          detail: `Virtual key is not allowed to call this route. Only allowed to call routes: ['llm_api_routes']. Tried to call route: ${path}`,
        },
      ]);
    },
  );

  it(`${OWN_KEY}: for an admin's key whose allowed routes leave it out, its own key is all there is`, async () => {
    const [{ secret, hash }, other] = [await admin.makeAdminKey({ key_type: 'llm_api' }), await admin.makeRotatedKey()];
    const statusOf = async (key: string): Promise<unknown> => {
      const answer = await admin.call<{ error: { message: string } }>(OWN_KEY.replace('{key}', key), { key: secret });
      return [answer.status, answer.body.error.message];
    };
    expect(await statusOf(other.hash)).toEqual([404, 'Key not found.']);
    expect(await statusOf(hash)).toEqual([404, expect.stringContaining('No rotated secret waits') as string]);
  });

  it.each(ROUTES.filter((route) => ![...MASTER_ROUTES, INVITES].includes(route)))(
    '%s: served to a key whose allowed routes name it',
    async (route) => {
      const body = WITHIN[route] === undefined ? bodyOf(route) : { ...bodyOf(route), ...WITHIN[route] };
      expect([401, 403]).not.toContain((await admin.call(callOf(route), { key: wide, body })).status);
    },
  );
});
