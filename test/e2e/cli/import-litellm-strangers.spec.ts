import { callGateway, Gateway, queryDatabase } from '../../support/gateway/index.js';
import { LiteLlmDatabase, SALT_KEY, sealLiteLlm, tokenOf } from '../../support/litellm-database/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/services/index.js';
import { PricedUpstream } from '../crash/priced-upstream.js';
import { runToEnd } from './run-to-end.js';

jest.setTimeout(120_000);

const upstream = new PricedUpstream('gpt-4o');
const MASTER_KEY = 'sk-master-0123456789abcdef';
const AUTHORS = { created_by: 'root', updated_by: 'root' };
let litellm: LiteLlmDatabase;
let ours: TestDatabase;
let gateway: Gateway;
beforeAll(async () => {
  [litellm, ours] = await Promise.all([LiteLlmDatabase.create(), createTestDatabase()]);
  gateway = await Gateway.start({ config: upstream.config(), databaseUrl: ours.url, masterKey: MASTER_KEY });
});
afterAll(async () => {
  await gateway.dispose();
  await Promise.all([litellm.drop(), ours.drop()]);
});

const importLiteLlm = async () =>
  (
    await runToEnd(['import', 'litellm', '--database-url', litellm.url, '--salt-key', SALT_KEY], {
      env: { DATABASE_URL: ours.url, MASTER_KEY },
    })
  ).stdout.split('\n');
const secretOf = (alias: string) => `sk-of-${alias}-0123456789abcdef`;
const post = async (route: string, body: object): Promise<void> => {
  expect({ route, status: (await callGateway(gateway, `POST ${route}`, { body })).status }).toEqual({
    route,
    status: 200,
  });
};
const statusOf = async (alias: string) =>
  (await callGateway(gateway, 'POST /v1/chat/completions', { key: secretOf(alias), body: upstream.body })).status;

/** What is here before anything is imported. */
async function seedHere(): Promise<void> {
  await post('/organization/new', { organization_id: 'o-x', organization_alias: 'ours', models: ['gpt-4o'] });
  await post('/team/new', { team_id: 't-x', team_alias: 'ours' });
  await post('/project/new', { project_id: 'p-x', project_alias: 'ours', team_id: 't-x' });
  await post('/user/new', { user_id: 'adm', user_role: 'proxy_admin', auto_create_key: false });
  await post('/user/new', { user_id: 'ghost', user_role: 'proxy_admin', auto_create_key: false });
  // the same as LiteLLM's in every column
  await post('/user/new', { user_id: 'twin', user_role: 'internal_user', auto_create_key: false });
  await post('/budget/new', { budget_id: 'gold', max_budget: 1000 });
  await queryDatabase(
    ours.url,
    `INSERT INTO tollgate.access_group (id, name, model_names) VALUES ('g-x', 'ours', '{gpt-4o}')`,
  );
  const made = await queryDatabase<{ id: string }>(
    ours.url,
    `SELECT id FROM tollgate.organization UNION ALL SELECT id FROM tollgate.team UNION ALL SELECT id FROM tollgate.project
     UNION ALL SELECT id FROM tollgate.budget WHERE id = 'gold' UNION ALL SELECT id FROM tollgate.app_user WHERE id = ANY('{adm,ghost,twin}')`,
  );
  expect(made.map(({ id }) => id).sort()).toEqual(['adm', 'ghost', 'gold', 'o-x', 'p-x', 't-x', 'twin']);
}

/** What LiteLLM has under the same ids, and what hangs on it there. */
async function seedThere(): Promise<void> {
  await litellm.insert(
    'BudgetTable',
    { budget_id: 'b-org', ...AUTHORS },
    { budget_id: 'gold', max_budget: 1, ...AUTHORS },
  );
  await litellm.insert('OrganizationTable', {
    organization_id: 'o-x',
    organization_alias: 'theirs',
    budget_id: 'b-org',
    models: [],
    ...AUTHORS,
  });
  const roles = { mal: 'internal_user', adm: 'internal_user', twin: 'internal_user' };
  for (const [user_id, user_role] of Object.entries(roles))
    await litellm.insert('UserTable', { user_id, user_role, models: [] });
  await litellm.insert('OrganizationMembership', { user_id: 'mal', organization_id: 'o-x', user_role: 'org_admin' });
  const members = [{ role: 'admin', user_id: 'mal' }];
  const team = { admins: [], members: [], models: [] };
  await litellm.insert(
    'TeamTable',
    { ...team, team_id: 't-x', team_alias: 'theirs', blocked: true, members_with_roles: members },
    { ...team, team_id: 't-in', organization_id: 'o-x', members_with_roles: members },
    { ...team, team_id: 't-ok', members_with_roles: [...members, { role: 'admin', user_id: 'adm' }] },
  );
  const project = { models: [], ...AUTHORS };
  await litellm.insert(
    'ProjectTable',
    { ...project, project_id: 'p-x', project_alias: 'theirs', team_id: 't-ok' },
    { ...project, project_id: 'p-in', team_id: 't-x' },
  );
  await litellm.insert('EndUserTable', { user_id: 'shop', budget_id: 'gold' });
  const keys: Readonly<Record<string, object>> = {
    'of-organization': { organization_id: 'o-x' },
    'of-team': { team_id: 't-x' },
    'of-team-beneath': { team_id: 't-in' },
    'of-project': { team_id: 't-ok', project_id: 'p-x' },
    'of-user': { user_id: 'adm' },
    'of-nobody-there': { user_id: 'ghost' },
    'of-a-twin': { user_id: 'twin' },
    'of-budget': { budget_id: 'gold' },
    'of-group': { access_group_ids: ['g-x'] },
    'of-mal': { user_id: 'mal', team_id: 't-ok' },
  };
  for (const [alias, places] of Object.entries(keys))
    await litellm.insert('VerificationToken', {
      token: tokenOf(secretOf(alias)),
      key_alias: alias,
      models: [],
      ...AUTHORS,
      ...places,
    });
}

describe('objects of LiteLLM whose ids are others here', () => {
  it('bring nobody in: whatever names them there is left with them, and says so', async () => {
    await seedHere();
    await seedThere();
    const lines = await importLiteLlm();
    expect(lines.slice(lines.indexOf('left in LiteLLM:') + 1, -2)).toEqual([
      '  budgets: another of this id was made here: gold',
      '  organizations: another of this id was made here: o-x',
      '  users: another of this id was made here: adm, twin',
      '  members of organizations: its organization "o-x" is another one here: mal',
      '  teams: its organization "o-x" is another one here: t-in',
      '  teams: another of this id was made here: t-x (theirs)',
      '  members of teams: its team "t-in" was left: mal',
      '  members of teams: its user "adm" is another one here: adm',
      '  members of teams: its team "t-x" is another one here: mal',
      '  projects: its team "t-x" is another one here: p-in',
      '  projects: another of this id was made here: p-x',
      '  customers: its budget "gold" is another one here: shop',
      '  keys: its organization "o-x" is another one here: of-organization',
      '  keys: its team "t-x" is another one here: of-team',
      '  keys: its team "t-in" was left: of-team-beneath',
      '  keys: its project "p-x" is another one here: of-project',
      '  keys: its budget "gold" is another one here: of-budget',
      '  keys: its user "adm" is another one here: of-user',
      '  keys: its user "ghost" is another one here: of-nobody-there',
      '  keys: its user "twin" is another one here: of-a-twin',
      '  keys: its access group "g-x" is another one here: of-group',
    ]);
    const attached = await queryDatabase(
      ours.url,
      `SELECT user_id, organization_id AS place FROM tollgate.organization_member WHERE user_id = 'mal'
       UNION ALL SELECT user_id, team_id FROM tollgate.team_member WHERE user_id IN ('mal', 'adm')`,
    );
    expect(attached).toEqual([{ user_id: 'mal', place: 't-ok' }]);
    for (const alias of ['of-organization', 'of-team', 'of-project', 'of-user', 'of-budget', 'of-group'])
      expect({ alias, status: await statusOf(alias) }).toEqual({ alias, status: 401 });
    expect(await statusOf('of-mal')).toBe(200);
  });

  it('are told from what an earlier import took, which stays the same one, and from what was made anew since', async () => {
    expect(await importLiteLlm()).toEqual(
      expect.arrayContaining([
        'users: 0 taken, 1 the same as before, 2 left',
        'teams: 0 taken, 1 the same as before, 2 left',
        'keys: 0 taken, 1 the same as before, 9 left',
      ]),
    );
    await queryDatabase(ours.url, "DELETE FROM tollgate.app_user WHERE id = 'mal'");
    await post('/user/new', { user_id: 'mal', user_role: 'proxy_admin', auto_create_key: false });
    const lines = await importLiteLlm();
    expect(lines).toContain('  users: another of this id was made here: adm, mal, twin');
    expect(lines).toContain('  members of teams: its user "mal" is another one here: mal');
  });
});

describe('what LiteLLM held back and nothing holds back here', () => {
  it('is taken blocked, or named where it holds nobody back, beside models whose address is refused', async () => {
    for (const table of ['VerificationToken', 'BudgetTable'])
      await litellm.query(`ALTER TABLE "LiteLLM_${table}" ADD COLUMN tpd_limit bigint, ADD COLUMN of_tomorrow text`);
    await litellm.insert('BudgetTable', { budget_id: 'b-day', tpd_limit: 1, ...AUTHORS });
    const keys: Readonly<Record<string, object>> = {
      'by-day': { tpd_limit: 1 },
      'by-day-of-budget': { budget_id: 'b-day' },
      'of-tools': { metadata: { allowed_tools: ['search'] } },
      'of-tomorrow': { of_tomorrow: 'x', config: { a: 1 } },
    };
    for (const [key_alias, columns] of Object.entries(keys))
      await litellm.insert('VerificationToken', {
        token: tokenOf(secretOf(key_alias)),
        key_alias,
        models: [],
        ...AUTHORS,
        ...columns,
      });
    const litellm_params = { model: sealLiteLlm('openai/x'), api_base: sealLiteLlm('http://169.254.169.254/v1') };
    await litellm.insert('ProxyModelTable', { model_id: 'm-x', model_name: 'of-metadata', litellm_params, ...AUTHORS });
    const lines = await importLiteLlm();
    const blocked = (name: string) =>
      `  keys: ${name}: not enforced here, so it was taken blocked (--allow-unserved ${name} takes it as it is)`;
    expect(lines).toEqual(
      expect.arrayContaining([
        `${blocked('tpd_limit')}: by-day, by-day-of-budget`,
        `${blocked('allowed_tools')}: of-tools`,
        '  keys: config, of_tomorrow: not served here, and not taken: of-tomorrow',
        expect.stringMatching(/^ {2}models: its address may not be called: .*169\.254\.169\.254.*: of-metadata$/),
      ]),
    );
    const statuses = await Promise.all(Object.keys(keys).map(statusOf));
    expect(statuses.map((status) => status === 200)).toEqual([false, false, false, true]);
  });
});

describe('members of LiteLLM’s teams whom no list names by id', () => {
  it('keep the limits of their membership: listed by address, and not at all', async () => {
    const dollars = Number(upstream.costNano * 2n) / 1e9;
    await litellm.insert('BudgetTable', { budget_id: 'b-member', max_budget: dollars, ...AUTHORS });
    await litellm.insert('TeamTable', {
      team_id: 't-mail',
      admins: [],
      members: [],
      models: [],
      members_with_roles: [{ role: 'user', user_id: null, user_email: 'Mail@x.y' }],
    });
    for (const [user_id, user_email] of [
      ['by-address', 'mail@X.y'],
      ['unlisted', null],
    ] as const) {
      await litellm.insert('UserTable', { user_id, user_email, models: [] });
      await litellm.insert('TeamMembership', { user_id, team_id: 't-mail', spend: 0, budget_id: 'b-member' });
      const token = tokenOf(secretOf(user_id));
      await litellm.insert('VerificationToken', {
        token,
        key_alias: user_id,
        models: [],
        user_id,
        team_id: 't-mail',
        ...AUTHORS,
      });
    }
    expect((await importLiteLlm()).join('\n')).toContain('its team does not list it');
    for (const alias of ['by-address', 'unlisted'])
      expect([await statusOf(alias), await statusOf(alias), await statusOf(alias)]).toEqual([200, 200, 422]);
  });
});
