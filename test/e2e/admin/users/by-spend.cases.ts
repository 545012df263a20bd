import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Page {
  readonly users: readonly { readonly user_id: string; readonly spend: number }[];
  readonly total: number;
}

const CENT = 10_000_000n;

describe('GET /user/list?sort_by=spend', () => {
  let admin: TestAdmin;
  let team: string;
  const ids: string[] = [];

  beforeAll(async () => {
    admin = await startAdmin();
    team = await admin.makeTeam();
    for (const settings of [{}, { max_budget: 9, budget_duration: '1d' }, {}]) {
      const id = `spender-${admin.newId()}`;
      const body = { user_id: id, user_role: 'internal_user', auto_create_key: false, ...settings };
      await admin.call('POST /user/new', { body });
      await admin.addMember(team, id, 'user');
      ids.push(id);
    }
    const [plain = '', daily = ''] = ids;
    await admin.spend(plain, 0, 2n * CENT, 'user');
    const yesterday = Math.floor(admin.clock.now() / 86_400_000 - 1) * 86_400_000;
    await admin.spend(daily, yesterday, 50n * CENT, 'user');
    await admin.spend(daily, yesterday + 86_400_000, 1n * CENT, 'user');
  });
  afterAll(() => admin.close());

  const list = async (query: string): Promise<Page> =>
    (await admin.call<Page>(`GET /user/list?sort_by=spend&${query}`)).body;

  it('is the order of the spend that is shown, of the running windows', async () => {
    const { users, total } = await list(`team=${team}`);
    expect([users.map(({ user_id: id }) => id), total]).toEqual([ids, 3]);
    expect(users.map(({ spend }) => spend)).toEqual([0.02, 0.01, 0]);
    const pages = [await list(`team=${team}&page_size=2`), await list(`team=${team}&page_size=2&page=2`)];
    expect(pages.flatMap((page) => page.users.map(({ user_id: id }) => id))).toEqual(ids);
    const [least] = (await list(`team=${team}&sort_order=asc&page_size=1`)).users;
    expect(least?.user_id).toBe(ids[2]);
  });

  it('orders the same users that every other order has', async () => {
    const organization = await admin.makeOrganization();
    await admin.addToOrganization(organization, ids[0] ?? '', 'internal_user');
    const body = { user_id: ids[1], user_email: `100%_${ids[1] ?? ''}@example.com`, sso_user_id: 'sso-1' };
    expect((await admin.call('POST /user/update', { body })).status).toBe(200);
    let found = 0;
    for (const filter of [
      '',
      `user_ids=${ids.slice(1).join(',')}`,
      'sso_user_ids=sso-1',
      'role=internal_user',
      `user_email=${encodeURIComponent('100%_SPENDER')}`,
      `team=${team}`,
      `organization_ids=${organization}`,
    ]) {
      const others = (await admin.call<Page>(`GET /user/list?${filter}`)).body;
      const { users, total } = await list(filter);
      const named = (page: Page['users']) => page.map(({ user_id: id }) => id).sort();
      expect([filter, named(users), total]).toEqual([filter, named(others.users), others.total]);
      found += total;
    }
    expect(found).toBeGreaterThan(10);
  });

  it('is refused to an admin of an organization, who sees no spend of its members: 400', async () => {
    const organization = await admin.makeOrganization();
    const head = await admin.makeUserKey('internal_user');
    await admin.addToOrganization(organization, head.userId, 'org_admin');
    expect(await admin.call('GET /user/list?sort_by=spend', { key: head.secret })).toMatchObject({
      status: 400,
      body: { error: { param: 'sort_by' } },
    });
  });
});
