import { labelId } from '@tollgate/canonical';
import { completionRecord } from '../support/completion-record.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

const DAY_MS = 86_400_000;

type Row = Readonly<Record<string, unknown>>;

describe('what everybody spent', () => {
  let admin: TestAdmin;
  let team: string;
  let user: string;
  let rich: MadeKey;
  let poor: MadeKey;
  let today: string;
  let yesterday: string;

  /** A call of so many cents, some days ago, with a tag and for a customer. */
  const call = (key: MadeKey, cents: number, daysAgo: number, fields: object = {}) =>
    completionRecord(admin.newId(), key, admin.clock.now() - daysAgo * DAY_MS, {
      costNano: String(cents * 10_000_000),
      tags: ['red'],
      tagIds: [labelId('tag', key.id, 'red')],
      customer: 'ann',
      customerId: labelId('customer', key.id, 'ann'),
      ...fields,
    });
  const get = async <T = readonly Row[]>(route: string): Promise<T> => {
    const answer = await admin.call<T>(`GET ${route}`);
    expect(answer.status).toBe(200);
    return answer.body;
  };

  beforeAll(async () => {
    admin = await startAdmin();
    const day = (ago: number) => new Date(admin.clock.now() - ago * DAY_MS).toISOString().slice(0, 10);
    [today, yesterday] = [day(0), day(1)];
    team = await admin.makeTeam();
    user = (await admin.makeUserKey('internal_user')).userId;
    rich = await admin.makeKey({ team_id: team, key_alias: 'rich' });
    poor = await admin.makeKey({ user_id: user, key_alias: 'poor' });
    for (const record of [
      call(rich, 5, 0, { teamId: team }),
      call(rich, 3, 1, {
        teamId: team,
        modelGroup: 'other',
        tags: ['blue'],
        tagIds: [labelId('tag', rich.id, 'blue')],
      }),
      call(poor, 1, 0, {
        userId: user,
        provider: 'anthropic',
        windows: [
          { scope: 'key', id: poor.id, start: 0 },
          { scope: 'user', id: user, start: 0 },
        ],
      }),
      call(poor, 100, 400, { userId: user, windows: [] }),
    ])
      await admin.ship(record);
  });
  afterAll(() => admin.close());

  it('is listed by key and by user, the dearest first, page by page', async () => {
    const keys = await get('/spend/keys');
    expect(keys.slice(0, 2).map(({ key_alias, spend }) => [key_alias, spend])).toEqual([
      ['rich', 0.08],
      ['poor', 0.01],
    ]);
    expect((await get('/spend/keys?limit=1&page=2')).map(({ key_alias }) => key_alias)).toEqual(['poor']);
    expect((await get('/spend/users?limit=1')).map(({ user_id, spend }) => [user_id, spend])).toEqual([[user, 0.01]]);
    expect(await get(`/spend/users?user_id=${user}`)).toMatchObject([{ user_id: user, spend: 0.01 }]);
    expect(await get('/spend/users?user_id=nobody')).toEqual([]);
  });

  it('is listed page by page, the dearest first: nobody twice, nobody left out, and nothing behind the end', async () => {
    for (let n = 0; n < 4; n += 1) await admin.makeKey({ key_alias: `idle-${String(n)}` });
    const whole = await get('/spend/keys');
    expect(whole.length).toBeGreaterThan(6);
    for (const size of [1, 2, 3, 5]) {
      const pages = Math.ceil(whole.length / size);
      const walked: object[] = [];
      for (let page = 1; page <= pages; page += 1)
        walked.push(...(await get(`/spend/keys?limit=${String(size)}&page=${String(page)}`)));
      expect(walked).toEqual(whole);
      expect(await get(`/spend/keys?limit=${String(size)}&page=${String(pages + 1)}`)).toEqual([]);
    }
  });

  it('is summed by tag over all tenants', async () => {
    expect(await get('/spend/tags')).toEqual([
      { individual_request_tag: 'red', log_count: 2, total_spend: 0.06 },
      { individual_request_tag: 'blue', log_count: 1, total_spend: 0.03 },
    ]);
    expect(await get(`/spend/tags?start_date=${today}&end_date=${today}`)).toHaveLength(1);
    expect(await get('/global/spend/tags?tags=green,%20blue')).toEqual({
      spend_per_tag: [{ name: 'blue', spend: 0.03, log_count: 1 }],
    });
    expect(await get('/global/spend/tags?tags=all-tags&limit=1')).toMatchObject({ spend_per_tag: [{ name: 'red' }] });
    expect(await get('/global/spend/all_tag_names')).toEqual({ tag_names: ['blue', 'red'] });
  });

  it('has its tags told apart, those of the most calls first', async () => {
    expect(await get('/tag/distinct')).toEqual({ results: [{ tag: 'red' }, { tag: 'blue' }] });
  });

  it('is summed as calls come: a refresh changes nothing', async () => {
    const before = await admin.everyRow();
    const { status, body } = await admin.call('POST /global/spend/refresh');
    expect([status, body]).toMatchObject([200, { status: 'success' }]);
    expect(await admin.everyRow()).toEqual(before);
  });

  it('is summed by day, of everybody or of a key, over the last thirty days unless told otherwise', async () => {
    expect(await get('/global/spend/logs')).toEqual([
      { date: yesterday, spend: 0.03 },
      { date: today, spend: 0.06 },
    ]);
    expect(await get(`/global/spend/logs?api_key=${poor.secret}`)).toEqual([
      { date: today, spend: 0.01, api_key: poor.hash },
    ]);
    expect(await get('/global/spend/logs?start_date=2001-01-01&end_date=2001-12-31')).toEqual([]);
  });

  it('is summed by key, model, provider and team', async () => {
    expect(await get('/global/spend/keys')).toMatchObject([
      { api_key: rich.hash, key_alias: 'rich', total_spend: 0.08 },
      { api_key: poor.hash, key_alias: 'poor', total_spend: 0.01 },
    ]);
    expect(await get('/global/spend/models?limit=1')).toEqual([{ model: 'priced', total_spend: 0.06 }]);
    expect(await get('/global/spend/provider')).toEqual([
      { provider: 'openai', spend: 0.08 },
      { provider: 'anthropic', spend: 0.01 },
    ]);
    expect(await get('/global/spend/teams')).toEqual({
      daily_spend: [
        { date: yesterday, [team]: 0.03 },
        { date: today, [team]: 0.05 },
      ],
      teams: [team],
      total_spend_per_team: [{ team_id: team, total_spend: 0.08 }],
    });
  });

  it('is summed by customer, of everybody or of a key', async () => {
    const ask = (body: object) => admin.call('POST /global/spend/end_users', { body });
    expect((await ask({})).body).toEqual([{ end_user: 'ann', total_count: 3, total_spend: 0.09 }]);
    expect((await ask({ api_key: poor.hash })).body).toEqual([{ end_user: 'ann', total_count: 1, total_spend: 0.01 }]);
    const ofToday = { startTime: `${today}T00:00:00.000Z`, endTime: `${today}T23:00:00.000Z` };
    expect((await ask(ofToday)).body).toEqual([{ end_user: 'ann', total_count: 2, total_spend: 0.06 }]);
    expect(await get('/global/all_end_users')).toEqual({ end_users: ['ann'] });
  });

  it('is billed to teams and customers by day, with what each bill is made of', async () => {
    const range = `start_date=${yesterday}&end_date=${today}`;
    expect(await get(`/global/spend/report?${range}&team_id=${team}`)).toEqual([
      {
        group_by_day: yesterday,
        teams: [
          {
            team_name: team,
            total_spend: 0.03,
            metadata: [{ model: 'other', spend: 0.03, total_tokens: 30, api_key: rich.hash }],
          },
        ],
      },
      {
        group_by_day: today,
        teams: [
          {
            team_name: team,
            total_spend: 0.05,
            metadata: [{ model: 'priced', spend: 0.05, total_tokens: 30, api_key: rich.hash }],
          },
        ],
      },
    ]);
    const customers = await get(`/global/spend/report?${range}&group_by=customer`);
    expect(customers).toMatchObject([
      { group_by_day: yesterday, customers: [{ customer: 'ann', total_spend: 0.03 }] },
      { group_by_day: today, customers: [{ customer: 'ann', total_spend: 0.06, metadata: [{}, {}] }] },
    ]);
    expect(await get(`/global/spend/report?${range}&customer_id=bob`)).toEqual([]);
  });

  it('is billed to keys over a range, with their models', async () => {
    const range = `start_date=${yesterday}&end_date=${today}`;
    const bill = {
      api_key: poor.hash,
      total_cost: 0.01,
      total_input_tokens: 20,
      total_output_tokens: 10,
      model_details: [{ model: 'priced', total_cost: 0.01, total_input_tokens: 20, total_output_tokens: 10 }],
    };
    expect(await get(`/global/spend/report?${range}&group_by=api_key`)).toMatchObject([{ api_key: rich.hash }, bill]);
    expect(await get(`/global/spend/report?${range}&api_key=${poor.secret}`)).toEqual([bill]);
    expect(await get(`/global/spend/report?${range}&internal_user_id=${user}`)).toEqual([bill]);
  });

  it('is charted by day, for everybody and for each model', async () => {
    const chart = await get<Row>('/global/activity');
    expect(chart).toMatchObject({ sum_api_requests: 3, sum_total_tokens: 90 });
    expect(chart['daily_data']).toMatchObject([{ api_requests: 1 }, { api_requests: 2, total_tokens: 60 }]);
    expect((chart['daily_data'] as readonly Row[])[0]?.['date']).toMatch(/^[A-Z][a-z]{2} \d\d$/);
    expect(await get('/global/activity/model')).toMatchObject([
      { model: 'priced', sum_api_requests: 2 },
      { model: 'other', sum_api_requests: 1 },
    ]);
  });

  it('of customers and tags is told by day, and of those that are named', async () => {
    interface Activity {
      readonly results: readonly {
        readonly date: string;
        readonly metrics: { readonly spend: number };
        readonly breakdown: { readonly entities: Readonly<Record<string, unknown>> };
      }[];
    }
    const range = `start_date=${yesterday}&end_date=${today}`;
    const read = async (route: string) =>
      (await get<Activity>(`${route}${range}`)).results.map(({ date, metrics, breakdown }) => [
        date,
        metrics.spend,
        Object.keys(breakdown.entities),
      ]);
    expect(await read('/tag/daily/activity?')).toEqual([
      [today, 0.06, ['red']],
      [yesterday, 0.03, ['blue']],
    ]);
    expect(await read('/tag/daily/activity?tags=blue&')).toEqual([[yesterday, 0.03, ['blue']]]);
    for (const path of ['customer', 'end_user']) {
      expect(await read(`/${path}/daily/activity?end_user_ids=ann&`)).toEqual([
        [today, 0.06, ['ann']],
        [yesterday, 0.03, ['ann']],
      ]);
      expect(await read(`/${path}/daily/activity?exclude_end_user_ids=ann&`)).toEqual([]);
    }
  });

  it('is told to nobody who sees less than all', async () => {
    const stranger = await admin.makeUserKey('internal_user');
    for (const route of [
      'GET /spend/keys',
      'GET /spend/tags',
      'GET /global/spend/logs',
      'GET /global/activity',
      'GET /tag/daily/activity',
    ])
      expect((await admin.call(route, { key: stranger.secret })).status).toBe(401);
    const viewer = await admin.makeUserKey('proxy_admin_viewer');
    expect((await admin.call('GET /spend/keys', { key: viewer.secret })).status).toBe(200);
  });

  it.each([
    ['/spend/keys?limit=0', 422],
    ['/spend/keys?limit=1001', 422],
    ['/spend/tags?start_date=x', 400],
    ['/global/spend/logs?start_date=2001-01-01&end_date=2026-01-01', 400],
    ['/global/spend/report', 400],
    ['/global/spend/report?start_date=2026-01-01&end_date=2026-01-02&group_by=moon', 422],
  ])('is never read without bounds: %s is %i', async (route, status) => {
    expect((await admin.call(`GET ${route}`)).status).toBe(status);
  });
});
