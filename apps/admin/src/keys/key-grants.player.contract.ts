import { findBinding } from '@tollgate/admission';
import { findReach, type Memberships, MembershipSource, NO_MEMBERSHIPS, standsWithin } from '@tollgate/auth';
import { ALL_POWERS, listOfModels, type KeyPowers, type LimitedScope, type Principal } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import { SNAPSHOT } from '../access/grouped-models.contract.js';
import { Reaches } from '../access/reaches.js';
import { FRIEND, ME, type Step } from './key-grants.arbitraries.contract.js';
import { KeyGrants } from './key-grants.service.js';
import { UNRULED } from './unruled.contract.js';

const TEAM_MODELS: Readonly<Record<string, readonly string[]>> = { led: ['gpt-4o', 'claude'], open: [], shut: [] };

/**
 * A key, those whose limits hold beside its own, by their places in the list, whether it went from one user to another, and whether its secret
 * is somebody else's, so that nobody here calls with it.
 */
export interface Held {
  readonly powers: KeyPowers;
  readonly boundBy: readonly string[];
  readonly lent?: boolean;
  readonly unknown?: boolean;
}

export async function play(
  mine: Memberships,
  start: readonly KeyPowers[],
  steps: readonly Step[],
): Promise<readonly KeyPowers[]> {
  return (await playOut(mine, start, steps)).map(({ powers }) => powers);
}

/** Walks the steps as the routes do; every key that was made is the attacker's from then on. */
export async function playOut(
  mine: Memberships,
  start: readonly KeyPowers[],
  steps: readonly Step[],
  roleOf: (key: Held) => Principal['role'] = () => 'internal_user',
  unknown: readonly KeyPowers[] = [],
): Promise<readonly Held[]> {
  const source = new Fixed(mine);
  const grants = new KeyGrants(new Reaches(source), source, UNRULED, new SnapshotHolder(SNAPSHOT));
  const keys = start.map((powers): Held => ({ powers, boundBy: [] }));
  keys.push(...unknown.map((powers): Held => ({ powers, boundBy: [], unknown: true })));
  for (const step of steps) {
    const known = keys.flatMap((key, index) => (key.unknown === true ? [] : [index]));
    const by = known[step.by % known.length] ?? 0;
    const principal = { ...principalOf(keys, by), role: roleOf(keys[by] ?? NOBODYS) };
    if ('made' in step) {
      const reach = findReach(principal, mine, 'key:create');
      const boundBy = findBinding(principal);
      const settings = { ...step.made, boundBy };
      if (reach !== undefined && (await grants.refuseNew({ principal, reach }, settings)) === undefined)
        keys.push({ powers: step.made, boundBy });
      continue;
    }
    const index = ('rotated' in step ? step.rotated : step.changed) % keys.length;
    const held = keys[index] ?? NOBODYS;
    const before = held.powers;
    const reach = findReach(principal, mine, 'rotated' in step ? 'key:regenerate' : 'key:update');
    if (reach === undefined || !isSeen(reach, before)) continue;
    if ('rotated' in step) {
      const refuse = await grants.judgeRotation({ principal, reach }, String(index), {});
      if (refuse(before, before) === undefined) keys[index] = { ...held, unknown: false };
      continue;
    }
    const after = { ...before, ...step.patch };
    const refuse = await grants.judgeUpdate({ principal, reach }, step.patch);
    const moved = before.userId !== null && before.userId !== after.userId;
    if (refuse(before, after) === undefined) keys[index] = { ...held, powers: after, ...(moved && { lent: true }) };
  }
  return keys;
}

/** As the query does. */
function isSeen(reach: NonNullable<ReturnType<typeof findReach>>, key: KeyPowers): boolean {
  if (reach.kind === 'all') return true;
  return standsWithin(reach, key) || standsWithin(reach, { ...key, organizationId: null });
}

class Fixed extends MembershipSource {
  constructor(private readonly mine: Memberships) {
    super();
  }
  override of(userId: string): Promise<Memberships> {
    return Promise.resolve({ [ME]: this.mine, friend: FRIEND }[userId] ?? NO_MEMBERSHIPS);
  }
}

const NOBODYS: Held = { powers: ALL_POWERS, boundBy: [] };

/** As the key store reads a key of those that the attacker has. */
export function principalOf(keys: readonly Held[], index: number): Principal {
  const { powers, boundBy } = keys[index] ?? NOBODYS;
  const caller = principal(powers);
  const scopes = [String(index), ...boundBy].map((id) => scopeOf((keys[Number(id)] ?? NOBODYS).powers, id));
  return { ...caller, keyId: String(index), scopes };
}

/** The same of one that stands under no other. */
export function principal(key: KeyPowers): Principal {
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
    ownTags: key.tags,
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
