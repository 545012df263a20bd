import { SAMPLE_MODELS } from '../support/sample-models.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';
import { budgetOf, LIMIT_NAMES, LIMITS, type Members, ProviderCalls, shows } from './provider-calls.js';
import { keepAccess } from './keep-access.js';

/** What the provider compares: what was sent is read back the same, a change and a clearing in place too, and what is gone is 404. */
describe('resources, as the Terraform provider keeps them', () => {
  let admin: TestAdmin;
  let calls: ProviderCalls;

  beforeAll(async () => {
    admin = await startAdmin({ models: SAMPLE_MODELS });
    calls = new ProviderCalls(admin);
  });
  afterAll(() => admin.close());

  it('organizations', async () => {
    const id = admin.newId();
    const sent = { organization_alias: 'Acme', models: ['gpt-4o'], ...LIMITS };
    const metadata = { owner: 'core', model_rpm_limit: { 'gpt-4o': 5 }, model_tpm_limit: { 'gpt-4o': 50 } };
    await calls.done('POST /organization/new', { organization_id: id, ...sent, metadata });
    const read = () => calls.done(`GET /organization/info?organization_id=${id}`);
    shows(await read(), { ...sent, metadata });
    budgetOf(await read());
    const changes: readonly Members[] = [
      { organization_alias: 'Acme Inc.' },
      { models: ['claude'] },
      { models: [] },
      { max_budget: 7, budget_duration: '1d' },
      { metadata: { owner: 'search', model_rpm_limit: { 'gpt-4o': 6 } } },
      { metadata: {} },
      ...LIMIT_NAMES.map((name) => ({ [name]: null })),
    ];
    for (const change of changes) {
      expect((await calls.done(`PATCH /v2/organization/${id}`, change))['organization_id']).toBe(id);
      shows(await read(), change);
    }
    expect((await calls.send(`PATCH /v2/organization/${id}`, { organization_alias: null })).status).toBe(422);
    const member = { organization_id: id, user_id: admin.newId() };
    const members = async () => {
      const { members: shown } = await calls.done<{ members: readonly Members[] }>(
        `GET /organization/info?organization_id=${id}`,
      );
      return shown.map(({ user_id, user_role }) => [user_id, user_role]);
    };
    await calls.done('POST /organization/member_add', {
      organization_id: id,
      member: [{ role: 'internal_user', user_id: member.user_id }],
    });
    await calls.done('PATCH /organization/member_update', {
      ...member,
      role: 'org_admin',
      max_budget_in_organization: 5.5,
    });
    expect(await members()).toEqual([[member.user_id, 'org_admin']]);
    await calls.done('DELETE /organization/member_delete', member);
    expect(await members()).toEqual([]);
    await calls.done('DELETE /organization/delete', { organization_ids: [id] });
    await calls.gone(`GET /organization/info?organization_id=${id}`);
    await calls.gone(`PATCH /v2/organization/${id}`, { organization_alias: 'Acme' });
    await calls.gone('DELETE /organization/delete', { organization_ids: [id] });
  });

  it('an admin of an organization replaces its metadata, and takes no limits by model off with it', async () => {
    const lead = await admin.makeUserKey('internal_user');
    const metadata = { owner: 'core', model_rpm_limit: { 'gpt-4o': 5 } };
    const id = await admin.makeOrganization({ metadata });
    await admin.addToOrganization(id, lead.userId, 'org_admin');
    const patch = (body: Members) => admin.call(`PATCH /v2/organization/${id}`, { key: lead.secret, body });
    expect((await patch({ metadata: { owner: 'search' } })).status).toBe(403);
    expect((await patch({ rpm_limit: 1 })).status).toBe(403);
    shows(await calls.done(`GET /organization/info?organization_id=${id}`), { metadata });
    await calls.done(`PATCH /v2/organization/${id}`, { metadata: { owner: 'core' } });
    expect((await patch({ metadata: { owner: 'search' } })).status).toBe(200);
    shows(await calls.done(`GET /organization/info?organization_id=${id}`), { metadata: { owner: 'search' } });
  });

  it('projects, whose limits are cleared through the id of their budget', async () => {
    const [id, team] = [admin.newId(), await admin.makeTeam()];
    const sent = { project_alias: 'Search', description: 'Finds', models: ['gpt-4o'], blocked: false, ...LIMITS };
    const metadata = { a: 'b', tags: ['x'], model_rpm_limit: { 'gpt-4o': 5 }, model_tpm_limit: { 'gpt-4o': 50 } };
    const made = await calls.done('POST /project/new', { project_id: id, team_id: team, ...sent, metadata });
    const budget = budgetOf(made);
    await calls.changeBudget(budget, { budget_duration: LIMITS.budget_duration });
    const read = () => calls.done(`GET /project/info?project_id=${id}`);
    shows(await read(), { ...sent, metadata, team_id: team });
    const changes: readonly Members[] = [
      { project_alias: 'Find' },
      { models: ['claude'], blocked: true },
      { max_budget: 11.5, budget_duration: '7d' },
      { metadata: { a: 'c', tags: ['y'], model_rpm_limit: { 'gpt-4o': 7 } } },
      { description: 'Looks' },
      { metadata: {} },
      { models: [] },
    ];
    for (const change of changes) {
      await calls.done('POST /project/update', { project_id: id, ...change });
      shows(await read(), change);
    }
    for (const name of LIMIT_NAMES) {
      await calls.changeBudget(budget, { [name]: null, ...(name === 'budget_duration' && { budget_reset_at: null }) });
      shows(await read(), { [name]: null });
    }
    expect(budgetOf(await read())).toBe(budget);
    await calls.done('DELETE /project/delete', { project_ids: [id] });
    await calls.gone(`GET /project/info?project_id=${id}`);
    await calls.gone('DELETE /project/delete', { project_ids: [id] });
    await calls.gone('POST /budget/update', { budget_id: budget, max_budget: 1 });
  });

  it('tags, whose limits are changed through the id of their budget, or who are given one', async () => {
    const name = `tf/${admin.newId()}`;
    const sent = { description: 'Blue', models: ['gpt-4o'], ...LIMITS };
    const read = async (tag = name): Promise<Members> =>
      (await calls.done<Record<string, Members>>('POST /tag/info', { names: [tag] }))[tag] ?? {};
    await calls.done('POST /tag/new', { name, ...sent });
    shows(await read(), sent);
    const budget = budgetOf(await read());
    for (const change of [
      { max_budget: 6, rpm_limit: 1 },
      { budget_duration: '7d' },
      { budget_duration: null },
      { soft_budget: null },
    ]) {
      await calls.changeBudget(budget, change);
      shows(await read(), change);
      expect(budgetOf(await read())).toBe(budget);
    }
    await calls.done('POST /tag/update', { name, budget_id: budget, description: null, models: [] });
    shows(await read(), { description: null, models: [], max_budget: 6 });
    const [other, shared] = [admin.newId(), await admin.makeBudget({ max_budget: 3 })];
    await calls.done('POST /tag/new', { name: other, models: [] });
    shows(await read(other), { budget_id: null, litellm_budget_table: null });
    await calls.done('POST /tag/update', { name: other, budget_id: shared, models: [] });
    expect(budgetOf(await read(other))).toBe(shared);
    await calls.done('POST /tag/delete', { name });
    await calls.gone('POST /tag/info', { names: [name] });
    await calls.gone('POST /tag/delete', { name });
  });

  it('members of teams, whose window is set through the id of their budget', async () => {
    const [team_id, user_id] = [await admin.makeTeam(), admin.newId()];
    await calls.done('POST /user/new', { user_id, user_email: `${user_id}@example.com`, auto_create_key: false });
    await calls.done('POST /team/member_add', {
      team_id,
      member: [{ role: 'user', user_id }],
      max_budget_in_team: 2.5,
    });
    const read = async (): Promise<Members | undefined> => {
      const team = await calls.done<{ team_memberships: readonly Members[] }>(`GET /team/info?team_id=${team_id}`);
      return team.team_memberships.find((member) => member['user_id'] === user_id);
    };
    const budget = budgetOf((await read()) ?? {});
    await calls.changeBudget(budget, { max_budget: 2.5, budget_duration: '30d', tpm_limit: 9 });
    shows((await read()) ?? {}, { max_budget: 2.5, budget_duration: '30d', tpm_limit: 9 });
    expect((await calls.send('POST /budget/update', { budget_id: budget, soft_budget: 1 })).status).toBe(400);
    const named = { team_id, user_id, user_email: '' };
    await calls.done('POST /team/member_update', { ...named, max_budget_in_team: 3, role: 'admin' });
    shows((await read()) ?? {}, { max_budget: 3, budget_duration: '30d' });
    await calls.done('POST /team/member_update', { ...named, max_budget_in_team: null });
    shows((await read()) ?? {}, { max_budget: null });
    await calls.done('POST /team/member_delete', named);
    expect(await read()).toBeUndefined();
  });

  it('budgets', async () => {
    const budget_id = admin.newId();
    const read = async (): Promise<Members | undefined> =>
      (await calls.done<readonly Members[]>('POST /budget/info', { budgets: [budget_id] }))[0];
    await calls.done('POST /budget/new', { budget_id, ...LIMITS });
    expect(await read()).toMatchObject(LIMITS);
    const cleared = Object.fromEntries(LIMIT_NAMES.map((name) => [name, null]));
    for (const change of [{ ...LIMITS, max_budget: 11, budget_duration: '7d' }, cleared]) {
      await calls.done('POST /budget/update', { budget_id, ...change });
      expect(await read()).toMatchObject(change);
    }
    await calls.done('POST /budget/delete', { id: budget_id });
    expect(await read()).toBeUndefined();
  });

  it('teams', async () => {
    const team_id = admin.newId();
    const { soft_budget: _soft, max_parallel_requests: _parallel, ...limits } = LIMITS;
    const sent = { team_alias: 'Core', models: ['gpt-4o'], blocked: false, ...limits };
    const rest = {
      tpm_limit_type: 'best_effort_throughput',
      router_settings: {},
      tags: ['a'],
      metadata: { owner: 'x', n: 5 },
    };
    const permissions = ['/key/info', '/key/generate'];
    const read = async () => (await calls.done<{ team_info: Members }>(`GET /team/info?team_id=${team_id}`)).team_info;
    const allowed = async () =>
      (await calls.done(`GET /team/permissions_list?team_id=${team_id}`))['team_member_permissions'];
    await calls.done('POST /team/new', {
      team_id,
      ...sent,
      ...rest,
      team_member_budget: 3,
      team_member_permissions: permissions,
    });
    expect(await read()).toMatchObject({ ...sent, metadata: { owner: 'x', n: 5, tags: ['a'] } });
    expect(await allowed()).toEqual(permissions);
    const cleared = { max_budget: null, budget_duration: null, tpm_limit: null, rpm_limit: null };
    const changes = [{ ...sent, team_alias: 'Base', max_budget: 15, budget_duration: '7d', blocked: true }, cleared];
    for (const change of changes) {
      await calls.done('POST /team/update', { team_id, ...change, router_settings: {}, team_member_budget: null });
      expect(await read()).toMatchObject(change);
    }
    await calls.done('POST /team/permissions_update', { team_id, team_member_permissions: ['/key/info'] });
    expect(await allowed()).toEqual(['/key/info']);
    for (const [command, blocked] of [
      ['unblock', false],
      ['block', true],
    ] as const) {
      await calls.done(`POST /team/${command}`, { team_id });
      expect(await read()).toMatchObject({ blocked });
    }
    await calls.done('POST /team/delete', { team_ids: [team_id] });
    await calls.gone(`GET /team/info?team_id=${team_id}`);
    await calls.gone('POST /team/delete', { team_ids: [team_id] });
  });

  keepAccess(() => ({ admin, calls }));
});
