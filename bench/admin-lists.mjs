import { createHash } from 'node:crypto';
import { CUSTOMERS, KEYS, ORGANIZATIONS, TAGS, TEAMS, USERS } from './admin-seed.mjs';

const DAY_MS = 86_400_000;
const day = (ago) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
const between = (days) => `start_date=${day(days - 1)}&end_date=${day(0)}`;
/** The nth of the busy ones: what is asked for again and again. */
const nth = (n, of) => ((n * 37) % of) + 1;
const hash = (n) =>
  createHash('sha256')
    .update(`sk-bench-${nth(n, KEYS / 100)}`)
    .digest('hex');

const total = (name) => (body) => body[name];
const header = (_body, headers) => Number(headers.get('x-total-pages'));
/** Lists that do not say how long they are: by what was seeded. */
const known = (items, size) => () => Math.ceil(items / size);

/**
 * What is asked, each with the nth of who it is asked for; `pages` reads from an answer how many there are, `page` is the name of the
 * parameter. Without it there is one page.
 */
export const LISTS = [
  { name: '/key/list', ask: () => '/key/list?size=100&return_full_object=true', pages: total('total_pages') },
  {
    name: '/key/list of a team',
    ask: (n) => `/key/list?size=100&team_id=team-${nth(n, TEAMS)}`,
    pages: total('total_pages'),
  },
  { name: '/key/aliases', ask: () => '/key/aliases?size=100', pages: total('total_pages') },
  { name: '/key/aliases with a text', ask: (n) => `/key/aliases?search=${nth(n, KEYS)}`, pages: total('total_pages') },
  {
    name: '/key/list by spend',
    ask: () => '/key/list?size=100&return_full_object=true&sort_by=spend',
    pages: total('total_pages'),
  },
  {
    name: '/key/list by spend, some aliases',
    ask: (n) => `/key/list?size=100&sort_by=spend&key_alias=key-${(n % 9) + 1}`,
    pages: total('total_pages'),
  },
  {
    name: '/key/list of a user, made by him too, with users',
    ask: (n) => `/key/list?size=100&user_id=user-${nth(n, USERS / 10)}&include_created_by_keys=true&expand=user`,
    pages: total('total_pages'),
  },
  { name: '/v2/team/list', ask: () => '/v2/team/list?page_size=100', pages: total('total_pages') },
  { name: '/team/list', ask: () => '/team/list?page_size=20', pages: header },
  { name: '/team/filter/ui', ask: () => '/team/filter/ui', pages: header },
  { name: '/user/list', ask: () => '/user/list?page_size=100', pages: total('total_pages') },
  { name: '/user/filter/ui', ask: () => '/user/filter/ui', pages: header },
  { name: '/user/available_users', ask: () => '/user/available_users' },
  { name: '/organization/list', ask: () => '/organization/list', pages: header },
  { name: '/project/list', ask: () => '/project/list', pages: header },
  { name: '/user/list by spend', ask: () => '/user/list?page_size=100&sort_by=spend', pages: total('total_pages') },
  { name: '/customer/list', ask: () => '/customer/list?page_size=100', pages: known(CUSTOMERS, 100) },
  { name: '/tag/list', ask: () => '/tag/list?page_size=100', pages: known(TAGS, 100) },
  { name: '/budget/list', ask: () => '/budget/list?size=100', pages: known(1000, 100) },
  { name: '/budget/events', ask: () => '/budget/events', pages: total('total_pages') },
  { name: '/v1/access_group', ask: () => '/v1/access_group', pages: header },
  { name: '/credentials', ask: () => '/credentials', pages: header },
  { name: '/audit', ask: () => '/audit?page_size=100', pages: total('total_pages') },
  ...[
    ['', () => ''],
    [' of a key', (n) => `&api_key=${hash(n)}`],
    [' of a team', (n) => `&team_id=team-${nth(n, TEAMS)}`],
    [' of a user', (n) => `&user_id=user-${nth(n, USERS)}`],
    [' of a model', () => '&model=gpt-4.1'],
    [' of a rare model', () => '&model=no-such-model'],
    [' of a customer', (n) => `&end_user=customer-${nth(n, CUSTOMERS)}`],
    [' failed', () => '&status_filter=failure'],
    [' failed with a text', () => '&error_message=timeout'],
    [' oldest first', () => '&sort_order=asc'],
    [' by spend', () => '&sort_by=spend'],
    [' by spend, of a team', (n) => `&sort_by=spend&team_id=team-${nth(n, TEAMS)}`],
  ].map(([of, filter]) => ({
    name: `/spend/logs/v2${of}, 30 days`,
    ask: (n) => `/spend/logs/v2?${between(30)}&page_size=50${filter(n)}`,
    pages: total('total_pages'),
  })),
  {
    name: '/spend/logs/v2, a day',
    ask: (n) => `/spend/logs/v2?start_date=${day(n % 30)}&end_date=${day(n % 30)}`,
    pages: total('total_pages'),
  },
  { name: '/spend/logs', ask: () => '/spend/logs', pages: header },
  { name: '/spend/logs of a key', ask: (n) => `/spend/logs?api_key=${hash(n)}`, pages: header },
  { name: '/spend/logs by day, 30 days, of a key', ask: (n) => `/spend/logs?${between(30)}&api_key=${hash(n)}` },
  { name: '/spend/logs by day, 30 days', ask: () => `/spend/logs?${between(30)}` },
  { name: '/spend/logs of a user', ask: (n) => `/spend/logs?user_id=user-${nth(n, USERS)}`, pages: header },
  {
    name: '/spend/logs/session/ui',
    ask: (n) => `/spend/logs/session/ui?session_id=session-${nth(n, 1000)}&page_size=20`,
    pages: total('total_pages'),
  },
  { name: '/spend/keys', ask: () => '/spend/keys', pages: header },
  { name: '/spend/users', ask: () => '/spend/users', pages: header },
  { name: '/spend/tags, 30 days', ask: () => '/spend/tags' },
  { name: '/spend/tags, all days', ask: () => `/spend/tags?${between(90)}` },
  { name: '/global/spend', ask: () => '/global/spend' },
  { name: '/global/spend/logs', ask: () => '/global/spend/logs' },
  { name: '/global/spend/keys', ask: () => '/global/spend/keys' },
  { name: '/global/spend/models', ask: () => '/global/spend/models' },
  { name: '/global/spend/provider', ask: () => '/global/spend/provider' },
  { name: '/global/spend/teams', ask: () => '/global/spend/teams' },
  { name: '/global/spend/tags', ask: () => '/global/spend/tags' },
  { name: '/global/spend/all_tag_names', ask: () => '/global/spend/all_tag_names' },
  { name: '/global/all_end_users', ask: () => '/global/all_end_users' },
  { name: '/global/spend/end_users', ask: () => ['/global/spend/end_users', {}] },
  {
    name: '/global/spend/report, a day',
    ask: (n) => `/global/spend/report?start_date=${day(n % 30)}&end_date=${day(n % 30)}`,
  },
  ...['team', 'customer', 'api_key'].map((by) => ({
    name: `/global/spend/report by ${by}, 30 days`,
    ask: () => `/global/spend/report?${between(30)}&group_by=${by}`,
  })),
  {
    name: '/global/spend/report of a user',
    ask: (n) => `/global/spend/report?${between(30)}&internal_user_id=user-${nth(n, USERS)}`,
  },
  {
    name: '/global/spend/report of a customer',
    ask: (n) => `/global/spend/report?${between(30)}&customer_id=customer-${nth(n, CUSTOMERS)}`,
  },
  {
    name: '/global/spend/report of a team',
    ask: (n) => `/global/spend/report?${between(30)}&team_id=team-${nth(n, TEAMS)}`,
  },
  { name: '/global/activity', ask: () => '/global/activity' },
  { name: '/global/activity/model', ask: () => '/global/activity/model' },
  { name: '/global/activity/cache_hits', ask: () => '/global/activity/cache_hits' },
  { name: '/global/activity/exceptions', ask: () => '/global/activity/exceptions?model_group=gpt-4o' },
  { name: '/global/activity/exceptions/deployment', ask: () => '/global/activity/exceptions/deployment' },
  { name: '/model/metrics', ask: () => '/model/metrics' },
  { name: '/model/streaming_metrics', ask: () => '/model/streaming_metrics' },
  { name: '/model/metrics/slow_responses', ask: () => '/model/metrics/slow_responses' },
  { name: '/model/metrics/exceptions', ask: () => '/model/metrics/exceptions' },
  { name: '/health/history', ask: () => '/health/history' },
  { name: '/health/history behind the newest', ask: () => '/health/history?offset=3900' },
  { name: '/health/latest', ask: () => '/health/latest' },
  { name: '/tag/distinct', ask: () => '/tag/distinct' },
  ...['dau', 'wau', 'mau'].flatMap((report) => [
    { name: `/tag/${report}`, ask: () => `/tag/${report}` },
    { name: `/tag/${report} with a text`, ask: (n) => `/tag/${report}?tag_filter=${n % 10}` },
  ]),
  { name: '/tag/mau of a tag', ask: (n) => `/tag/mau?tag_filters=tag-${nth(n, TAGS)}` },
  { name: '/tag/summary, a day', ask: (n) => `/tag/summary?start_date=${day(n % 30)}&end_date=${day(n % 30)}` },
  { name: '/tag/summary, 30 days', ask: () => `/tag/summary?${between(30)}` },
  { name: '/tag/summary, 90 days', ask: () => `/tag/summary?${between(90)}` },
  {
    name: '/tag/user-agent/per-user-analytics of a tag',
    ask: (n) => `/tag/user-agent/per-user-analytics?tag_filters=tag-${nth(n, TAGS)}`,
    pages: total('total_pages'),
  },
  {
    name: '/tag/user-agent/per-user-analytics',
    ask: () => '/tag/user-agent/per-user-analytics',
    pages: total('total_pages'),
  },
  ...['user', 'team', 'organization', 'customer', 'tag'].map((of) => ({
    name: `/${of}/daily/activity of all, 30 days`,
    ask: () => `/${of}/daily/activity?${between(30)}`,
    pages: (body) => body.metadata.total_pages,
  })),
  {
    name: '/user/daily/activity/aggregated of all, 30 days',
    ask: () => `/user/daily/activity/aggregated?${between(30)}`,
  },
  {
    name: '/user/daily/activity',
    ask: (n) => `/user/daily/activity?${between(30)}&user_id=user-${nth(n, USERS)}`,
    pages: (body) => body.metadata.total_pages,
  },
  {
    name: '/team/daily/activity',
    ask: (n) => `/team/daily/activity?${between(30)}&team_ids=team-${nth(n, TEAMS)}`,
    pages: (body) => body.metadata.total_pages,
  },
  {
    name: '/organization/daily/activity',
    ask: (n) => `/organization/daily/activity?${between(30)}&organization_ids=organization-${nth(n, ORGANIZATIONS)}`,
    pages: (body) => body.metadata.total_pages,
  },
  {
    name: '/customer/daily/activity',
    ask: (n) => `/customer/daily/activity?${between(30)}&end_user_ids=customer-${nth(n, CUSTOMERS)}`,
    pages: (body) => body.metadata.total_pages,
  },
  {
    name: '/tag/daily/activity',
    ask: (n) => `/tag/daily/activity?${between(30)}&tags=tag-${nth(n, TAGS)}`,
    pages: (body) => body.metadata.total_pages,
  },
];
