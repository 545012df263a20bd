import { computeWindow } from '@tollgate/admission';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Page {
  readonly keys: readonly { readonly token: string; readonly spend: number }[];
  readonly total_count: number;
}

const CENT = 10_000_000n;

describe('GET /key/list?sort_by=spend', () => {
  let admin: TestAdmin;
  let team: string;
  const made: MadeKey[] = [];

  beforeAll(async () => {
    admin = await startAdmin();
    team = await admin.makeTeam();
    const budget = await admin.makeBudget({ max_budget: 5, budget_duration: '1d' });
    const settings = [
      {},
      { max_budget: 9, budget_duration: '1d' },
      { budget_id: budget },
      { max_budget: 9, budget_id: budget },
      { budget_limits: [{ budget_duration: '1h', max_budget: 3 }] },
      {},
    ];
    for (const each of settings) made.push(await admin.makeKey({ team_id: team, ...each }));
    const day = computeWindow(
      { duration: '1d', anchor: Date.UTC(2020, 0, 1), timeZone: 'UTC' },
      admin.clock.now(),
    ).start;
    const spent: readonly (readonly [number, bigint, number])[] = [
      [0, 3n, 0],
      // yesterday's counts in its life alone
      [1, 90n, day - 86_400_000],
      [1, 4n, day],
      [2, 80n, day - 86_400_000],
      [2, 2n, day],
      [3, 5n, 0],
      [4, 6n, Math.floor(admin.clock.now() / 3_600_000) * 3_600_000],
    ];
    for (const [index, cents, start] of spent) await admin.spend(made[index]?.id ?? '', start, cents * CENT);
  });
  afterAll(() => admin.close());

  const list = async (query: string, key?: string): Promise<Page> =>
    (
      await admin.call<Page>(`GET /key/list?return_full_object=true&sort_by=spend&${query}`, {
        ...(key !== undefined && { key }),
      })
    ).body;
  /** Which keys, by their place. */
  const placesOf = ({ keys }: Page): readonly number[] =>
    keys.map(({ token }) => made.findIndex(({ hash }) => hash === token));

  it('is the order of the spend that is shown, of the running windows', async () => {
    const page = await list(`team_id=${team}`);
    expect(placesOf(page)).toEqual([4, 3, 1, 0, 2, 5]);
    expect(page.keys.map(({ spend }) => spend)).toEqual([0.06, 0.05, 0.04, 0.03, 0.02, 0]);
    expect(placesOf(await list(`team_id=${team}&sort_order=asc`))).toEqual([5, 2, 0, 1, 3, 4]);
  });

  it('has pages, each key on one', async () => {
    for (const order of ['asc', 'desc']) {
      const whole = placesOf(await list(`team_id=${team}&sort_order=${order}`));
      const pages = await Promise.all(
        [1, 2, 3].map((page) => list(`team_id=${team}&sort_order=${order}&size=2&page=${String(page)}`)),
      );
      expect(pages.flatMap(placesOf)).toEqual(whole);
      expect(pages.map((page) => page.total_count)).toEqual([6, 6, 6]);
      expect((await list(`team_id=${team}&size=2&page=9`)).keys).toEqual([]);
    }
  });

  it('orders the same keys that every other order has, whoever asks for which', async () => {
    const organization = await admin.makeOrganization();
    const of = await admin.call('POST /team/new', { body: { organization_id: organization } });
    const teamId = String(of.body['team_id']);
    const [lead, member] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    const head = await admin.makeUserKey('internal_user');
    await admin.addToOrganization(organization, head.userId, 'org_admin');
    await admin.addMember(teamId, lead.userId, 'admin');
    await admin.addMember(teamId, member.userId, 'user');
    const project = await admin.makeProject({ team_id: teamId });
    const group = await admin.makeAccessGroup();
    const mark = admin.newId();
    const settings = { key_alias: `100%_${mark}`, project_id: project, access_group_ids: [group.id] };
    const key = await admin.makeKey({ team_id: teamId, user_id: member.userId, ...settings });
    await admin.makeKey({ team_id: teamId, key_alias: `100xy${mark}` });
    const filters = [
      `team_id=${teamId}`,
      `organization_id=${organization}`,
      `project_id=${project}`,
      `user_id=${member.userId}`,
      `user_id=${lead.userId}&include_created_by_keys=true`,
      `access_group_id=${group.id}`,
      `key_hash=${key.hash}`,
      `key_hash=${key.id}`,
      `key_alias=${encodeURIComponent(`100%_${mark}`.toUpperCase())}`,
      '',
    ];
    const tokens = async (query: string, secret: string | undefined): Promise<readonly string[]> => {
      const { body } = await admin.call<{ readonly keys: readonly string[] }>(`GET /key/list?size=100&${query}`, {
        ...(secret !== undefined && { key: secret }),
      });
      return [...body.keys].sort();
    };
    let found = 0;
    for (const secret of [undefined, head.secret, lead.secret, member.secret])
      for (const filter of filters)
        for (const flags of ['', '&include_team_keys=true']) {
          const others = await tokens(filter + flags, secret);
          expect(await tokens(`sort_by=spend&${filter}${flags}`, secret)).toEqual(others);
          found += others.length;
        }
    expect(found).toBeGreaterThan(40);
  });
});
