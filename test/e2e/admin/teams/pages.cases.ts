import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('GET /team/list', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('has pages that hold every team once, and says how many there are', async () => {
    const ids = await Promise.all([1, 2, 3, 4, 5].map(() => admin.makeTeam()));
    const page = async (number: number) => {
      const path = `GET /team/list?page=${String(number)}&page_size=2`;
      return admin.call<readonly { readonly team_id: string }[]>(path);
    };
    const pages = [await page(1), await page(2), await page(3), await page(4)];
    expect(pages.map(({ body }) => body.length)).toEqual([2, 2, 1, 0]);
    expect(pages.flatMap(({ body }) => body.map((team) => team.team_id)).sort()).toEqual([...ids].sort());
    for (const [index, { headers }] of pages.entries())
      expect(['x-total-count', 'x-page', 'x-total-pages'].map((name) => headers.get(name))).toEqual([
        '5',
        String(index + 1),
        '3',
      ]);
  });
});

describe('GET /v2/team/list', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  interface Page {
    readonly teams: readonly { readonly team_id: string }[];
    readonly total: number;
  }
  const found = async (query: string, key?: string): Promise<readonly string[]> => {
    const options = key === undefined ? {} : { key };
    const { body } = await admin.call<Page>(`GET /v2/team/list?sort_by=team_id&sort_order=asc&${query}`, options);
    expect(body.total).toBe(body.teams.length);
    return body.teams.map(({ team_id: id }) => id);
  };

  it('finds those of no organization by LiteLLM’s word for that, in both lists', async () => {
    const team_id = admin.newId();
    const organization_id = await admin.makeOrganization();
    await admin.call('POST /team/new', { body: { team_id: `${team_id}-of`, organization_id } });
    await admin.call('POST /team/new', { body: { team_id } });
    expect(await found(`organization_id=default_organization&search=${team_id}`)).toEqual([team_id]);
    expect(await found(`organization_id=${organization_id}`)).toEqual([`${team_id}-of`]);
    const { body } = await admin.call<readonly { readonly team_id: string; readonly organization_id: unknown }[]>(
      'GET /team/list?organization_id=default_organization',
    );
    expect(body.map((team) => team.team_id)).toContain(team_id);
    expect(body.every((team) => team.organization_id === null)).toBe(true);
  });

  it('finds by one text the team of that id and those whose alias has it', async () => {
    for (const [team_id, team_alias] of [
      ['blue', 'sky'],
      ['sea', 'Deep_Blue'],
      ['blue-2', 'other'],
    ])
      await admin.call('POST /team/new', { body: { team_id, team_alias } });
    expect(await found('search=blue')).toEqual(['blue', 'sea']);
    expect(await found('search=deep_')).toEqual(['sea']);
    expect(await found('search=blue&team_alias=sky')).toEqual(['blue']);
    const stranger = await admin.makeUserKey('internal_user');
    expect(await found('search=blue', stranger.secret)).toEqual([]);
  });

  it('has no archive of deleted teams, and says where they are: 400', async () => {
    expect(await found('status=active')).toEqual(await found(''));
    expect(await admin.call('GET /v2/team/list?status=deleted')).toMatchObject({
      status: 400,
      body: { error: { param: 'status' } },
    });
  });
});
