import { completionRecord } from '../support/completion-record.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

const DAY_MS = 86_400_000;

interface Metrics {
  readonly spend: number;
  readonly api_requests: number;
  readonly prompt_tokens: number;
}

interface Activity {
  readonly results: readonly {
    readonly date: string;
    readonly metrics: Metrics;
    readonly breakdown: Readonly<Record<string, Readonly<Record<string, { readonly metrics: Metrics }>>>>;
  }[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

describe('what was used by day', () => {
  let admin: TestAdmin;
  let team: string;
  let other: string;
  let lead: MadeKey & { readonly userId: string };
  let ofTeam: MadeKey;
  let ofOther: MadeKey;
  let today: number;
  const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

  beforeAll(async () => {
    admin = await startAdmin();
    [team, other] = [await admin.makeTeam(), await admin.makeTeam()];
    lead = await admin.makeUserKey('internal_user');
    await admin.addMember(team, lead.userId, 'admin');
    ofTeam = await admin.makeKey({ team_id: team, key_alias: 'of the team' });
    ofOther = await admin.makeKey({ team_id: other });
    today = Math.floor(admin.clock.now() / DAY_MS) * DAY_MS + DAY_MS / 2;
    const at = (key: MadeKey, days: number, fields: object) =>
      completionRecord(admin.newId(), key, today - days * DAY_MS, fields);
    await admin.ship(
      at(ofTeam, 0, { teamId: team, costNano: '1000000000' }),
      at(ofTeam, 0, { teamId: team, userId: lead.userId, costNano: '2000000000' }),
      at(ofTeam, 1, { teamId: team, costNano: '4000000000' }),
      at(ofTeam, 40, { teamId: team, costNano: '8000000000' }),
      at(ofOther, 0, { teamId: other, costNano: '16000000000' }),
      at(lead, 0, { userId: lead.userId, costNano: '32000000000' }),
    );
  });
  afterAll(() => admin.close());

  const ask = async (route: string, query: string, key?: string): Promise<Activity> => {
    const range = `start_date=${day(today - 7 * DAY_MS)}&end_date=${day(today)}`;
    const answer = await admin.call<Activity>(`GET ${route}?${range}&${query}`, key === undefined ? {} : { key });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const spends = ({ results }: Activity): readonly (readonly [string, number])[] =>
    results.map(({ date, metrics }) => [date, metrics.spend] as const);

  it('is the sums of a team, newest day first, with what they are made of', async () => {
    const activity = await ask('/team/daily/activity', `team_ids=${team}`);
    expect(spends(activity)).toEqual([
      [day(today), 3],
      [day(today - DAY_MS), 4],
    ]);
    expect(activity.metadata).toMatchObject({
      total_spend: 7,
      total_api_requests: 3,
      page: 1,
      total_pages: 1,
      has_more: false,
    });
    const [newest] = activity.results;
    expect(newest?.breakdown['entities']).toMatchObject({ [team]: { metrics: { spend: 3, api_requests: 2 } } });
    expect(newest?.breakdown['api_keys']).toMatchObject({
      [ofTeam.hash]: { metrics: { spend: 3 }, metadata: { key_alias: 'of the team', team_id: team, key_exists: true } },
    });
    for (const part of ['models', 'model_groups', 'providers', 'endpoints'])
      expect(Object.values(newest?.breakdown[part] ?? {}).map(({ metrics }) => metrics.spend)).toEqual([3]);
  });

  it('comes in pages of days, each whole', async () => {
    const first = await ask('/team/daily/activity', `team_ids=${team}&page_size=1`);
    const second = await ask('/team/daily/activity', `team_ids=${team}&page_size=1&page=2`);
    expect([spends(first), spends(second)]).toEqual([[[day(today), 3]], [[day(today - DAY_MS), 4]]]);
    expect(first.metadata).toMatchObject({ total_pages: 2, has_more: true });
    expect(second.metadata).toMatchObject({ total_pages: 2, has_more: false });
  });

  it('is narrowed by key, model and teams to leave out', async () => {
    expect(spends(await ask('/team/daily/activity', `api_key=${ofOther.hash}`))).toEqual([[day(today), 16]]);
    expect(spends(await ask('/team/daily/activity', `api_key=${ofOther.secret}`))).toEqual([[day(today), 16]]);
    expect(spends(await ask('/team/daily/activity', `exclude_team_ids=${team}`))).toEqual([[day(today), 16]]);
    expect(spends(await ask('/team/daily/activity', 'model=no-such-model'))).toEqual([]);
  });

  it('of a user is that of his calls, on one page where it is asked for whole', async () => {
    expect(spends(await ask('/user/daily/activity', '', lead.secret))).toEqual([[day(today), 34]]);
    expect(spends(await ask('/user/daily/activity/aggregated', `user_id=${lead.userId}`))).toEqual([[day(today), 34]]);
  });

  it('of all users is that of all calls, those of keys of nobody too', async () => {
    const whole = await ask('/user/daily/activity/aggregated', '');
    expect(spends(whole)).toEqual([
      [day(today), 51],
      [day(today - DAY_MS), 4],
    ]);
    expect(Object.keys(whole.results[0]?.breakdown['entities'] ?? {})).toEqual([lead.userId]);
  });

  it('shows nobody what is another’s: an admin of a team sees his team, a stranger nothing', async () => {
    expect(spends(await ask('/team/daily/activity', '', lead.secret))).toEqual([
      [day(today), 3],
      [day(today - DAY_MS), 4],
    ]);
    expect(spends(await ask('/team/daily/activity', `team_ids=${other}`, lead.secret))).toEqual([]);
    const stranger = await admin.makeUserKey('internal_user');
    expect(spends(await ask('/user/daily/activity', `user_id=${lead.userId}`, stranger.secret))).toEqual([]);
    const refused = await admin.call('GET /team/daily/activity?start_date=2026-01-01&end_date=2026-01-02', {
      key: stranger.secret,
    });
    expect(refused.status).toBe(401);
  });

  it('still names a key that was deleted', async () => {
    const gone = await admin.makeKey({ team_id: other, key_alias: 'gone' });
    await admin.ship(completionRecord(admin.newId(), gone, today, { teamId: other, costNano: '0' }));
    await admin.call('POST /key/delete', { body: { keys: [gone.hash] } });
    const { results } = await ask('/team/daily/activity', `team_ids=${other}`);
    expect(results[0]?.breakdown['api_keys']).toMatchObject({
      [gone.hash]: { metadata: { key_alias: 'gone', key_exists: false } },
    });
  });

  it.each([
    ['', 400],
    ['start_date=2026-01-01', 400],
    ['start_date=x&end_date=y', 400],
    ['start_date=2026-01-01&end_date=2026-01-02&page=0', 422],
    ['start_date=2026-01-01&end_date=2026-01-02&page_size=1001', 422],
  ])('refuses the query "%s" with %i', async (query, status) => {
    expect((await admin.call(`GET /team/daily/activity?${query}`)).status).toBe(status);
  });
});
