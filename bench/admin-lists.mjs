import { createHash } from 'node:crypto';
import { CUSTOMERS, KEYS, TAGS, TEAMS, USERS } from './admin-seed.mjs';

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
  { name: '/v2/team/list', ask: () => '/v2/team/list?page_size=100', pages: total('total_pages') },
  { name: '/team/list', ask: () => '/team/list?page_size=20', pages: header },
  { name: '/user/list', ask: () => '/user/list?page_size=100', pages: total('total_pages') },
  { name: '/customer/list', ask: () => '/customer/list?page_size=100', pages: known(CUSTOMERS, 100) },
  { name: '/tag/list', ask: () => '/tag/list?page_size=100', pages: known(TAGS, 100) },
  { name: '/budget/list', ask: () => '/budget/list?size=100', pages: known(1000, 100) },
  ...[
    ['', () => ''],
    [' of a key', (n) => `&api_key=${hash(n)}`],
    [' of a team', (n) => `&team_id=team-${nth(n, TEAMS)}`],
    [' of a user', (n) => `&user_id=user-${nth(n, USERS)}`],
    [' of a model', () => '&model=gpt-4.1'],
    [' of a rare model', () => '&model=no-such-model'],
    [' of a customer', (n) => `&end_user=customer-${nth(n, CUSTOMERS)}`],
    [' failed', () => '&status_filter=failure'],
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
  { name: '/spend/keys', ask: () => '/spend/keys', pages: header },
  { name: '/spend/users', ask: () => '/spend/users', pages: header },
  { name: '/spend/tags, 30 days', ask: () => '/spend/tags' },
  { name: '/global/spend/logs', ask: () => '/global/spend/logs' },
  { name: '/global/spend/keys', ask: () => '/global/spend/keys' },
  { name: '/global/spend/models', ask: () => '/global/spend/models' },
  { name: '/global/spend/provider', ask: () => '/global/spend/provider' },
  { name: '/global/spend/teams', ask: () => '/global/spend/teams' },
  { name: '/global/spend/tags', ask: () => '/global/spend/tags' },
  { name: '/global/spend/end_users', ask: () => ['/global/spend/end_users', {}] },
  {
    name: '/global/spend/report, a day',
    ask: (n) => `/global/spend/report?start_date=${day(n % 30)}&end_date=${day(n % 30)}`,
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
  { name: '/tag/dau', ask: () => '/tag/dau' },
  { name: '/tag/mau of a tag', ask: (n) => `/tag/mau?tag_filters=tag-${nth(n, TAGS)}` },
  { name: '/tag/summary, a day', ask: (n) => `/tag/summary?start_date=${day(n % 30)}&end_date=${day(n % 30)}` },
  {
    name: '/tag/user-agent/per-user-analytics',
    ask: () => '/tag/user-agent/per-user-analytics',
    pages: total('total_pages'),
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
