import { askable, bodyOf, callOf, ROUTES } from '../support/routes.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

/** What calls of the list of routes name that there is not. */
const ABSENT = 'absent';
const ABSENT_KEY = 'sk-absent-0123456789';

/** Ids of one tenant's objects, by the fields and parameters that name them. */
type Objects = Readonly<Record<string, string>>;

/** A new secret stands in its `key`: it names nothing. */
const NAMES_NO_KEY = 'POST /key/generate';

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
          body: nameIn(bodyOf(route), '', named),
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

/** A tenant with one object of each kind. */
async function makeTenant(admin: TestAdmin): Promise<Objects> {
  const organization = await admin.makeOrganization();
  const made = await admin.call('POST /team/new', { body: { organization_id: organization } });
  const team = String(made.body['team_id']);
  const { userId: user } = await admin.makeUserKey('internal_user');
  await admin.addMember(team, user, 'user');
  const key = await admin.makeKey({ team_id: team, user_id: user });
  const invitation = await admin.call('POST /invitation/new', { body: { user_id: user } });
  const [project, budget] = [await admin.makeProject({ team_id: team }), await admin.makeBudget()];
  return {
    team_id: team,
    team_ids: team,
    user_id: user,
    user_ids: user,
    organization_id: organization,
    organization_ids: organization,
    organizations: organization,
    project_id: project,
    project_ids: project,
    invitation_id: String(invitation.body['id']),
    budget_id: budget,
    budgets: budget,
    key: key.hash,
    keys: key.hash,
    key_ids: key.hash,
  };
}

/** The path and the query, with the ids of objects instead of the absent ones. */
function nameInPath(route: string, named: Objects): string {
  const path = route.replace(/\{(\w+)\}/g, (whole, field: string) => named[field] ?? whole);
  return callOf(path).replace(/(\w+)=absent\b/g, (whole, field: string) =>
    named[field] === undefined ? whole : `${field}=${named[field]}`,
  );
}

function nameIn(value: unknown, field: string, named: Objects): unknown {
  if (value === ABSENT || value === ABSENT_KEY) return named[field] ?? value;
  if (Array.isArray(value)) return value.map((item) => nameIn(item, field, named));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, nameIn(item, name, named)]));
}

/** What was answered, whoever was named. */
function withoutIds(body: unknown, named: Objects): string {
  const ids = [ABSENT_KEY, ABSENT, ...Object.values(named)];
  return ids.reduce((text, id) => text.replaceAll(id, '<id>'), JSON.stringify(body));
}
