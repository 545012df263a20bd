import { authorizeRoute, findModelDenial, isHeldBack } from '@tollgate/admission';
import { type Memberships, NO_MEMBERSHIPS } from '@tollgate/auth';
import { ALL_POWERS, type KeyPowers, type Principal } from '@tollgate/canonical';
import fc from 'fast-check';
import { NAMES, SNAPSHOT } from '../access/grouped-models.contract.js';
import { ME, myMemberships, powers, ROUTES, step } from './key-grants.arbitraries.contract.js';
import { type Held, play, playOut, principal, principalOf } from './key-grants.player.contract.js';

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
            const before = first[index];
            if (before !== undefined && first.every(isLimited)) expectNoMore(before, key);
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
          const keys = await playOut(NO_MEMBERSHIPS, first, steps, () => 'proxy_admin');
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

  it('is no key of a proxy admin that is not held back, with those of him that are and any of somebody else', async () => {
    const isAdmins = ({ powers: key, lent }: Held): boolean => key.userId === ME && lent !== true;
    const heldBack = powers.map((key) => ({ ...key, userId: ME })).filter((key) => isHeldBack(principal(key)));
    const others = powers.map((key) => ({ ...key, userId: key.userId === ME ? null : key.userId }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(heldBack, { minLength: 1, maxLength: 2 }),
        fc.array(fc.oneof(others, fc.constantFrom(ALL_POWERS)), { maxLength: 2 }),
        fc.array(step, { maxLength: 8 }),
        async (own, of, steps) => {
          const role = (key: Held) => (isAdmins(key) ? 'proxy_admin' : 'internal_user_viewer');
          // his best key, whose secret is his alone
          const keys = await playOut(NO_MEMBERSHIPS, [...own, ...of], steps, role, [{ ...ALL_POWERS, userId: ME }]);
          keys.forEach((key, index) => {
            if (isAdmins(key) && key.unknown !== true) expect(isHeldBack(principalOf(keys, index))).toBe(true);
          });
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('is everything for a proxy admin one of whose keys is not', async () => {
    const first = [{ ...ALL_POWERS, userId: ME }];
    const made = { ...ALL_POWERS, userId: 'stranger', teamId: 'foreign', models: ['claude'], maxBudgetNano: 10n };
    const keys = await playOut(NO_MEMBERSHIPS, first, [{ by: 0, made }], () => 'proxy_admin');
    expect(keys.map(({ powers: key }) => key)).toEqual([...first, made]);
  });

  it('is no access group that is held by the name of its models or by a pattern, and every model of one that is held', async () => {
    const mine = { teams: [{ id: 'led', role: 'admin', permissions: [], limited: false }], organizations: [] } as const;
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
      { teams: [{ id: 'led', role: 'admin', permissions: [], limited: false }], organizations: [] },
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

/** With limited keys alone nobody gives limits: what others spend would not count against them. */
function expectNoMore(before: KeyPowers, after: KeyPowers): void {
  for (const limit of ['rpmLimit', 'tpmLimit', 'maxParallelRequests'] as const)
    expect(after[limit] ?? Infinity).toBeLessThanOrEqual(before[limit] ?? Infinity);
  if (before.maxBudgetNano === null) return;
  expect(after.maxBudgetNano).not.toBeNull();
  if (before.budgetDuration === after.budgetDuration)
    expect(Number(after.maxBudgetNano)).toBeLessThanOrEqual(Number(before.maxBudgetNano));
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
