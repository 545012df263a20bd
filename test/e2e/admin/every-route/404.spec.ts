import { askable, bodyOf, ROUTES } from '../support/routes.js';
import { ABSENT, ABSENT_KEY, makeTenant, nameIn, nameInPath, type Objects } from '../support/tenant.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

/** A new secret stands in its `key`: it names nothing. */
const NAMES_NO_KEY = 'POST /key/generate';

/** Without an organization it makes a member of the caller's own. */
const MAKES_MEMBERS = 'POST /user/new';
const ELSEWHERE = { organizations: [ABSENT] };

describe('an object of another tenant on every admin route', () => {
  let admin: TestAdmin;
  let caller: string;
  let objects: Objects;

  beforeAll(async () => {
    admin = await startAdmin();
    objects = await makeTenant(admin);
    const { secret, userId } = await admin.makeUserKey('internal_user');
    await admin.addToOrganization(await admin.makeOrganization(), userId, 'org_admin');
    await admin.addMember(await admin.makeTeam(), userId, 'admin');
    caller = secret;
  });
  afterAll(() => admin.close());

  it.each(ROUTES)(
    '%s: is answered like one that is not there, to admins of other teams and organizations',
    async (route) => {
      const before = await admin.epoch();
      const ask = (named: Objects) =>
        admin.call<unknown>(nameInPath(askable(route), named), {
          key: caller,
          body: nameIn(route === MAKES_MEMBERS ? { ...bodyOf(route), ...ELSEWHERE } : bodyOf(route), '', named),
        });
      const { key, ...others } = objects;
      const named = route === NAMES_NO_KEY || key === undefined ? others : objects;
      const [foreign, absent] = [await ask(named), await ask({})];
      expect(foreign.status).toBe(absent.status);
      expect(withoutIds(foreign.body, objects)).toBe(withoutIds(absent.body, objects));
      expect(await admin.epoch()).toBe(before);
    },
  );
});

/** What was answered, whoever was named. */
function withoutIds(body: unknown, named: Objects): string {
  const ids = [ABSENT_KEY, ABSENT, ...Object.values(named)];
  return ids.reduce((text, id) => text.replaceAll(id, '<id>'), JSON.stringify(body));
}
