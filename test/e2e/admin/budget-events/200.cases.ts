import { completionRecord } from '../support/completion-record.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Events {
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly total: number;
  readonly page: number;
  readonly page_size: number;
  readonly total_pages: number;
}

describe('GET /budget/events', () => {
  let admin: TestAdmin;
  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const list = async (query = '', key?: string): Promise<Events> =>
    (await admin.call<Events>(`GET /budget/events${query}`, key === undefined ? {} : { key })).body;

  /** A call of a cent by a key of which these balances are watched. */
  const spend = async (key: MadeKey, balances: readonly { readonly scope: string; readonly id: string }[]) => {
    const windows = balances.map((balance) => ({ ...balance, start: 0, budget: 'watched' as const }));
    await admin.ship(completionRecord(admin.newId(), key, admin.clock.now(), { windows }));
    await admin.judgeBudgets();
  };

  it('shows what was crossed as a webhook is told it, and when', async () => {
    const key = await admin.makeKey({ key_alias: 'shown', soft_budget: 0.005, max_budget: 1 });
    await spend(key, [{ scope: 'key', id: key.id }]);
    const [event] = (await list()).events;
    expect(event).toEqual({
      id: expect.any(String) as string,
      created_at: new Date(admin.clock.now()).toISOString(),
      scope: 'key',
      scope_id: key.id,
      spend: 0.01,
      max_budget: 1,
      soft_budget: 0.005,
      token: key.hash,
      customer_id: null,
      user_id: null,
      team_id: null,
      team_alias: null,
      organization_id: null,
      user_email: null,
      key_alias: 'shown',
      projected_exceeded_date: null,
      projected_spend: null,
      event: 'soft_budget_crossed',
      event_group: 'key',
      event_message: 'Soft Budget Crossed: Total Soft Budget:`0.005`',
      project_id: null,
      tag: null,
      threshold_percent: 100,
      budget_duration: null,
      window_start: null,
      window_end: null,
    });
  });

  it('is paged, newest first, and filtered by event, scope and time', async () => {
    const team = await admin.makeTeam();
    await admin.call('POST /team/update', { body: { team_id: team, max_budget: 0.01 } });
    admin.clock.advance(60_000);
    const since = encodeURIComponent(new Date(admin.clock.now()).toISOString().slice(0, 19).replace('T', ' '));
    const key = await admin.makeKey({ team_id: team, soft_budget: 0.01 });
    await spend(key, [{ scope: 'team', id: team }]);
    admin.clock.advance(1_000);
    await spend(key, [{ scope: 'key', id: key.id }]);
    const first = await list(`?page_size=1&start_date=${since}`);
    expect(first).toMatchObject({ events: [{ scope: 'key' }], total: 2, page: 1, page_size: 1, total_pages: 2 });
    expect(await list(`?page_size=1&page=2&start_date=${since}`)).toMatchObject({ events: [{ scope: 'team' }] });
    expect(await list(`?scope=team&start_date=${since}`)).toMatchObject({ total: 1, events: [{ team_id: team }] });
    expect(await list(`?event=soft_budget_crossed&start_date=${since}`)).toMatchObject({ total: 1 });
    expect(await list(`?end_date=2020-01-01`)).toMatchObject({ total: 0, events: [], total_pages: 0 });
  });

  it('shows each caller what he may see, and no other tenant', async () => {
    const [ours, theirs] = [await admin.makeTeam(), await admin.makeTeam()];
    const [boss, member, stranger] = [
      await admin.makeUserKey('internal_user'),
      await admin.makeUserKey('internal_user'),
      await admin.makeUserKey('internal_user'),
    ];
    await admin.call('POST /team/member_add', {
      body: { team_id: ours, member: { role: 'admin', user_id: boss.userId } },
    });
    await admin.call('POST /team/member_add', {
      body: { team_id: ours, member: { role: 'user', user_id: member.userId } },
    });
    for (const team of [ours, theirs])
      await admin.call('POST /team/update', { body: { team_id: team, soft_budget: 0.01, max_budget: 5 } });
    const mine = await admin.makeKey({ team_id: ours, user_id: member.userId, soft_budget: 0.01 });
    await spend(mine, [
      { scope: 'key', id: mine.id },
      { scope: 'team', id: ours },
      { scope: 'team', id: theirs },
    ]);
    const seen = async (key: string) =>
      (await list('?page_size=100', key)).events
        .map(({ scope, team_id }) => `${String(scope)} ${String(team_id)}`)
        .sort();
    expect(await seen(boss.secret)).toEqual([`key ${ours}`, `team ${ours}`]);
    expect(await seen(member.secret)).toEqual([`key ${ours}`]);
    expect(await seen(stranger.secret)).toEqual([]);
  });
});
