import { expectHidden } from '../support/expect-hidden.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const HERE = 'here';

/** A call of each route that names one project. */
const CALLS: readonly (readonly [string, object | undefined])[] = [
  [`GET /project/info?project_id=${HERE}`, undefined],
  ['POST /project/update', { project_id: HERE, project_alias: 'Mine' }],
  ['DELETE /project/delete', { project_ids: [HERE] }],
];

describe('projects, refused', () => {
  let admin: TestAdmin;
  let team: string;

  beforeAll(async () => {
    admin = await startAdmin();
    const organization_id = await admin.makeOrganization({ models: ['gpt-4o', 'claude'] });
    const made = await admin.call('POST /team/new', { body: { organization_id, models: ['gpt-4o'] } });
    team = String(made.body['team_id']);
    await admin.makeProject({ project_id: HERE, team_id: team });
  });
  afterAll(() => admin.close());

  it.each([
    [{ project_id: HERE }, 400],
    [{ project_id: '' }, 400],
    [{ team_id: 'absent' }, 404],
    [{ team_id: null }, 422],
    [{ max_budget: -1 }, 400],
    [{ budget_duration: '5 parsecs' }, 400],
    [{ budget_id: 'absent' }, 404],
    [{ budget_id: 'absent', max_budget: 1 }, 400],
    [{ models: ['claude'] }, 400],
    [{ models: ['gpt-4o', 'all-proxy-models'] }, 400],
    [{ guardrails: ['pii'] }, 400],
    [{ metadata: { guardrails: ['pii'] } }, 400],
    [{ tags: [1] }, 422],
  ])('%j, and nothing is made', async (settings, status) => {
    const before = await admin.epoch();
    expect((await admin.call('POST /project/new', { body: { team_id: team, ...settings } })).status).toBe(status);
    expect(await admin.epoch()).toBe(before);
  });

  it('keeps a project of a team without a list within the organization’s models', async () => {
    const organization_id = await admin.makeOrganization({ models: ['gpt-4o'] });
    const made = await admin.call('POST /team/new', { body: { organization_id } });
    const body = { team_id: made.body['team_id'], models: ['claude'] };
    expect(await admin.call('POST /project/new', { body })).toMatchObject({
      status: 400,
      body: { error: { param: 'models' } },
    });
  });

  it.each(CALLS)(
    '404 for a project of somebody else, as for one that is not there, to an admin of another team: %s',
    async (route, body) => {
      const lead = await admin.makeUserKey('internal_user');
      await admin.addToOrganization(await admin.makeOrganization(), lead.userId, 'org_admin');
      await admin.addMember(await admin.makeTeam(), lead.userId, 'admin');
      await expectHidden(admin, { key: lead.secret, id: HERE, route, body });
    },
  );

  it('404 for an admin of a team who makes a project in another, or moves his there', async () => {
    const [own, lead] = [await admin.makeTeam(), await admin.makeUserKey('internal_user')];
    await admin.addMember(own, lead.userId, 'admin');
    const project_id = await admin.makeProject({ team_id: own });
    const answers = [
      await admin.call('POST /project/new', { key: lead.secret, body: { team_id: team } }),
      await admin.call('POST /project/update', { key: lead.secret, body: { project_id, team_id: team } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });

  it('404 for an admin of a team who links a budget that is not his', async () => {
    const [own, lead] = [await admin.makeTeam(), await admin.makeUserKey('internal_user')];
    await admin.addMember(own, lead.userId, 'admin');
    const body = { team_id: own, budget_id: await admin.makeBudget() };
    expect((await admin.call('POST /project/new', { key: lead.secret, body })).status).toBe(404);
  });

  it('403 for a key that has less than the project is to have', async () => {
    const [own, lead] = [await admin.makeTeam(), await admin.makeUserKey('internal_user')];
    await admin.addMember(own, lead.userId, 'admin');
    const project_id = await admin.makeProject({ team_id: own, models: ['claude'], max_budget: 1 });
    const call = async (settings: object, route: string, body: object) => {
      const { secret } = await admin.makeKey({ user_id: lead.userId, ...settings });
      return (await admin.call(route, { key: secret, body })).status;
    };
    const narrow = { models: ['claude'] };
    expect(await call(narrow, 'POST /project/new', { team_id: own })).toBe(403);
    expect(await call(narrow, 'POST /project/new', { team_id: own, models: ['claude'] })).toBe(200);
    expect(await call(narrow, 'POST /project/update', { project_id, models: ['gpt-4o'] })).toBe(403);
    expect(await call(narrow, 'POST /project/update', { project_id, project_alias: 'A' })).toBe(200);
    expect(await call({ max_budget: 1 }, 'POST /project/update', { project_id, max_budget: 2 })).toBe(403);
    expect(await call({ max_budget: 1 }, 'POST /project/update', { project_id, max_budget: 0.5 })).toBe(200);
  });
});
