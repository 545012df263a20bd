import { findModelDenial } from '@tollgate/admission';
import { ALL_POWERS, type HolderPowers, type KeyPowers } from '@tollgate/canonical';
import fc from 'fast-check';
import { NAMES, SNAPSHOT } from '../access/grouped-models.contract.js';
import { place, play, principal, type Step, type Team, type World } from './team-grants-world.contract.js';

/** What leaked is a key of `me`, who keeps a team or an organization; who has it has an accomplice with an unrestricted key of his own. */
const ME = 'me' as const;
const ACCOMPLICE = 'accomplice' as const;

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
  ['gpt-group'],
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
const step: fc.Arbitrary<Step> = fc.record({
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

function isLimited({ maxBudgetNano, rpmLimit, modelMaxBudget }: KeyPowers): boolean {
  return maxBudgetNano !== null || rpmLimit !== null || Object.keys(modelMaxBudget).length > 0;
}

function mayUse(key: KeyPowers, name: string, world: World): boolean {
  return findModelDenial(principal(key, world), SNAPSHOT, name) === undefined;
}
