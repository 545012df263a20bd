import { completionRecord } from '../support/completion-record.js';
import { SAMPLE_MODELS } from '../support/sample-models.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Project {
  readonly project_id: string;
  readonly project_alias: string | null;
  readonly team_id: string;
  readonly spend: number;
  readonly blocked: boolean;
}

describe('projects', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ models: SAMPLE_MODELS });
  });
  afterAll(() => admin.close());

  const info = async (id: string): Promise<Project> =>
    (await admin.call<Project>(`GET /project/info?project_id=${id}`)).body;
  const update = (project_id: string, settings: object) =>
    admin.call<Project>('POST /project/update', { body: { project_id, ...settings } });
  const makeIn = async (settings: object = {}) => {
    const team = await admin.makeTeam();
    return { team, project: await admin.makeProject({ team_id: team, ...settings }) };
  };
  const me = async (key: MadeKey) => (await admin.call('GET /me', { key: key.secret })).body;

  it('are made with limits, changed, and cleared', async () => {
    const { team, project } = await makeIn({
      project_alias: 'Search',
      description: 'Finds flights',
      max_budget: 5,
      model_rpm_limit: { 'gpt-4o': 3 },
      tags: ['blue'],
    });
    expect(await info(project)).toMatchObject({
      project_alias: 'Search',
      description: 'Finds flights',
      team_id: team,
      budget_id: project,
      model_rpm_limit: { 'gpt-4o': 3 },
      metadata: { tags: ['blue'] },
      litellm_budget_table: { max_budget: 5 },
      spend: 0,
      blocked: false,
    });
    expect((await update(project, { max_budget: null, description: null, tags: null })).body).toMatchObject({
      project_alias: 'Search',
      description: null,
      metadata: {},
      litellm_budget_table: { max_budget: null },
    });
  });

  it('limit their keys, beside the team, from the next call on', async () => {
    const { team, project } = await makeIn({ max_budget: 5, models: ['claude'] });
    const key = await admin.makeKey({ team_id: team, project_id: project });
    const other = await admin.makeKey({ team_id: team });
    expect(await me(key)).toMatchObject({ key: { project_models: ['claude'] } });
    expect((await me(key))['limits']).toContainEqual(
      expect.objectContaining({ scope: 'project', id: project, max_budget: 5 }),
    );
    expect(JSON.stringify(await me(other))).not.toContain(project);
    await update(project, { max_budget: 1, models: [] });
    expect(await me(key)).toMatchObject({ key: { project_models: [] } });
    expect((await me(key))['limits']).toContainEqual(expect.objectContaining({ scope: 'project', max_budget: 1 }));
  });

  it('have the limits of the budget that they are linked to', async () => {
    const budget = await admin.makeBudget({ rpm_limit: 3 });
    const { team, project } = await makeIn({ budget_id: budget });
    const key = await admin.makeKey({ team_id: team, project_id: project });
    expect((await me(key))['limits']).toContainEqual(expect.objectContaining({ id: project, rpm_limit: 3 }));
  });

  it('are refused with their keys while they are blocked', async () => {
    const { team, project } = await makeIn();
    const key = await admin.makeKey({ team_id: team, project_id: project });
    const call = () => admin.call('GET /me', { key: key.secret });
    await update(project, { blocked: true });
    const cure = '`/project/update` with `blocked: false`';
    const message = `Authentication Error, Project=${project} is blocked. Update via ${cure} if you're an admin.`;
    expect(await call()).toMatchObject({ status: 401, body: { error: { type: 'auth_error', message } } });
    await update(project, { blocked: false });
    expect((await call()).status).toBe(200);
  });

  it('show what was spent, also in a window that opens in the middle', async () => {
    const { team, project } = await makeIn();
    const key = await admin.makeKey({ team_id: team, project_id: project });
    const windows = [{ scope: 'project', id: project, start: 0 }];
    await admin.ship(
      completionRecord(admin.newId(), key, admin.clock.now(), { projectId: project, windows, costNano: '10000000' }),
    );
    expect((await info(project)).spend).toBe(0.01);
    expect((await update(project, { max_budget: 1, budget_duration: '30d' })).body.spend).toBe(0.01);
  });

  it('are made and changed by admins of their team, and shown to its members', async () => {
    const team = await admin.makeTeam();
    const [lead, member] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    await admin.addMember(team, lead.userId, 'admin');
    await admin.addMember(team, member.userId, 'user');
    const made = await admin.call('POST /project/new', { key: lead.secret, body: { team_id: team, max_budget: 1 } });
    expect(made.status).toBe(200);
    const project_id = made.body['project_id'];
    const changed = { project_id, max_budget: 2 };
    expect((await admin.call('POST /project/update', { key: lead.secret, body: changed })).status).toBe(200);
    expect((await admin.call('POST /project/update', { key: member.secret, body: changed })).status).toBe(401);
    const listed = await admin.call<readonly Project[]>('GET /project/list', { key: member.secret });
    expect(listed.body.map(({ project_id: id }) => id)).toEqual([project_id]);
    const stranger = await admin.makeUserKey('internal_user');
    expect((await admin.call('GET /project/list', { key: stranger.secret })).body).toEqual([]);
  });

  it('move to another team, and are deleted, while they have no keys', async () => {
    const { team, project } = await makeIn();
    const other = await admin.makeTeam();
    expect((await update(project, { team_id: other })).body.team_id).toBe(other);
    const key = await admin.makeKey({ team_id: other, project_id: project });
    expect((await update(project, { team_id: team })).status).toBe(400);
    const remove = () => admin.call('DELETE /project/delete', { body: { project_ids: [project] } });
    expect(await remove()).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('1 key(s)') as string } },
    });
    await admin.call('POST /key/delete', { body: { keys: [key.hash] } });
    expect(await remove()).toMatchObject({ status: 200, body: [{ project_id: project }] });
    expect((await admin.call(`GET /project/info?project_id=${project}`)).status).toBe(404);
  });

  it('die with their team, and its keys with them', async () => {
    const { team, project } = await makeIn();
    const key = await admin.makeKey({ team_id: team, project_id: project });
    expect((await admin.call('POST /team/delete', { body: { team_ids: [team] } })).status).toBe(200);
    expect((await admin.call('GET /me', { key: key.secret })).status).toBe(401);
    expect((await admin.call(`GET /project/info?project_id=${project}`)).status).toBe(404);
    const { body } = await admin.call<{ readonly audit_logs: readonly object[] }>(
      `GET /audit?object_id=${project}&action=deleted`,
    );
    expect(body.audit_logs).toHaveLength(1);
  });

  it('are listed page by page, of one team', async () => {
    const team = await admin.makeTeam();
    const ids = [await admin.makeProject({ team_id: team }), await admin.makeProject({ team_id: team })];
    const page = async (number: number) =>
      (
        await admin.call<readonly Project[]>(`GET /project/list?team_id=${team}&page_size=1&page=${String(number)}`)
      ).body.map(({ project_id: id }) => id);
    expect([...(await page(1)), ...(await page(2))].sort()).toEqual([...ids].sort());
    expect(await page(3)).toEqual([]);
  });
});
