import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface AuditLog {
  readonly id: string;
  readonly action: string;
  readonly table_name: string;
  readonly object_id: string;
  readonly changed_by: string;
  readonly changed_by_api_key: string;
  readonly before_value: Readonly<Record<string, unknown>> | null;
  readonly updated_values: Readonly<Record<string, unknown>> | null;
}

interface AuditPage {
  readonly audit_logs: readonly AuditLog[];
  readonly total: number;
  readonly page: number;
  readonly page_size: number;
  readonly total_pages: number;
}

describe('GET /audit', () => {
  let admin: TestAdmin;
  let key: MadeKey;
  let boss: MadeKey & { readonly userId: string };

  beforeAll(async () => {
    admin = await startAdmin();
    boss = await admin.makeAdminKey();
    key = await admin.makeKey({ key_alias: 'first', max_budget: 1 });
    const change = { key: boss.secret, headers: { 'litellm-changed-by': 'somebody' } };
    await admin.call('POST /key/update', { ...change, body: { key: key.hash, max_budget: 2 } });
    admin.clock.advance(86_400_000);
    await admin.call('POST /key/block', { key: boss.secret, body: { key: key.hash } });
    await admin.call('POST /key/delete', { body: { keys: [key.secret] } });
  });
  afterAll(() => admin.close());

  const list = async (query: string): Promise<AuditPage> => (await admin.call<AuditPage>(`GET /audit?${query}`)).body;
  const actions = async (query: string): Promise<readonly string[]> =>
    (await list(query)).audit_logs.map(({ action }) => action);

  it('tells what became of an object, newest first, with what was there before and after', async () => {
    const { audit_logs: logs } = await list(`object_id=${key.id}`);
    expect(logs).toMatchObject([
      { action: 'deleted', changed_by: 'default_user_id', changed_by_api_key: 'litellm_proxy_master_key' },
      { action: 'blocked', changed_by: boss.userId, changed_by_api_key: boss.hash, updated_values: { blocked: true } },
      {
        action: 'updated',
        changed_by: 'somebody',
        litellm_changed_by: 'somebody',
        actor_id: boss.userId,
        changed_by_api_key: boss.hash,
        before_value: { key_alias: 'first', max_budget: 1 },
        updated_values: { key_alias: 'first', max_budget: 2 },
      },
      { action: 'created', table_name: 'LiteLLM_VerificationToken', before_value: null },
    ]);
  });

  it('holds no secret and no hash of what was created', async () => {
    const text = JSON.stringify((await list(`object_id=${key.id}`)).audit_logs.map((log) => log.updated_values));
    expect(text).not.toContain(key.secret);
    expect(text).not.toContain(key.hash);
  });

  it.each([
    ['action=blocked', ['blocked']],
    ['action=blocked&changed_by=nobody', []],
    ['changed_by=somebody', ['updated']],
    ['actor_id=somebody', []],
    ['actor_id=default_user_id&action=deleted', ['deleted']],
    ['table_name=LiteLLM_UserTable', ['created']],
    ['table_name=user', ['created']],
    ['changed_by_api_key=nothing', []],
  ])('is filtered by %s', async (query, wanted) => {
    expect(await actions(query)).toEqual(wanted);
  });

  it('is filtered by days, the last one included', async () => {
    const today = new Date(admin.clock.now()).toISOString().slice(0, 10);
    expect(await actions(`start_date=${today}&end_date=${today}`)).toEqual(['deleted', 'blocked']);
  });

  it('comes page by page, each row on one page', async () => {
    const first = await list('page=1&page_size=4&sort_order=asc');
    const second = await list('page=2&page_size=4&sort_order=asc');
    expect([first.total, first.total_pages, first.page_size]).toEqual([6, 2, 4]);
    const ids = [...first.audit_logs, ...second.audit_logs].map(({ id }) => id);
    expect(ids).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('shows one row by its number', async () => {
    expect(await admin.call('GET /audit/1')).toMatchObject({ status: 200, body: { id: '1', action: 'created' } });
  });

  it.each(['0', '7', 'x', '99999999999999999999999'])('answers 404 to row %s, which is not there', async (id) => {
    expect(await admin.call(`GET /audit/${id}`)).toMatchObject({
      status: 404,
      body: { error: { message: `Audit log with ID ${id} not found` } },
    });
  });

  it.each(['page=0', 'page_size=101', 'action=x', 'sort_order=up', 'table_name=x'])(
    'answers 422 to %s',
    async (query) => {
      expect((await admin.call(`GET /audit?${query}`)).status).toBe(422);
    },
  );

  it('answers 400 to a day that is none', async () => {
    expect((await admin.call('GET /audit?start_date=2026-02-30')).status).toBe(400);
  });

  it('names who called, and finds him, whomever he says he is', async () => {
    const user = await admin.makeUserKey('internal_user');
    const headers = { 'litellm-changed-by': 'root-admin' };
    const body = { user_id: user.userId, user_alias: 'x' };
    expect((await admin.call('POST /user/update', { key: user.secret, headers, body })).status).toBe(200);
    const row = { action: 'updated', actor_id: user.userId, litellm_changed_by: 'root-admin', object_id: user.userId };
    for (const query of [`changed_by=${user.userId}`, `actor_id=${user.userId}`, 'changed_by=root-admin'])
      expect((await list(query)).audit_logs).toMatchObject([row]);
    const shown = await admin.call(`GET /v2/user/info?user_id=${user.userId}`);
    expect(JSON.stringify(shown.body)).not.toContain('root-admin');
    expect(await actions('actor_id=root-admin')).toEqual([]);
  });

  it('holds no secret that somebody wrote into metadata', async () => {
    const metadata = { note: `it was sk-${'a'.repeat(20)}`, inner: { password: 'hunter2', owner: 'ops' } };
    const noted = await admin.makeKey({ metadata });
    expect((await list(`object_id=${noted.id}`)).audit_logs).toMatchObject([
      { updated_values: { metadata: { note: 'it was sk-***', inner: { owner: 'ops' } } } },
    ]);
    expect(JSON.stringify((await list('')).audit_logs)).not.toContain('hunter2');
    const shown = await admin.call<{ info: object }>(`GET /key/info?key=${noted.hash}`);
    expect(shown.body.info).toMatchObject({ metadata });
  });

  it.each([
    ['model', 'LiteLLM_ProxyModelTable'],
    ['tag', 'LiteLLM_TagTable'],
    ['organization', 'LiteLLM_OrganizationTable'],
  ])('finds what became of a %s by our word and by %s', async (kind, table) => {
    if (kind === 'model') await admin.makeModel({ params: { model: 'mock/echo' } });
    if (kind === 'tag') await admin.makeTag();
    if (kind === 'organization') await admin.makeOrganization();
    for (const name of [kind, table])
      expect((await list(`table_name=${name}`)).audit_logs).toMatchObject([{ action: 'created', table_name: table }]);
  });

  it('shows values in LiteLLM’s columns, in the list and alone, and what a caller wrote as he did', async () => {
    const metadata = { maxBudgetNano: '1', rpmLimit: '5' };
    const team = `team-${admin.newId()}`;
    const body = { team_id: team, team_alias: 'core', max_budget: 9, rpm_limit: 5, metadata };
    expect((await admin.call('POST /team/new', { body })).status).toBe(200);
    const member = await admin.makeUserKey('internal_user');
    const joined = { team_id: team, member: { role: 'user', user_id: member.userId }, max_budget_in_team: 2.5 };
    expect((await admin.call('POST /team/member_add', { body: joined })).status).toBe(200);
    const [row] = (await list(`object_id=${team}`)).audit_logs;
    const columns = { ...body, organization_id: null };
    expect(row).toMatchObject({
      before_value: columns,
      updated_values: {
        ...columns,
        // in no order: they joined at one instant
        members_with_roles: expect.arrayContaining([
          expect.objectContaining({ user_id: member.userId, role: 'user', max_budget: 2.5 }),
          expect.objectContaining({ user_id: 'default_user_id', role: 'admin', max_budget: null }),
        ]) as unknown,
      },
    });
    expect((await admin.call(`GET /audit/${row?.id ?? ''}`)).body).toEqual(row);
  });
});
