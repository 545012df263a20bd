import { settings } from '../../../../libs/catalog/src/test-doubles.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

const DAY_MS = 86_400_000;
const BOUNDS = {
  max_budget: 100,
  budget_duration: '10d',
  duration: '30d',
  max_parallel_requests: 10,
  tpm_limit: 1000,
  rpm_limit: 60,
} as const;

/** A budget within the bounds. */
const SMALL = { max_budget: 50, budget_duration: '7d', max_parallel_requests: 5, tpm_limit: 10, rpm_limit: 10 };

type KeyRules = ReturnType<typeof settings>['admin']['keys'];

function startWith(rules: Partial<KeyRules>): Promise<TestAdmin> {
  const { admin } = settings([]);
  return startAdmin({ admin: { ...admin, keys: { ...admin.keys, ...rules } } });
}

interface Refused {
  readonly error?: { readonly message: string; readonly type: string; readonly param: string | null };
  readonly failed_updates?: readonly { readonly failed_reason: string }[];
}

/** Every door by which a key gets settings; each resolves to the words of the refusal, or to undefined. */
const DOORS: Readonly<Record<string, (admin: TestAdmin, said: object) => Promise<string | undefined>>> = {
  '/key/generate': (admin, said) => wordsOf(admin, 'POST /key/generate', said),
  '/key/service-account/generate': async (admin, said) =>
    wordsOf(admin, 'POST /key/service-account/generate', { team_id: await admin.makeTeam(), ...said }),
  '/key/update': async (admin, said) => {
    const { hash } = await admin.makeKey();
    return wordsOf(admin, 'POST /key/update', { key: hash, ...said });
  },
  '/key/regenerate': async (admin, said) => {
    const { hash } = await admin.makeKey();
    return wordsOf(admin, 'POST /key/regenerate', { key: hash, ...said });
  },
  '/key/{key}/regenerate': async (admin, said) => {
    const { hash } = await admin.makeKey();
    return wordsOf(admin, `POST /key/${hash}/regenerate`, said);
  },
  '/team/key/bulk_update': async (admin, said) => {
    const team_id = await admin.makeTeam();
    await admin.makeKey({ team_id });
    return wordsOf(admin, 'POST /team/key/bulk_update', { team_id, all_keys_in_team: true, update_fields: said });
  },
};

async function wordsOf(admin: TestAdmin, route: string, body: object): Promise<string | undefined> {
  const answer = await admin.call<Refused>(route, { body });
  const failed = answer.body.failed_updates?.[0]?.failed_reason;
  if (failed !== undefined) return failed;
  if (answer.status === 200) return undefined;
  expect([answer.status, answer.body.error?.type]).toEqual([400, 'bad_request_error']);
  return answer.body.error?.message;
}

describe('upperbound_key_generate_params', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startWith({ bounds: BOUNDS, checksAliases: true });
  });
  afterAll(() => admin.close());

  const infoOf = async (key: string): Promise<Readonly<Record<string, unknown>>> =>
    (await admin.call<{ info: Readonly<Record<string, unknown>> }>(`GET /key/info?key=${key}`)).body.info;

  describe.each(Object.keys(DOORS))('at %s', (door) => {
    const through = (said: object): Promise<string | undefined> =>
      DOORS[door]?.(admin, said) ?? Promise.reject(new Error(door));

    it.each([
      ['max_budget', 100.5, 100],
      ['budget_duration', '11d', '10d'],
      ['budget_duration', '1mo', '10d'],
      ['duration', '31d', '30d'],
      ['duration', '-1', '30d'],
      ['max_parallel_requests', 11, 10],
      ['tpm_limit', 1001, 1000],
      ['rpm_limit', 61, 60],
    ])('refuses %s of %s, above %s, and says what is allowed', async (name, value, bound) => {
      const message = `${name} is over max limit set in config - user_value=${String(value)}; max_value=${String(bound)}`;
      expect(await through({ [name]: value })).toBe(message);
    });

    it.each([
      ['100 per 1d', { max_budget: 100, budget_duration: '1d' }],
      ['10.5 per 1d', { max_budget: 10.5, budget_duration: '1d' }],
      ['99 per 9d', { max_budget: 99, budget_duration: '9d' }],
    ])('refuses %s, more per time than the bound, and takes as much', async (value, said) => {
      expect(await through(said)).toBe(
        `max_budget is over max limit set in config - user_value=${value}; max_value=100 per 10d, and as much per time`,
      );
      expect(await through({ max_budget: 10, budget_duration: '1d' })).toBeUndefined();
    });

    it('takes what lies on the bounds', async () => {
      expect(await through(BOUNDS)).toBeUndefined();
    });

    it('refuses a raise of the budget beyond its bound', async () => {
      const until = { temp_budget_expiry: '2030-01-01T00:00:00Z' };
      expect(await through({ max_budget: 60, temp_budget_increase: 41, ...until })).toContain('max_value=100');
      expect(await through({ max_budget: 60, temp_budget_increase: 40, ...until })).toBeUndefined();
    });

    it('takes a link to a budget within the bounds', async () => {
      expect(await through({ budget_id: await admin.makeBudget(SMALL) })).toBeUndefined();
    });

    it.each(['a', '-a', 'a b', 'a'.repeat(256), 'a:', '../a'])('refuses the alias %j', async (key_alias) => {
      expect(await through({ key_alias })).toContain('Invalid key_alias format.');
    });
  });

  it.each(['/key/generate', '/key/service-account/generate'])(
    'refuses a link to a larger budget at %s',
    async (door) => {
      const sooner = await admin.makeBudget({ ...SMALL, budget_duration: '1d' });
      expect(await DOORS[door]?.(admin, { budget_id: sooner })).toContain('user_value=50 per 1d');
      const budget_id = await admin.makeBudget({ ...SMALL, rpm_limit: 61 });
      const words = await DOORS[door]?.(admin, { budget_id });
      expect(words).toBe('rpm_limit is over max limit set in config - user_value=61; max_value=60');
      // its own limit goes before the budget's
      expect(await DOORS[door]?.(admin, { budget_id, rpm_limit: 60 })).toBeUndefined();
    },
  );

  it('refuses to link a key to a larger budget instead of another', async () => {
    const { hash } = await admin.makeKey({ budget_id: await admin.makeBudget(SMALL) });
    const larger = { key: hash, budget_id: await admin.makeBudget({ ...SMALL, tpm_limit: 1001 }) };
    expect(await wordsOf(admin, 'POST /key/update', larger)).toContain('user_value=1001; max_value=1000');
  });

  it('holds at /key/bulk_update', async () => {
    const { hash } = await admin.makeKey();
    const words = await wordsOf(admin, 'POST /key/bulk_update', { keys: [{ key: hash, max_budget: 101 }] });
    expect(words).toContain('max_value=100');
  });

  it('holds at /user/new for the key that is made with the user', async () => {
    expect(await wordsOf(admin, 'POST /user/new', { duration: '31d' })).toContain('max_value=30d');
    expect(await wordsOf(admin, 'POST /user/new', { key_alias: 'a b' })).toContain('Invalid key_alias format.');
    const made = await admin.call<{ key: string }>('POST /user/new', { body: {} });
    expect(await infoOf(made.body.key)).toMatchObject({ max_budget: 100, rpm_limit: 60 });
  });

  it('is the value of what a new key does not say, or says null of', async () => {
    for (const said of [{}, { max_budget: null, budget_duration: null, duration: null, rpm_limit: null }]) {
      const { hash } = await admin.makeKey(said);
      const info = await infoOf(hash);
      const { duration: _duration, ...limits } = BOUNDS;
      expect(info).toMatchObject(limits);
      expect(Date.parse(String(info['expires']))).toBe(admin.clock.now() + 30 * DAY_MS);
    }
  });

  it('is not gone round with a window that is changed alone', async () => {
    const { hash } = await admin.makeKey();
    const sooner = { key: hash, budget_duration: '5d' };
    expect(await wordsOf(admin, 'POST /key/update', sooner)).toContain('user_value=100 per 5d');
    expect(await wordsOf(admin, 'POST /key/update', { ...sooner, max_budget: 50 })).toBeUndefined();
    const until = { temp_budget_increase: 1, temp_budget_expiry: '2030-01-01T00:00:00Z' };
    expect(await wordsOf(admin, 'POST /key/update', { key: hash, ...until })).toContain('user_value=51 per 5d');
    const linked = await admin.makeKey({ budget_id: await admin.makeBudget(SMALL) });
    expect(await wordsOf(admin, 'POST /key/update', { key: linked.hash, budget_duration: '1d' })).toContain(
      'Send max_budget with it',
    );
  });

  it('is not spread over a linked budget that says less', async () => {
    const { hash } = await admin.makeKey({
      budget_id: await admin.makeBudget({ max_budget: 5, budget_duration: '1d' }),
    });
    expect(await infoOf(hash)).toMatchObject({ max_budget: null, budget_duration: null, rpm_limit: 60 });
  });

  it('is what a limit becomes that is taken away', async () => {
    const { hash } = await admin.makeKey({ max_budget: 5, rpm_limit: 5, duration: '1d' });
    await admin.call('POST /key/update', { body: { key: hash, max_budget: null, rpm_limit: null, duration: null } });
    const info = await infoOf(hash);
    expect(info).toMatchObject({ max_budget: 100, rpm_limit: 60 });
    expect(Date.parse(String(info['expires']))).toBe(admin.clock.now() + 30 * DAY_MS);
  });

  it('does not come off with the budget that a key was linked to', async () => {
    const { hash } = await admin.makeKey({
      budget_id: await admin.makeBudget({ max_budget: 5, budget_duration: '1d' }),
    });
    expect(await wordsOf(admin, 'POST /key/update', { key: hash, budget_id: null })).toBe(
      'max_budget would have no limit left: send one with budget_id, 100 at most.',
    );
    const said = { budget_id: null, max_budget: 8, budget_duration: '1d' };
    expect(await wordsOf(admin, 'POST /key/update', { key: hash, ...said })).toBeUndefined();
  });

  it('leaves a key alone that was made before it', async () => {
    const { hash, id } = await admin.makeKey();
    await admin.query('UPDATE tollgate.virtual_key SET max_budget_nano = $2, alias = $3 WHERE id = $1::uuid', [
      id,
      '500000000000',
      'old alias',
    ]);
    const body = { key: hash, tags: ['blue'], key_alias: 'old alias' };
    expect((await admin.call('POST /key/update', { body })).status).toBe(200);
    expect(await infoOf(hash)).toMatchObject({ max_budget: 500 });
  });
});

describe('default_key_generate_params', () => {
  let admin: TestAdmin;
  let team: string;

  beforeAll(async () => {
    admin = await startWith({
      defaults: {
        ...BOUNDS,
        max_budget: 1.5,
        user_id: 'owner-by-default',
        team_id: 'core-infra',
        models: ['gpt-4o'],
        metadata: { setting: 'default' },
      },
    });
    team = 'core-infra';
    await admin.query('INSERT INTO tollgate.team (id) VALUES ($1)', [team]);
  });
  afterAll(() => admin.close());

  const made = async (route: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await admin.call<{ key: string }>(route, { body });
    expect(answer.status).toBe(200);
    return (await admin.call<{ info: Readonly<Record<string, unknown>> }>(`GET /key/info?key=${answer.body.key}`)).body
      .info;
  };

  it('fill what is absent, null or empty', async () => {
    const filled = { max_budget: 1.5, budget_duration: '10d', user_id: 'owner-by-default', team_id: team };
    for (const body of [{}, { max_budget: null, team_id: null, models: [], metadata: {} }])
      expect(await made('POST /key/generate', body)).toMatchObject({
        ...filled,
        models: ['gpt-4o'],
        metadata: { setting: 'default' },
      });
  });

  it('change nothing that was said, 0 included', async () => {
    const said = { max_budget: 0, rpm_limit: 0, models: ['claude'], metadata: { a: 1 }, user_id: 'u' };
    expect(await made('POST /key/generate', said)).toMatchObject(said);
  });

  it('leave out the window of a budget that is to have none', async () => {
    expect(await made('POST /key/generate', { budget_duration: null })).toMatchObject({
      max_budget: 1.5,
      budget_duration: null,
    });
  });

  it('make a service account nobody’s, and a new user’s key his own', async () => {
    const service = await made('POST /key/service-account/generate', { team_id: team });
    expect(service).toMatchObject({ user_id: null, max_budget: 1.5 });
    const user_id = `user-${admin.newId()}`;
    expect(await made('POST /user/new', { user_id })).toMatchObject({ user_id, max_budget: 1.5 });
  });

  it('say nothing of a key that is changed', async () => {
    const { hash } = await admin.makeKey({ max_budget: 7, models: ['claude'] });
    const answer = await admin.call('POST /key/update', { body: { key: hash, models: [], max_budget: null } });
    expect(answer.body).toMatchObject({ models: [], max_budget: null });
  });
});

describe('key_generation_settings', () => {
  let admin: TestAdmin;
  let lead: MadeKey;
  let member: MadeKey;
  let team: string;
  let organizer: MadeKey;

  beforeAll(async () => {
    admin = await startWith({
      team: { roles: ['admin'], required: ['tags'] },
      personal: { roles: ['proxy_admin'], required: ['key_alias'] },
    });
    team = await admin.makeTeam(['/key/generate', '/key/update', '/key/service-account/generate']);
    const [leading, other] = [await makeUser('internal_user'), await makeUser('internal_user')];
    [lead, member] = [leading, other];
    await admin.addMember(team, leading.userId, 'admin');
    await admin.addMember(team, other.userId, 'user');
    const organization = await admin.makeOrganization();
    const above = await makeUser('internal_user');
    await admin.addToOrganization(organization, above.userId, 'org_admin');
    await admin.query('UPDATE tollgate.team SET organization_id = $2 WHERE id = $1', [team, organization]);
    organizer = above;
  });
  afterAll(() => admin.close());

  const makeUser = (role: 'internal_user') => admin.makeUserKey(role, { key_alias: `user-${admin.newId()}` });
  const make = (by: MadeKey, body: object, route = '/key/generate') =>
    admin.call<Refused & { key: string }>(`POST ${route}`, { key: by.secret, body });

  it.each(['/key/generate', '/key/service-account/generate'])(
    'lets no plain member make keys of the team at %s',
    async (route) => {
      const refused = await make(member, { team_id: team, tags: ['blue'] }, route);
      expect(refused.status).toBe(400);
      expect(refused.body.error?.message).toBe("Team member role user not in allowed_team_member_roles=['admin']");
      expect((await make(lead, { team_id: team, tags: ['blue'] }, route)).status).toBe(200);
      expect((await make(organizer, { team_id: team, tags: ['blue'] }, route)).status).toBe(200);
    },
  );

  it.each([{}, { tags: null }, { tags: [] }])('wants the required parameters of a team’s key: %j', async (said) => {
    const refused = await make(lead, { team_id: team, ...said });
    expect([refused.status, refused.body.error?.message]).toEqual([400, 'Required param tags not in data']);
  });

  it('wants them to stay', async () => {
    const { body } = await make(lead, { team_id: team, tags: ['blue'] });
    const cleared = await make(lead, { key: body.key, tags: [] }, '/key/update');
    expect([cleared.status, cleared.body.error?.param]).toEqual([400, 'tags']);
    expect((await make(lead, { key: body.key, tags: ['red'] }, '/key/update')).status).toBe(200);
  });

  it('asks proxy admins for neither in a team', async () => {
    expect((await admin.call('POST /key/generate', { body: { team_id: team } })).status).toBe(200);
  });

  it('lets nobody of another role make keys without a team, or take one out of its team', async () => {
    const words =
      "Personal key creation has been restricted by admin. Allowed roles=['proxy_admin']. Your role=internal_user";
    expect((await make(member, { key_alias: `own-${admin.newId()}` })).body.error?.message).toBe(words);
    const { body } = await make(lead, { team_id: team, tags: ['blue'], user_id: null });
    const moved = await make(lead, { key: body.key, team_id: null }, '/key/update');
    expect(moved.status).toBeGreaterThanOrEqual(400);
  });

  it('wants the required parameters of keys without a team from proxy admins too, and of a new user’s key', async () => {
    for (const route of ['POST /key/generate', 'POST /user/new']) {
      expect(await wordsOf(admin, route, {})).toContain('Required param key_alias not in data');
      expect(await wordsOf(admin, route, { key_alias: `named-${admin.newId()}` })).toBeUndefined();
    }
    expect(await wordsOf(admin, 'POST /user/new', { auto_create_key: false })).toBeUndefined();
  });
});

describe('default_team_disabled', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startWith({ teamOnly: true });
  });
  afterAll(() => admin.close());

  it('leaves keys without a team to proxy admins', async () => {
    const user = await admin.makeUserKey('internal_user');
    const refused = await admin.call<Refused>('POST /key/generate', { key: user.secret, body: {} });
    expect([refused.status, refused.body.error?.param]).toEqual([400, 'team_id']);
    const team = await admin.makeTeam(['/key/generate', '/key/update']);
    await admin.addMember(team, user.userId, 'user');
    const made = await admin.call<{ key: string }>('POST /key/generate', { key: user.secret, body: { team_id: team } });
    expect(made.status).toBe(200);
    const body = { key: made.body.key, team_id: null };
    const moved = await admin.call<Refused>('POST /key/update', { key: user.secret, body });
    expect([moved.status, moved.body.error?.param]).toEqual([400, 'team_id']);
    expect((await admin.call('POST /user/new', { body: {} })).status).toBe(200);
  });
});
