import { findModelDenial, refuseRoleGrant } from '@tollgate/admission';
import {
  findReach,
  type Memberships,
  MembershipSource,
  type Permission,
  type Reach,
  standsWithin,
} from '@tollgate/auth';
import { ALL_POWERS, type HolderPowers, type KeyPowers, type Principal, type Snapshot } from '@tollgate/canonical';
import fc from 'fast-check';
import { judgeOfTeams } from '../access/judge-of-teams.js';
import { Reaches } from '../access/reaches.js';
import { KeyGrants } from '../keys/key-grants.service.js';

/** What leaked is a key of `me`, who keeps a team or an organization; who has it has an accomplice with an unrestricted key of his own. */
const ME = 'me' as const;
const ACCOMPLICE = 'accomplice' as const;
const NAMES = ['gpt-4o', 'claude', 'openai/x'];
const SNAPSHOT = { aliases: new Map(), inferProvider: () => undefined } as unknown as Snapshot;

interface Team {
  readonly powers: HolderPowers;
  readonly permissions: readonly string[];
  readonly members: Readonly<Record<string, 'admin' | 'user'>>;
}

interface World {
  readonly teams: Readonly<Record<string, Team>>;
  readonly organization: Readonly<Record<string, 'org_admin' | 'internal_user'>>;
  readonly keys: readonly KeyPowers[];
}

const NOTHING: HolderPowers = (({ aliases: _1, allowedRoutes: _2, tags: _3, expiresAt: _4, blocked: _5, ...rest }) => {
  const { userId: _6, tempBudgetIncreaseNano: _7, tempBudgetExpiresAt: _8, ...powers } = rest;
  return powers;
})(ALL_POWERS);
const place = (teamId: string, organizationId: string | null) => ({ ...NOTHING, teamId, organizationId });
const TEAMS: World['teams'] = {
  led: { powers: { ...place('led', 'own'), models: ['gpt-4o'], maxBudgetNano: 5n }, permissions: [], members: {} },
  open: { powers: place('open', 'own'), permissions: ['/key/generate', '/key/update'], members: {} },
  foreign: { powers: place('foreign', null), permissions: [], members: {} },
};

const models = fc.constantFrom<readonly string[]>(
  [],
  ['claude'],
  ['gpt-*'],
  ['gpt-4o', 'claude'],
  ['all-team-models'],
  ['*'],
);
const limitsOfKeys = fc.constantFrom<Partial<KeyPowers>>(
  { maxBudgetNano: 5n },
  { rpmLimit: 1 },
  { expiresAt: 100 },
  { allowedRoutes: ['management_routes'] },
  { tags: ['blue'] },
  { modelMaxBudget: { claude: 1 } },
);
const restriction: fc.Arbitrary<Partial<KeyPowers>> = fc.oneof(fc.record({ models }), {
  arbitrary: limitsOfKeys,
  weight: 3,
});
const where = fc.constantFrom<Partial<KeyPowers>>({}, {}, {}, { teamId: 'led' }, { teamId: 'open' });
const leaked = fc
  .tuple(restriction, fc.oneof(fc.constant({}), fc.constant({}), restriction), where)
  .map(([one, other, at]): KeyPowers => ({ ...ALL_POWERS, userId: ME, ...one, ...other, ...at }));
const start = fc.record({
  leads: fc.constantFrom<World['organization']>({}, { [ME]: 'org_admin' }, { [ME]: 'org_admin' }),
  led: fc.constantFrom<Team['members']>({}, { [ME]: 'admin' }, { [ME]: 'admin' }, { [ME]: 'user' }),
  keys: fc.oneof(fc.tuple(leaked), fc.tuple(leaked), fc.tuple(leaked, leaked)),
});

const team = fc.constantFrom('led', 'led', 'led', 'open', 'foreign', 'new');
const user = fc.constantFrom(ACCOMPLICE, ACCOMPLICE, ME);
const some = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const step = fc.record({
  by: fc.nat(9),
  action: fc.constantFrom(
    'join-team',
    'make-key',
    'make-key',
    'make-team',
    'change-team',
    'join-team',
    'change-member',
    'permit',
    'join-organization',
    'make-key',
    'change-key',
  ),
  team,
  user,
  role: fc.constantFrom<'admin' | 'user'>('admin', 'admin', 'user'),
  models: some(models),
  maxBudgetNano: some(fc.constantFrom(null, 1n, 10n)),
  expiresAt: some(fc.constantFrom(null, 50, 200)),
  permissions: fc.constantFrom<readonly string[]>(
    [],
    ['/key/list'],
    ['/key/generate'],
    ['/key/regenerate', '/key/update'],
  ),
  key: fc.nat(9),
  personal: fc.boolean(),
});
/** A step of which nothing else was said. */
const SAID = {
  user: ACCOMPLICE,
  role: 'admin',
  permissions: [],
  key: 0,
  personal: false,
  models: undefined,
  maxBudgetNano: undefined,
  expiresAt: undefined,
} as const;
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Memory extends MembershipSource {
  constructor(private readonly world: () => World) {
    super();
  }
  override of(userId: string): Promise<Memberships> {
    return Promise.resolve(membershipsIn(this.world(), userId));
  }
}

describe('what a leaked key can reach through teams, organizations and their members, by any sequence of calls', () => {
  it('is never more than the key was good for', async () => {
    await fc.assert(
      fc.asyncProperty(start, fc.array(step, { maxLength: 8 }), async ({ leads, led, keys }, steps) => {
        const teams = { ...TEAMS, led: { ...(TEAMS['led'] as Team), members: led } };
        const own = { ...ALL_POWERS, userId: ACCOMPLICE };
        const world = await play({ teams, organization: leads, keys: [...keys, own] }, steps);
        world.keys.slice(keys.length + 1).forEach((key) => {
          judgeKey(key, world, keys);
        });
        Object.values(world.teams).forEach((after) => {
          judgeTeam(after.powers, teams[after.powers.teamId as keyof typeof teams]?.powers, keys);
        });
      }),
      { numRuns: 3_000 },
    );
  });

  it.each<Partial<KeyPowers>>([
    { models: ['claude'] },
    { maxBudgetNano: 5n },
    { expiresAt: 100 },
    { allowedRoutes: ['management_routes'] },
    { tags: ['blue'] },
    { tags: ['blue'], teamId: 'led' },
  ])('is no key of somebody who was made an admin with a key that is held back: %p', async (restriction) => {
    const keys = [
      { ...ALL_POWERS, userId: ME, ...restriction },
      { ...ALL_POWERS, userId: ACCOMPLICE },
    ];
    for (const action of ['join-team', 'join-organization'] as const) {
      const steps = [
        { ...SAID, by: 0, action, team: 'led' as const },
        { ...SAID, by: 1, action: 'make-key' as const, team: 'led' as const },
      ];
      expect(await play({ teams: TEAMS, organization: { [ME]: 'org_admin' }, keys }, steps)).toMatchObject({ keys });
    }
  });

  it('can be used up: an unrestricted key of an admin makes teams, admins and keys', async () => {
    const world = await play(
      {
        teams: TEAMS,
        organization: { [ME]: 'org_admin' },
        keys: [
          { ...ALL_POWERS, userId: ME },
          { ...ALL_POWERS, userId: ACCOMPLICE },
        ],
      },
      [
        { ...SAID, by: 0, action: 'make-team', team: 'new', models: ['claude'] },
        { ...SAID, by: 0, action: 'join-team', team: 'led' },
        { ...SAID, by: 1, action: 'make-key', team: 'led' },
      ],
    );
    expect(world.teams['new']?.powers.models).toEqual(['claude']);
    expect(world.teams['led']?.members).toEqual({ [ACCOMPLICE]: 'admin' });
    expect(world.keys[2]).toMatchObject({ teamId: 'led', userId: ACCOMPLICE });
  });
});

/** Walks the steps as the routes do; every key that was made is the attacker's from then on. */
async function play(from: World, steps: readonly Step[]): Promise<World> {
  let world = from;
  const source = new Memory(() => world);
  const grants = new KeyGrants(new Reaches(source), source);
  for (const each of steps) world = await take(world, each, grants);
  return world;
}

async function take(world: World, step: Step, grants: KeyGrants): Promise<World> {
  const caller = principal(world.keys[step.by % world.keys.length] ?? ALL_POWERS, world);
  const reachOf = (permission: Permission) => findReach(caller, membershipsIn(world, caller.userId ?? ''), permission);
  const found = world.teams[step.team];
  const { action, maxBudgetNano, expiresAt } = step;
  const given = {
    ...(step.models !== undefined && { models: step.models }),
    ...(maxBudgetNano !== undefined && { maxBudgetNano }),
  };
  if (action === 'make-key' || action === 'change-key') {
    const settings = { ...given, ...(expiresAt !== undefined && { expiresAt }) };
    return writeKey(world, step, settings, { caller, reachOf, grants });
  }
  if (action === 'join-organization')
    return joinOrganization(world, step, caller, reachOf('organization_member:create'));
  if (action === 'make-team') {
    const reach = reachOf('team:create');
    if (found !== undefined || reach === undefined || !reachesOwn(reach)) return world;
    const powers = { ...place(step.team, 'own'), ...given };
    if (judgeOfTeams(caller, reach).refuse(undefined, powers) !== undefined) return world;
    return withTeam(world, { powers, permissions: [], members: {} });
  }
  const reach = reachOf(PERMISSIONS[action]);
  if (found === undefined || reach === undefined || !reachesTeam(reach, step.team)) return world;
  const judge = judgeOfTeams(caller, reach);
  const state = (role: 'admin' | 'user') => ({
    userId: step.user,
    role,
    permissions: found.permissions,
    powers: { ...NOTHING, ...place(step.team, found.powers.organizationId) },
  });
  switch (action) {
    case 'change-team': {
      const after = { ...found.powers, ...given };
      return judge.refuse(found.powers, after) === undefined ? withTeam(world, { ...found, powers: after }) : world;
    }
    case 'permit': {
      const refusal = judge.refusePermissions(found.permissions, step.permissions, found.powers);
      return refusal === undefined ? withTeam(world, { ...found, permissions: step.permissions }) : world;
    }
    case 'join-team':
    case 'change-member': {
      const role = found.members[step.user];
      if ((role === undefined) !== (action === 'join-team')) return world;
      const refusal = judge.refuseMember(role && state(role), state(step.role));
      const members = { ...found.members, [step.user]: step.role };
      return refusal === undefined ? withTeam(world, { ...found, members }) : world;
    }
    default:
      return world;
  }
}

/** As the service of an organization's members does. */
function joinOrganization(
  world: World,
  { role, user: userId }: Step,
  caller: Principal,
  reach: Reach | undefined,
): World {
  if (reach === undefined || !reachesOwn(reach)) return world;
  const at = { teamId: null, organizationId: 'own', projectId: null };
  if (role === 'admin' && refuseRoleGrant(caller, at, 'role') !== undefined) return world;
  return {
    ...world,
    organization: { ...world.organization, [userId]: role === 'admin' ? 'org_admin' : 'internal_user' },
  };
}

const PERMISSIONS = {
  'change-team': 'team:govern',
  permit: 'team:update',
  'join-team': 'team_member:create',
  'change-member': 'team_member:update',
} as const satisfies Record<string, Permission>;

interface KeyWriting {
  readonly caller: Principal;
  readonly reachOf: (permission: Permission) => Reach | undefined;
  readonly grants: KeyGrants;
}

async function writeKey(
  world: World,
  step: Step,
  settings: object,
  { caller, reachOf, grants }: KeyWriting,
): Promise<World> {
  if (step.action === 'make-key') {
    const reach = reachOf('key:create');
    const teamId = step.personal ? null : step.team;
    const made = { ...ALL_POWERS, ...settings, userId: step.user, teamId };
    if (reach === undefined || (teamId !== null && world.teams[teamId] === undefined)) return world;
    if ((await grants.refuseNew({ principal: caller, reach }, made)) !== undefined) return world;
    return { ...world, keys: [...world.keys, made] };
  }
  const index = step.key % world.keys.length;
  const before = world.keys[index] ?? ALL_POWERS;
  const reach = reachOf('key:update');
  if (reach === undefined || !standsWithin(reach, before)) return world;
  const after = { ...before, ...settings };
  if ((await grants.judgeUpdate({ principal: caller, reach }, settings))(before, after) !== undefined) return world;
  return { ...world, keys: world.keys.map((key, each) => (each === index ? after : key)) };
}

function judgeKey(key: KeyPowers, world: World, leaked: readonly KeyPowers[]): void {
  // what the accomplice does with what is his own is no gain
  if (key.teamId === null && key.organizationId === null && key.userId === ACCOMPLICE) return;
  const some = (holds: (origin: KeyPowers) => boolean): boolean =>
    leaked.filter(({ teamId }) => teamId === null || teamId === key.teamId).some(holds);
  for (const name of NAMES)
    if (mayUse(key, name, world)) expect(some((origin) => mayUse({ ...origin, teamId: null }, name, world))).toBe(true);
  expect(some((origin) => !isLimited(origin))).toBe(true);
  expect(some(({ expiresAt }) => expiresAt === null || (key.expiresAt !== null && key.expiresAt <= expiresAt))).toBe(
    true,
  );
  expect(some(({ tags }) => tags.every((tag) => key.tags.includes(tag)))).toBe(true);
  expect(some(({ allowedRoutes }) => allowedRoutes.length === 0 || key.allowedRoutes.length > 0)).toBe(true);
  expect(key.teamId).not.toBe('foreign');
}

function judgeTeam(after: HolderPowers, before: HolderPowers | undefined, leaked: readonly KeyPowers[]): void {
  const origins = leaked.filter(({ teamId }) => teamId === null || teamId === after.teamId);
  const allows = (list: readonly string[], name: string): boolean =>
    findModelDenial({ ...principal(ALL_POWERS), models: list }, SNAPSHOT, name) === undefined;
  for (const name of NAMES)
    if (allows(after.models, name) && (before === undefined || !allows(before.models, name)))
      expect(origins.some((origin) => allows(origin.models, name))).toBe(true);
  const isRaised =
    before !== undefined && before.maxBudgetNano !== null && (after.maxBudgetNano ?? 99n) > before.maxBudgetNano;
  if (isRaised || before === undefined) expect(origins.some((origin) => !isLimited(origin))).toBe(true);
}

function membershipsIn({ teams, organization }: World, userId: string): Memberships {
  const own = Object.entries(teams).flatMap(([id, { members, permissions }]) => {
    const role = members[userId];
    return role === undefined ? [] : [{ id, role, permissions }];
  });
  const role = organization[userId];
  const teamIds = Object.values(teams).flatMap(({ powers }) =>
    powers.organizationId === 'own' ? [powers.teamId ?? ''] : [],
  );
  return { teams: own, organizations: role === undefined ? [] : [{ id: 'own', role, teamIds }] };
}

function reachesOwn(reach: Reach): boolean {
  return reach.kind === 'all' || reach.organizationIds.includes('own');
}

function reachesTeam(reach: Reach, id: string): boolean {
  return reach.kind === 'all' || reach.teamIds.includes(id);
}

function withTeam(world: World, changed: Team): World {
  return { ...world, teams: { ...world.teams, [changed.powers.teamId ?? '']: changed } };
}

function isLimited({ maxBudgetNano, rpmLimit, modelMaxBudget }: KeyPowers): boolean {
  return maxBudgetNano !== null || rpmLimit !== null || Object.keys(modelMaxBudget).length > 0;
}

function mayUse(key: KeyPowers, name: string, world: World): boolean {
  return findModelDenial(principal(key, world), SNAPSHOT, name) === undefined;
}

/** As the key store reads it. */
function principal(key: KeyPowers, world?: World): Principal {
  const { userId, teamId, expiresAt } = key;
  const limits = {
    ...(key.maxBudgetNano !== null && { maxBudget: key.maxBudgetNano }),
    ...(key.rpmLimit !== null && { requestsPerMinute: key.rpmLimit }),
  };
  const byModel = Object.keys(key.modelMaxBudget).length > 0 ? { models: { claude: {} } } : {};
  return {
    kind: 'key',
    keyId: 'k',
    keyHash: 'f'.repeat(64),
    role: 'internal_user',
    models: key.models,
    teamModels: world?.teams[teamId ?? '']?.powers.models ?? [],
    aliases: key.aliases,
    allowedRoutes: key.allowedRoutes,
    blocked: false,
    scopes: [{ scope: 'key', id: 'k', limits, ...byModel }],
    tags: key.tags,
    metadata: {},
    ...(userId !== null && { userId }),
    ...(teamId !== null && { teamId, organizationId: world?.teams[teamId]?.powers.organizationId ?? 'own' }),
    ...(expiresAt !== null && { expiresAt }),
  };
}
