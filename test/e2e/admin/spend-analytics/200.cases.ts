import { labelId } from '@tollgate/canonical';
import { completionRecord } from '../support/completion-record.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

const DAY_MS = 86_400_000;

type Row = Readonly<Record<string, unknown>>;

describe('how models, tags and clients are used', () => {
  let admin: TestAdmin;
  let ann: MadeKey & { readonly userId: string };
  let bob: MadeKey & { readonly userId: string };
  let nobody: MadeKey;

  const day = (ago: number): string => new Date(admin.clock.now() - ago * DAY_MS).toISOString().slice(0, 10);
  const shown = (ago: number): string => {
    const at = new Date(admin.clock.now() - ago * DAY_MS);
    return `${at.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })} ${day(ago).slice(8)}`;
  };
  const attempt = (change: object = {}) => ({
    attempt: 1,
    deploymentId: 'west',
    provider: 'openai',
    model: 'priced-model',
    modelGroup: 'priced',
    apiBase: 'https://west.example.com',
    startedAt: admin.clock.now(),
    endedAt: admin.clock.now(),
    outcome: 'failure' as const,
    status: 429,
    failureClass: 'rate-limit',
    costNano: '0',
    estimated: false,
    heldNano: '0',
    ...change,
  });
  const call = (key: MadeKey, daysAgo: number, fields: object = {}) =>
    completionRecord(admin.newId(), key, admin.clock.now() - daysAgo * DAY_MS, {
      tags: ['red'],
      tagIds: [labelId('tag', key.id, 'red')],
      clientProduct: 'curl',
      userAgent: 'curl/8.5.0',
      ...fields,
    });
  const get = async <T = readonly Row[]>(route: string, key?: string): Promise<T> => {
    const answer = await admin.call<T>(`GET ${route}`, key === undefined ? {} : { key });
    expect([route, answer.status]).toEqual([route, 200]);
    return answer.body;
  };

  beforeAll(async () => {
    admin = await startAdmin();
    ann = await admin.makeUserKey('internal_user', { key_alias: 'ann' });
    bob = await admin.makeUserKey('internal_user');
    nobody = await admin.makeKey();
    const failed = { status: 'failure' as const, httpStatus: 429, costNano: '0' };
    await admin.ship(
      call(ann, 0),
      call(ann, 0, { clientProduct: 'OpenAI', userAgent: 'OpenAI/Python 1.9', callType: 'aresponses' }),
      call(bob, 0, { tags: ['blue'], tagIds: [labelId('tag', bob.id, 'blue')] }),
      call(bob, 8),
      call(bob, 40),
      call(nobody, 0),
      // answered by another deployment, of another group
      call(ann, 1, {
        modelGroup: 'cheap',
        attempts: [attempt(), attempt({ attempt: 2, modelGroup: 'cheap', outcome: 'success', status: 200 })],
      }),
      call(bob, 0, {
        ...failed,
        attempts: [attempt(), attempt({ attempt: 2, deploymentId: 'east', apiBase: 'https://east.example.com' })],
      }),
      call(bob, 0, {
        ...failed,
        httpStatus: 504,
        attempts: [attempt({ status: 504, failureClass: 'timeout' })],
      }),
    );
  });
  afterAll(() => admin.close());

  it('tells failed attempts by day and by LiteLLM’s exceptions, of all or of one group', async () => {
    expect(await get('/global/activity/exceptions?model_group=priced')).toEqual({
      daily_data: [
        {
          date: shown(1),
          num_rate_limit_exceptions: 1,
          num_exceptions: 1,
          exceptions: { RateLimitError: 1 },
        },
        {
          date: shown(0),
          num_rate_limit_exceptions: 2,
          num_exceptions: 3,
          exceptions: { RateLimitError: 2, Timeout: 1 },
        },
      ],
      sum_num_rate_limit_exceptions: 3,
      sum_num_exceptions: 4,
      exceptions: { RateLimitError: 3, Timeout: 1 },
    });
    expect(await get('/global/activity/exceptions')).toMatchObject({ sum_num_exceptions: 4 });
    expect(await get('/global/activity/exceptions?model_group=cheap')).toMatchObject({
      daily_data: [],
      sum_num_rate_limit_exceptions: 0,
    });
    expect(await get(`/global/activity/exceptions?start_date=${day(1)}&end_date=${day(1)}`)).toMatchObject({
      sum_num_exceptions: 1,
    });
  });

  it('tells them by deployment, those whose rate was limited the most first', async () => {
    expect(await get('/global/activity/exceptions/deployment?model_group=priced')).toMatchObject([
      {
        api_base: 'https://west.example.com',
        model_id: 'west',
        daily_data: [{ date: shown(1) }, { date: shown(0), num_rate_limit_exceptions: 1, num_exceptions: 2 }],
        sum_num_rate_limit_exceptions: 2,
        sum_num_exceptions: 3,
      },
      { api_base: 'https://east.example.com', model_id: 'east', sum_num_rate_limit_exceptions: 1 },
    ]);
  });

  it('tells calls by alias, kind and model, with what providers read from their caches', async () => {
    const rows = await get('/global/activity/cache_hits');
    const of = (api_key: string, call_type: string) =>
      rows.filter((row) => row['api_key'] === api_key && row['call_type'] === call_type);
    expect(of('ann', 'acompletion')).toEqual([
      {
        api_key: 'ann',
        call_type: 'acompletion',
        model: 'openai/priced-model',
        total_rows: 2,
        failed_rows: 0,
        cache_hit_true_rows: 0,
        cached_completion_tokens: 0,
        generated_completion_tokens: 20,
        cache_read_input_tokens: 16,
      },
    ]);
    expect(of('ann', 'aresponses')).toMatchObject([{ total_rows: 1 }]);
    expect(of('Unnamed Key', 'acompletion')).toMatchObject([{ total_rows: 5, failed_rows: 2 }]);
  });

  it('counts the users of tags and of clients’ products on each of seven days', async () => {
    const { results } = await get<{ readonly results: readonly Row[] }>('/tag/dau');
    expect(results).toEqual([
      { tag: 'User-Agent: curl', active_users: 2, date: day(0), period_start: null, period_end: null },
      { tag: 'red', active_users: 2, date: day(0), period_start: null, period_end: null },
      { tag: 'User-Agent: OpenAI', active_users: 1, date: day(0), period_start: null, period_end: null },
      { tag: 'blue', active_users: 1, date: day(0), period_start: null, period_end: null },
      { tag: 'User-Agent: curl', active_users: 1, date: day(1), period_start: null, period_end: null },
      { tag: 'red', active_users: 1, date: day(1), period_start: null, period_end: null },
    ]);
  });

  it('counts them in seven weeks and seven times thirty days that end tomorrow, the oldest first', async () => {
    const week = await get<{ readonly results: readonly Row[] }>('/tag/wau?tag_filter=CURL');
    expect(week.results).toEqual([
      {
        tag: 'User-Agent: curl',
        active_users: 1,
        date: `Week 2 (${shown(40)})`,
        period_start: `${day(40)} 00:00:00`,
        period_end: `${day(34)} 00:00:00`,
      },
      expect.objectContaining({ active_users: 1, date: `Week 6 (${shown(12)})`, period_end: `${day(6)} 00:00:00` }),
      expect.objectContaining({ active_users: 2, date: `Week 7 (${shown(5)})`, period_start: `${day(5)} 00:00:00` }),
    ]);
    const month = await get<{ readonly results: readonly Row[] }>('/tag/mau?tag_filters=red&tag_filters=nothing');
    expect(month.results.map(({ tag, active_users, date }) => [tag, active_users, date])).toEqual([
      ['red', 1, `Month 6 (${shown(58).slice(0, 3)})`],
      ['red', 2, `Month 7 (${shown(28).slice(0, 3)})`],
    ]);
  });

  it('sums a range by tag, and thirty days by user, each call once', async () => {
    const range = `start_date=${day(1)}&end_date=${day(0)}`;
    const { results } = await get<{ readonly results: readonly Row[] }>(`/tag/summary?${range}&tag_filter=User-Agent`);
    expect(results).toEqual([
      {
        tag: 'User-Agent: curl',
        unique_users: 2,
        total_requests: 6,
        successful_requests: 4,
        failed_requests: 2,
        total_tokens: 180,
        total_spend: 0.04,
      },
      expect.objectContaining({ tag: 'User-Agent: OpenAI', unique_users: 1, total_requests: 1 }),
    ]);
    const users = await get<Row>('/tag/user-agent/per-user-analytics');
    expect(users).toMatchObject({
      results: [
        { user_id: ann.userId, user_agent: 'User-Agent: curl', successful_requests: 3, total_requests: 3, spend: 0.03 },
        { user_id: bob.userId, successful_requests: 2, failed_requests: 2, total_requests: 4 },
      ],
      ...{ total_count: 2, page: 1, page_size: 50, total_pages: 1 },
    });
    expect(await get<Row>('/tag/user-agent/per-user-analytics?page=2&page_size=1&tag_filters=red')).toMatchObject({
      results: [{ user_id: bob.userId, user_agent: 'red', total_requests: 3 }],
      ...{ total_count: 2, total_pages: 2 },
    });
  });

  it('has products among the tags that are told apart', async () => {
    expect(await get('/tag/distinct')).toEqual({
      results: ['red', 'User-Agent: curl', 'User-Agent: OpenAI', 'blue'].map((tag) => ({ tag })),
    });
  });

  it('knows no agents and no budgets of providers', async () => {
    const range = `start_date=${day(1)}&end_date=${day(0)}`;
    expect(await get(`/agent/daily/activity?${range}&agent_ids=a`)).toMatchObject({
      results: [],
      metadata: { total_api_requests: 0, page: 1, has_more: false },
    });
    expect(await get('/provider/budgets')).toEqual({ providers: {} });
  });

  it('says how long the lists of spenders are', async () => {
    for (const [path, total] of [
      ['/spend/users', 2],
      ['/spend/keys', 3],
      [`/spend/users?user_id=${ann.userId}`, 1],
    ] as const) {
      const { headers } = await admin.call(`GET ${path}${path.includes('?') ? '&' : '?'}limit=2`);
      expect([headers.get('x-total-count'), headers.get('x-page'), headers.get('x-total-pages')]).toEqual([
        String(total),
        '1',
        String(Math.ceil(total / 2)),
      ]);
    }
  });

  it('is told to nobody who sees less than all, and never without bounds', async () => {
    for (const route of [
      '/global/activity/exceptions',
      '/global/activity/cache_hits',
      '/tag/mau',
      '/tag/user-agent/per-user-analytics',
      '/provider/budgets',
    ])
      expect((await admin.call(`GET ${route}`, { key: ann.secret })).status).toBe(401);
    for (const [route, status] of [
      ['/tag/summary', 422],
      ['/tag/summary?start_date=2001-01-01&end_date=2026-01-01', 400],
      ['/tag/user-agent/per-user-analytics?page_size=1001', 422],
      ['/global/activity/exceptions?start_date=2001-01-01', 400],
      ['/agent/daily/activity', 400],
    ] as const)
      expect([route, (await admin.call(`GET ${route}`)).status]).toEqual([route, status]);
  });
});
