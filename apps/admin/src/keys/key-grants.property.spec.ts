import { authorizeRoute, findBinding, findModelDenial, isHeldBack } from '@tollgate/admission';
import { findReach, type Memberships, MembershipSource, NO_MEMBERSHIPS, standsWithin } from '@tollgate/auth';
import { ALL_POWERS, listOfModels, type KeyPowers, type LimitedScope, type Principal } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import fc from 'fast-check';
import { NAMES, SNAPSHOT } from '../access/grouped-models.contract.js';
import { Reaches } from '../access/reaches.js';
import { KeyGrants } from './key-grants.service.js';
import { UNRULED } from './unruled.contract.js';

/** The attacker is one user; `friend` is of his teams, `stranger` of none. */
const ME = 'me';
const TEAM_MODELS: Readonly<Record<string, readonly string[]>> = { led: ['gpt-4o', 'claude'], open: [], shut: [] };
const ROUTES = ['/v1/chat/completions', '/v1/embeddings', '/key/generate', '/key/info', '/team/new'];

const myMemberships = fc.record({
  teams: fc.subarray<Memberships['teams'][number]>([
    { id: 'led', role: 'admin', permissions: [] },
    { id: 'open', role: 'user', permissions: ['/key/generate', '/key/update'] },
    { id: 'shut', role: 'user', permissions: [] },
  ]),
  organizations: fc.subarray<Memberships['organizations'][number]>([
    { id: 'own', role: 'org_admin', teamIds: ['led', 'of-own'] },
  ]),
});
const FRIEND: Memberships = {
  teams: [
    { id: 'led', role: 'user', permissions: [] },
    { id: 'open', role: 'user', permissions: [] },
  ],
  organizations: [],
};

const lists = (values: readonly string[]) => fc.oneof(fc.constant([]), fc.subarray([...values], { minLength: 1 }));
const orNone = <T>(...values: T[]) => fc.constantFrom<T | null>(null, ...values);
const POWERS = {
  models: fc.oneof(
    fc.constantFrom([], ['claude'], ['all-team-models'], ['gpt-*'], ['gpt-group'], ['small']),
    lists([...NAMES, 'gpt-group', 'small', '*', 'gpt-*', 'all-team-models', 'all-proxy-models', 'no-default-models']),
  ),
  accessGroupIds: fc.constantFrom([], [], [], ['id-of-gpt-group'], ['id-of-small']),
  aliases: fc.constantFrom({}, {}, { quick: 'claude' }),
  routerSettings: fc.constantFrom({}, {}, { num_retries: 3 }),
  allowedRoutes: lists(['llm_api_routes', 'info_routes', 'management_routes', '/v1/*', '/key/*', '*', ...ROUTES]),
  tags: lists(['blue', 'red']),
  enforcedParams: lists(['user', 'metadata.a']),
  maxBudgetNano: orNone(5n, 10n),
  budgetDuration: orNone('1d', '30d'),
  budgetTimeZone: orNone('UTC', 'Europe/Berlin'),
  budgetAnchor: orNone(100, 200),
  budgetId: orNone('template'),
  tempBudgetIncreaseNano: orNone(5n, 10n),
  tempBudgetExpiresAt: orNone(100, 200),
  budgetLimits: fc.constantFrom([], [{ budget_duration: '1d', max_budget: 5 }]),
  rpmLimit: orNone(1, 2),
  tpmLimit: orNone(1, 2),
  maxParallelRequests: orNone(1),
  modelMaxBudget: fc.constantFrom({}, { 'gpt-4o': 5 }),
  modelRpmLimit: fc.constantFrom({}, { claude: 1 }),
  modelTpmLimit: fc.constantFrom({}, { claude: 1 }),
  expiresAt: orNone(100, 200),
  blocked: fc.constantFrom(null, null, null, true, false),
  userId: orNone(ME, ME, 'friend', 'stranger'),
  teamId: orNone('led', 'led', 'open', 'shut', 'of-own', 'foreign'),
  organizationId: orNone('own', 'own', 'foreign'),
  projectId: orNone('project'),
};
const some = (...names: (keyof KeyPowers)[]) =>
  fc
    .subarray(names, { minLength: 1, maxLength: 3 })
    .chain((said) => fc.record(Object.fromEntries(said.map((name) => [name, POWERS[name]]))))
    .map((said) => said as Partial<KeyPowers>);
/** A few things of one kind: with many at once nearly everything would be refused for one of them. */
const patch = fc.oneof(
  some('teamId', 'organizationId', 'userId'),
  some('models', 'accessGroupIds', 'allowedRoutes', 'aliases', 'routerSettings', 'tags', 'teamId'),
  some('modelMaxBudget', 'modelRpmLimit', 'modelTpmLimit'),
  some('maxBudgetNano', 'budgetDuration', 'rpmLimit', 'tpmLimit', 'maxParallelRequests'),
  some('maxBudgetNano', 'tempBudgetIncreaseNano', 'tempBudgetExpiresAt', 'budgetLimits'),
  some('maxBudgetNano', 'budgetTimeZone', 'budgetAnchor', 'budgetDuration'),
  some('expiresAt', 'blocked', 'budgetId', 'projectId', 'enforcedParams'),
);
const powers = fc
  .tuple(patch, patch)
  .map(([one, other]): KeyPowers => ({ ...ALL_POWERS, userId: ME, ...one, ...other }));
/** Make a key, or change one, with one of the keys at hand; numbers are taken modulo how many there are. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ by: fc.nat(9), made: powers }),
  fc.record({ by: fc.nat(9), changed: fc.nat(9), patch }),
);

class Fixed extends MembershipSource {
  constructor(private readonly mine: Memberships) {
    super();
  }
  override of(userId: string): Promise<Memberships> {
    return Promise.resolve({ [ME]: this.mine, friend: FRIEND }[userId] ?? NO_MEMBERSHIPS);
  }
}

describe('what a user can reach with his keys, by any sequence of calls', () => {
  it('is never more, in any respect, than what he began with', async () => {
    await fc.assert(
      fc.asyncProperty(
        myMemberships,
        fc.array(powers, { minLength: 1, maxLength: 2 }),
        fc.array(step, { maxLength: 8 }),
        async (mine, start, steps) => {
          const first = start.map((key) => ({ ...key, userId: ME, organizationId: null, projectId: null }));
          const keys = await playOut(mine, first, steps);
          keys.forEach(({ powers: key, boundBy }, index) => {
            judge(key, index < first.length ? first[index] : undefined, first, mine);
            // it was made: its limits, and those of a key that the user began with, or one of those had none
            const isBound = boundBy.some((id) => Number(id) < first.length);
            if (index >= first.length && !isBound) expect(first.some((origin) => !isLimited(origin))).toBe(true);
          });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is no more for a proxy admin all of whose keys are held back, wherever he puts them', async () => {
    const heldBack = powers.filter((key) => isHeldBack(principal(key)));
    await fc.assert(
      fc.asyncProperty(
        fc.array(heldBack, { minLength: 1, maxLength: 2 }),
        fc.array(step, { maxLength: 8 }),
        async (start, steps) => {
          const first = start.map((key) => ({ ...key, userId: ME, organizationId: null, projectId: null }));
          const keys = await playOut(NO_MEMBERSHIPS, first, steps, 'proxy_admin');
          keys.forEach(({ powers: key, boundBy }, index) => {
            judgeHeld(key, first);
            const isBound = boundBy.some((id) => Number(id) < first.length);
            if (index >= first.length && !isBound) expect(first.some((origin) => !isLimited(origin))).toBe(true);
          });
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('is everything for a proxy admin one of whose keys is not', async () => {
    const first = [{ ...ALL_POWERS, userId: ME }];
    const made = { ...ALL_POWERS, userId: 'stranger', teamId: 'foreign', models: ['claude'], maxBudgetNano: 10n };
    const keys = await playOut(NO_MEMBERSHIPS, first, [{ by: 0, made }], 'proxy_admin');
    expect(keys.map(({ powers: key }) => key)).toEqual([...first, made]);
  });

  it('is no access group that is held by the name of its models or by a pattern, and every model of one that is held', async () => {
    const mine = { teams: [{ id: 'led', role: 'admin', permissions: [] }], organizations: [] } as const;
    const made = (...models: string[]) => ({ by: 0, made: { ...ALL_POWERS, userId: ME, models } });
    const of = async (models: string[], ...given: string[]) =>
      (await play(mine, [{ ...ALL_POWERS, userId: ME, models }], [made(...given)])).length === 2;
    expect(await of(['gpt-*'], 'gpt-group')).toBe(false);
    expect(await of(['claude', 'gpt-4o'], 'gpt-group')).toBe(false);
    expect(await of(['gpt-group'], 'gpt-4o-mini')).toBe(false);
    expect(await of(['gpt-group'], 'gpt-*')).toBe(false);
    expect(await of(['gpt-group'], 'gpt-group', 'gpt-4o', 'claude')).toBe(true);
    expect(await of(['*'], 'gpt-group')).toBe(true);
  });

  it('is no key of a team that takes its team’s models out of it', async () => {
    const mine = { teams: [], organizations: [{ id: 'own', role: 'org_admin', teamIds: ['led'] }] } as const;
    const first = [
      { ...ALL_POWERS, userId: ME, models: ['claude'] },
      { ...ALL_POWERS, userId: ME, teamId: 'led', models: ['all-team-models'] },
    ];
    const move = { by: 0, changed: 1, patch: { teamId: null, organizationId: 'own' } };
    expect(await play(mine, first, [move])).toEqual(first);
  });

  it('is no key of one team that is widened with a key of another', async () => {
    const mine = { teams: [], organizations: [{ id: 'own', role: 'org_admin', teamIds: ['led', 'of-own'] }] } as const;
    const first = [
      { ...ALL_POWERS, userId: ME, teamId: 'led' },
      { ...ALL_POWERS, userId: ME, teamId: 'of-own', models: ['gpt-*'] },
    ];
    expect(await play(mine, first, [{ by: 0, changed: 1, patch: { models: [] } }])).toEqual(first);
  });

  it('can be used up: most of what is allowed is given when it is asked for', async () => {
    const keys = await play(
      { teams: [{ id: 'led', role: 'admin', permissions: [] }], organizations: [] },
      [{ ...ALL_POWERS, userId: ME }],
      [
        { by: 0, made: { ...ALL_POWERS, userId: ME } },
        { by: 0, made: { ...ALL_POWERS, userId: 'friend', teamId: 'led', maxBudgetNano: 5n } },
        { by: 0, changed: 2, patch: { maxBudgetNano: 10n, aliases: { quick: 'claude' } } },
        { by: 0, changed: 1, patch: { maxBudgetNano: 10n, budgetDuration: '1d' } },
        { by: 0, changed: 1, patch: { maxBudgetNano: 5n, models: ['claude'], expiresAt: 100 } },
      ],
    );
    expect(keys).toEqual([
      { ...ALL_POWERS, userId: ME },
      { ...ALL_POWERS, userId: ME, maxBudgetNano: 5n, budgetDuration: '1d', models: ['claude'], expiresAt: 100 },
      { ...ALL_POWERS, userId: 'friend', teamId: 'led', maxBudgetNano: 10n, aliases: { quick: 'claude' } },
    ]);
  });
});

type Step =
  | { readonly by: number; readonly made: KeyPowers }
  | { readonly by: number; readonly changed: number; readonly patch: Partial<KeyPowers> };

/** A key, and those whose limits hold beside its own, by their places in the list. */
interface Held {
  readonly powers: KeyPowers;
  readonly boundBy: readonly string[];
}

async function play(
  mine: Memberships,
  start: readonly KeyPowers[],
  steps: readonly Step[],
): Promise<readonly KeyPowers[]> {
  return (await playOut(mine, start, steps)).map(({ powers }) => powers);
}

/** Walks the steps as the routes do; every key that was made is the attacker's from then on. */
async function playOut(
  mine: Memberships,
  start: readonly KeyPowers[],
  steps: readonly Step[],
  role: Principal['role'] = 'internal_user',
): Promise<readonly Held[]> {
  const source = new Fixed(mine);
  const grants = new KeyGrants(new Reaches(source), source, UNRULED, new SnapshotHolder(SNAPSHOT));
  const keys = start.map((powers): Held => ({ powers, boundBy: [] }));
  for (const step of steps) {
    const principal = { ...principalOf(keys, step.by % keys.length), role };
    if ('made' in step) {
      const reach = findReach(principal, mine, 'key:create');
      const boundBy = findBinding(principal);
      const settings = { ...step.made, boundBy };
      if (reach !== undefined && (await grants.refuseNew({ principal, reach }, settings)) === undefined)
        keys.push({ powers: step.made, boundBy });
      continue;
    }
    const index = step.changed % keys.length;
    const { powers: before, boundBy } = keys[index] ?? NOBODYS;
    const reach = findReach(principal, mine, 'key:update');
    if (reach === undefined || !isSeen(reach, before)) continue;
    const after = { ...before, ...step.patch };
    const refuse = await grants.judgeUpdate({ principal, reach }, step.patch);
    if (refuse(before, after) === undefined) keys[index] = { powers: after, boundBy };
  }
  return keys;
}

/** As the query does. */
function isSeen(reach: NonNullable<ReturnType<typeof findReach>>, key: KeyPowers): boolean {
  if (reach.kind === 'all') return true;
  return standsWithin(reach, key) || standsWithin(reach, { ...key, organizationId: null });
}

/** What keys hold wherever they stand: no more than one of the first. */
function judgeHeld(key: KeyPowers, first: readonly KeyPowers[]): void {
  const caller = principal(key);
  const origins = first.map(principal);
  const some = (holds: (origin: Principal, powers: KeyPowers) => boolean): boolean =>
    origins.some((origin, index) => holds(origin, first[index] ?? ALL_POWERS));
  for (const name of NAMES) if (mayUse(caller, name)) expect(some((origin) => mayUse(origin, name))).toBe(true);
  for (const route of ROUTES)
    if (authorizeRoute(caller, route) === undefined)
      expect(some((origin) => authorizeRoute(origin, route) === undefined)).toBe(true);
  expect(some((_, { expiresAt }) => expiresAt === null || (key.expiresAt !== null && key.expiresAt <= expiresAt))).toBe(
    true,
  );
  expect(some((_, { tags }) => tags.every((tag) => key.tags.includes(tag)))).toBe(true);
  expect(some((_, { enforcedParams }) => enforcedParams.every((name) => key.enforcedParams.includes(name)))).toBe(true);
}

function judge(key: KeyPowers, own: KeyPowers | undefined, first: readonly KeyPowers[], mine: Memberships): void {
  judgeHeld(key, first);
  if (own !== undefined) return;
  // it was made: where a key of these stands, for somebody of that place
  expect(first.some(({ teamId }) => teamId === null || teamId === key.teamId)).toBe(true);
  expect([null, 'led', 'open', 'of-own']).toContain(key.teamId);
  expect([key.budgetId, key.organizationId === 'foreign', key.userId === 'stranger']).toEqual([null, false, false]);
  const led = mine.teams.some(({ id }) => id === 'led') || mine.organizations.length > 0;
  if (key.teamId === 'led') expect(led).toBe(true);
  else if (key.teamId === null && key.organizationId === null) expect(key.userId).toBe(ME);
}

function isLimited(key: KeyPowers): boolean {
  const { maxBudgetNano, rpmLimit, tpmLimit, maxParallelRequests } = key;
  const models = [key.modelMaxBudget, key.modelRpmLimit, key.modelTpmLimit];
  if (models.some((limits) => Object.keys(limits).length > 0) || key.budgetLimits.length > 0) return true;
  return [maxBudgetNano, rpmLimit, tpmLimit, maxParallelRequests].some((limit) => limit !== null);
}

/** A name that reaches a model: through the key's aliases, as at use. */
function mayUse(caller: Principal, name: string): boolean {
  return findModelDenial(caller, SNAPSHOT, name) === undefined;
}

const NOBODYS: Held = { powers: ALL_POWERS, boundBy: [] };

function principalOf(keys: readonly Held[], index: number): Principal {
  const { powers, boundBy } = keys[index] ?? NOBODYS;
  const caller = principal(powers);
  const scopes = [String(index), ...boundBy].map((id) => scopeOf((keys[Number(id)] ?? NOBODYS).powers, id));
  return { ...caller, keyId: String(index), scopes };
}

/** As the key store reads it. */
function principal(key: KeyPowers): Principal {
  const { teamId, userId, organizationId, projectId, expiresAt } = key;
  return {
    kind: 'key',
    keyId: 'k',
    keyHash: 'f'.repeat(64),
    role: 'internal_user',
    models: listOfModels(key),
    teamModels: TEAM_MODELS[teamId ?? ''] ?? [],
    aliases: key.aliases,
    allowedRoutes: key.allowedRoutes,
    blocked: key.blocked === true,
    scopes: [scopeOf(key, 'k')],
    tags: key.tags,
    enforcedParams: key.enforcedParams,
    metadata: {},
    ...(userId !== null && { userId }),
    ...(teamId !== null && { teamId }),
    ...(organizationId !== null && { organizationId }),
    ...(projectId !== null && { projectId }),
    ...(expiresAt !== null && { expiresAt }),
  };
}

function scopeOf(key: KeyPowers, id: string): LimitedScope {
  const limits = {
    ...(key.maxBudgetNano !== null && { maxBudget: key.maxBudgetNano }),
    ...(key.budgetDuration !== null && {
      budgetWindow: { duration: key.budgetDuration, anchor: 0, timeZone: 'UTC' },
    }),
    ...(key.budgetLimits.length > 0 && {
      furtherBudgets: [{ maxBudget: 5n, budgetWindow: { duration: '1d', anchor: 0, timeZone: 'UTC' } }],
    }),
    ...(key.rpmLimit !== null && { requestsPerMinute: key.rpmLimit }),
    ...(key.tpmLimit !== null && { tokensPerMinute: key.tpmLimit }),
    ...(key.maxParallelRequests !== null && { concurrentRequests: key.maxParallelRequests }),
  };
  const models = { ...key.modelMaxBudget, ...key.modelRpmLimit, ...key.modelTpmLimit };
  const limited = Object.fromEntries(Object.keys(models).map((model) => [model, {}]));
  return {
    scope: 'key',
    id,
    limits,
    ...(Object.keys(models).length > 0 && { models: limited }),
  };
}
