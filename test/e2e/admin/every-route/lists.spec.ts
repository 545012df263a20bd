import type { AttemptRecord } from '@tollgate/canonical';
import { completionRecord } from '../support/completion-record.js';
import { askable, ROUTES } from '../support/routes.js';
import type { CallOptions } from '../support/call-admin.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

/** Lists that are whole in one answer, and why they cannot grow without end. */
const WHOLE: Readonly<Record<string, string>> = {
  'GET /team/available': 'as long as the list in the configuration file',
  'GET /access_group/list': 'the groups that the models which every process holds name',
  'GET /budget/settings': 'the fields of a budget',
  'GET /config/list': 'the settings that there are',
  'GET /callbacks/list': 'what the configuration file names',
  'GET /callbacks/configs': 'the kinds of callbacks that there are',
  'GET /active/callbacks': 'what the configuration file names',
  'GET /get/config/callbacks': 'what the configuration file names',
  'GET /router/settings': 'the settings that there are',
  'GET /router/fields': 'the settings that there are',
  'GET /cache/settings': 'the settings that there are',
  'GET /config/pass_through_endpoint': 'none is served',
  'GET /model/settings': 'the providers that there are',
  'GET /model/metrics': 'days of a range, of 366 at most',
  'GET /model/streaming_metrics': 'days of a range, of 366 at most',
  'GET /model/metrics/slow_responses': 'the deployments that were called in such a range',
  'GET /model/metrics/exceptions': 'the deployments that were called in such a range',
  'GET /team/permissions_list': 'the permissions that there are',
  'GET /global/spend/logs': 'days of a range, of 366 at most',
  'GET /global/activity': 'days of a range, of 366 at most',
  'GET /agent/daily/activity': 'agents are not served: there are none',
  'GET /user/daily/activity/aggregated': 'days of a range, of 1000 at most',
};

/** What is one object, with lists of its own members. */
const INSIDE: readonly string[] = [
  'GET /me',
  'GET /me/permissions',
  'GET /user/info',
  'GET /v2/user/info',
  'GET /health/license',
];

/** Lists of the dearest or the most used: they say whether there are more, and not how many. */
const HAS_MORE = 'x-has-more';
/** Those whose length LiteLLM has fixed. */
const FIXED: readonly string[] = [
  'GET /tag/distinct',
  'GET /tag/dau',
  'GET /tag/wau',
  'GET /tag/mau',
  'GET /tag/summary',
  'GET /global/activity/model',
  'GET /global/activity/cache_hits',
  'GET /global/activity/exceptions',
  'GET /global/activity/exceptions/deployment',
  'GET /global/spend/report',
];

interface Parameter {
  readonly name: string;
  readonly schema: { readonly maximum?: number };
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly headers?: Readonly<Record<string, unknown>> }>>;
}

interface Told {
  readonly status: number;
  readonly items: readonly unknown[] | undefined;
  readonly total: number | undefined;
  readonly more: string | null;
}

const SIZES = ['page_size', 'size', 'limit'];
const MANY = 3;

describe('every list', () => {
  let admin: TestAdmin;
  let operations: ReadonlyMap<string, Operation>;
  /** What each route that is read answers where there are three of everything. */
  const answers = new Map<string, Told>();
  const lists = (): readonly string[] => [...answers].flatMap(([route, { items }]) => (items ? [route] : []));

  beforeAll(async () => {
    admin = await startAdmin();
    await populate(admin);
    const { paths } = (
      await admin.call<{ readonly paths: Readonly<Record<string, { readonly get?: Operation }>> }>(
        'GET /openapi.json',
        { key: null },
      )
    ).body;
    operations = new Map(Object.entries(paths).flatMap(([path, { get }]) => (get ? [[`GET ${path}`, get]] : [])));
    for (const route of ROUTES.filter((one) => one.startsWith('GET ') && !one.includes('{'))) {
      const { name, schema } = sizeOf(route) ?? {};
      answers.set(route, await ask(route, name && `${name}=${String(schema?.maximum)}`));
    }
  });
  afterAll(() => admin.close());

  const ask = async (route: string, more = ''): Promise<Told> => {
    const asked = askedOf(route);
    const { status, headers, body } = await admin.call<unknown>(`${asked}${asked.includes('?') ? '&' : '?'}${more}`);
    const items = status === 200 && WHOLE[route] === undefined && !INSIDE.includes(route) ? itemsOf(body) : undefined;
    return { status, items, total: totalOf(body, headers), more: headers.get(HAS_MORE) };
  };

  const sizeOf = (route: string): Parameter | undefined =>
    operations.get(route)?.parameters?.find(({ name }) => SIZES.includes(name));

  it('is found, with more than one entry, so that what is told of it can be wrong', () => {
    expect(lists().length).toBeGreaterThan(30);
    const short = lists().filter((route) => (answers.get(route)?.items?.length ?? 0) < 2);
    expect(short).toEqual([]);
    const gone = [...Object.keys(WHOLE), ...INSIDE, ...FIXED].filter((route) => !operations.has(route));
    expect(gone).toEqual([]);
  });

  it('has a bound', () => {
    const unbounded = lists().filter((route) => !FIXED.includes(route) && sizeOf(route)?.schema.maximum === undefined);
    expect(unbounded).toEqual([]);
  });

  it('refuses a size above its bound, instead of answering less in silence', async () => {
    const bounds = lists().flatMap((route) => sizeOf(route) ?? []);
    expect(bounds.length).toBeGreaterThan(30);
    for (const route of lists()) {
      const size = sizeOf(route);
      if (size === undefined) continue;
      const { status } = await ask(route, `${size.name}=${String((size.schema.maximum ?? 0) + 1)}`);
      expect([route, status]).toEqual([route, 422]);
    }
  });

  it('says how many entries there are, or whether there are more', () => {
    const told = lists().map((route) => {
      const { total, more, items } = answers.get(route) ?? {};
      return [route, total ?? more, total === undefined ? 'false' : items?.length] as const;
    });
    // days are counted in pages
    const wrong = told.filter(([route, said, is]) => said !== (route.endsWith('/daily/activity') ? 1 : is));
    expect(wrong).toEqual([]);
  });

  it('says the same of a page of one entry, which is one', async () => {
    for (const route of lists()) {
      const size = sizeOf(route);
      if (size === undefined) continue;
      const whole = answers.get(route);
      const one = await ask(route, `${size.name}=1`);
      expect([route, one.items?.length]).toEqual([route, 1]);
      expect([route, one.total ?? one.more]).toEqual([
        route,
        whole?.total === undefined ? 'true' : whole.items?.length,
      ]);
    }
  });

  it('goes on with the next page', async () => {
    const paged = lists().filter((route) => operations.get(route)?.parameters?.some(({ name }) => name === 'page'));
    expect(paged.length).toBeGreaterThan(20);
    for (const route of paged) {
      const size = sizeOf(route)?.name ?? '';
      const [first, second] = [await ask(route, `${size}=1&page=1`), await ask(route, `${size}=1&page=2`)];
      expect([route, second.items?.length]).toEqual([route, 1]);
      expect([route, second.items]).not.toEqual([route, first.items]);
    }
  });

  it('is documented with the headers that say it', async () => {
    const undocumented: string[] = [];
    for (const route of lists()) {
      const { headers } = await admin.call<unknown>(askedOf(route));
      const said = ['x-total-count', HAS_MORE].filter((name) => headers.has(name));
      const documented = Object.keys(operations.get(route)?.responses['200']?.headers ?? {});
      if (said.some((name) => !documented.includes(name))) undocumented.push(route);
    }
    expect(undocumented).toEqual([]);
  });

  /** A route with a query that finds what was made. */
  function askedOf(route: string): string {
    const asked = askable(route).replace('session_id=absent', 'session_id=session');
    const today = new Date(admin.clock.now()).toISOString().slice(0, 10);
    return asked.replace(/start_date=[\d-]+&end_date=[\d-]+/, `start_date=2026-01-01&end_date=${today}`);
  }
});

describe('a list inside an answer that shows the first 100 entries', () => {
  let admin: TestAdmin;
  const [organization, team, user] = ['wide/1', 'wide/2', 'wide/3'];
  const MANY_MORE = 101;

  beforeAll(async () => {
    admin = await startAdmin();
    await admin.makeOrganization({ organization_id: organization });
    await admin.call('POST /user/new', { body: { user_id: user, auto_create_key: false } });
    await admin.call('POST /team/new', { body: { team_id: team, organization_id: organization } });
    const fill = [
      `INSERT INTO tollgate.team (id, organization_id) SELECT 'team-' || n, $1 FROM generate_series(2, $2) AS n`,
      `INSERT INTO tollgate.app_user (id, role) SELECT 'user-' || n, 'internal_user' FROM generate_series(1, $2) AS n, (SELECT $1::text) AS o`,
      `INSERT INTO tollgate.organization_member (organization_id, user_id) SELECT $1, 'user-' || n FROM generate_series(1, $2) AS n`,
    ];
    for (const sql of fill) await admin.query(sql, [organization, MANY_MORE]);
    await admin.query(
      `INSERT INTO tollgate.team_member (team_id, user_id, role) SELECT id, $1, 'user' FROM tollgate.team`,
      [user],
    );
    const keys = `INSERT INTO tollgate.virtual_key (id, name, user_id, team_id) SELECT gen_random_uuid(), 'sk-...', $1, $2 FROM generate_series(1, $3) AS n`;
    await admin.query(keys, [user, team, MANY_MORE]);
  });
  afterAll(() => admin.close());

  const cutOf = async (route: string, options: CallOptions = {}): Promise<string | null> => {
    const answer = await admin.call(route, options);
    expect([route, answer.status]).toEqual([route, 200]);
    return answer.headers.get('x-tollgate-cut-lists');
  };

  const keysOfUser = 'total=101; all="/key/list?user_id=wide%2F3"';
  const keysOfTeam = 'total=101; all="/key/list?team_id=wide%2F2&include_team_keys=true"';
  const teamsOfUser = 'total=101; all="/v2/team/list?user_id=wide%2F3"';
  const ofOrganization = (at: string): string =>
    `${at}members; total=101; all="/user/list?organization_ids=wide%2F1", ` +
    `${at}teams; total=101; all="/v2/team/list?organization_id=wide%2F1"`;

  it.each<[string, string, CallOptions]>([
    ['GET /user/info?user_id=wide/3', `keys; ${keysOfUser}, teams; ${teamsOfUser}`, {}],
    ['GET /team/info?team_id=wide/2', `keys; ${keysOfTeam}`, {}],
    ['GET /organization/info?organization_id=wide/1', ofOrganization(''), {}],
    ['POST /organization/info', ofOrganization('[0].'), { body: { organizations: ['wide/1'] } }],
    ['GET /organization/list', ofOrganization('[0].'), {}],
  ])('says in %s how many there are, and where', async (route, told, options) => {
    expect(await cutOf(route, options)).toBe(told);
  });

  it('is named with its place in a list', async () => {
    expect(await cutOf('GET /team/list?user_id=wide/3&page=2')).toBe(`[0].keys; ${keysOfTeam}`);
  });

  it.each([
    ['/key/list?user_id=wide%2F3', 'total_count'],
    ['/key/list?team_id=wide%2F2&include_team_keys=true', 'total_count'],
    ['/v2/team/list?user_id=wide%2F3', 'total'],
    ['/v2/team/list?organization_id=wide%2F1', 'total'],
    ['/user/list?organization_ids=wide%2F1', 'total'],
  ])('is whole at %s', async (route, total) => {
    expect((await admin.call(`GET ${route}`)).body[total]).toBe(MANY_MORE);
  });

  it('says nothing where it is whole', async () => {
    expect(await cutOf('GET /team/info?team_id=team-2')).toBeNull();
  });
});

/** Three of everything that there are lists of, used on three days. */
async function populate(admin: TestAdmin): Promise<void> {
  for (let n = 1; n <= MANY; n += 1) {
    const organization = await admin.makeOrganization();
    const team = await admin.call('POST /team/new', {
      body: { team_alias: `t${String(n)}`, organization_id: organization },
    });
    const teamId = String(team.body['team_id']);
    const userKey = await admin.makeUserKey('internal_user');
    const key = await admin.makeKey({ key_alias: `k${String(n)}`, soft_budget: 0.005, team_id: teamId });
    const [customer, tag] = [`customer-${String(n)}`, `tag-${String(n)}`];
    await admin.makeProject({ team_id: teamId });
    await admin.makeBudget();
    await admin.makeCredential();
    const model = `model-${String(n)}`;
    await admin.makeModel({ name: model });
    await admin.call('POST /v1/access_group', {
      body: { access_group_name: `g${String(n)}`, access_model_names: [model] },
    });
    const at = admin.clock.now() - (n - 1) * 86_400_000;
    await admin.ship(
      completionRecord(admin.newId(), userKey, at, {
        status: 'failure',
        httpStatus: 429,
        costNano: '0',
        clientProduct: `product-${String(n)}`,
        attempts: [failedAttempt(`deployment-${String(n)}`, at)],
      }),
      completionRecord(admin.newId(), key, at, {
        teamId,
        userId: userKey.userId,
        organizationId: organization,
        modelGroup: model,
        provider: `provider-${String(n)}`,
        tags: [tag],
        tagIds: [admin.newId()],
        customer,
        customerId: admin.newId(),
        sessionId: 'session',
        windows: [{ scope: 'key', id: key.id, start: 0, budget: 'watched' }],
      }),
    );
  }
  await admin.judgeBudgets();
  await admin.query(
    `INSERT INTO tollgate.health_check (id, deployment_id, model_group, model, healthy, response_ms, checked_by, checked_at)
     SELECT gen_random_uuid(), 'd', 'g', 'mock/echo', true, 1, 'test', $1::timestamptz - n * interval '1 second' FROM generate_series(1, $2::integer) AS n`,
    [new Date(admin.clock.now()), MANY],
  );
}

/** An attempt that another deployment took over from. */
function failedAttempt(deploymentId: string, at: number): AttemptRecord {
  return {
    attempt: 1,
    deploymentId,
    provider: 'openai',
    model: 'priced-model',
    modelGroup: 'priced',
    apiBase: `https://${deploymentId}.example.com`,
    startedAt: at,
    endedAt: at,
    outcome: 'failure',
    status: 429,
    failureClass: 'rate-limit',
    costNano: '0',
    estimated: false,
    heldNano: '0',
  };
}

/** The list in an answer: itself, or its one member that is one. */
function itemsOf(body: unknown): readonly unknown[] | undefined {
  if (Array.isArray(body)) return body;
  if (typeof body !== 'object' || body === null) return undefined;
  return Object.values(body).find((member): member is readonly unknown[] => Array.isArray(member));
}

function totalOf(body: unknown, headers: Headers): number | undefined {
  const told = headers.get('x-total-count');
  if (told !== null) return Number(told);
  const { total, total_count, total_records, metadata } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const pages = (metadata as { readonly total_pages?: number } | undefined)?.total_pages;
  return [total, total_count, total_records, pages].find((value): value is number => typeof value === 'number');
}
