import { refuseRoleGrant } from '@tollgate/admission';
import {
  findReach,
  type Memberships,
  MembershipSource,
  type Permission,
  type Reach,
  standsWithin,
} from '@tollgate/auth';
import { ALL_POWERS, type HolderPowers, type KeyPowers, type Principal } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import { SNAPSHOT } from '../access/grouped-models.contract.js';
import { judgeOfTeams } from '../access/judge-of-teams.js';
import { Reaches } from '../access/reaches.js';
import { KeyGrants } from '../keys/key-grants.service.js';
import { UNRULED } from '../keys/unruled.contract.js';

export interface Team {
  readonly powers: HolderPowers;
  readonly permissions: readonly string[];
  readonly members: Readonly<Record<string, 'admin' | 'user'>>;
}

/** Teams, an organization (`own`) and who belongs to them, and the keys that the attacker holds. */
export interface World {
  readonly teams: Readonly<Record<string, Team>>;
  readonly organization: Readonly<Record<string, 'org_admin' | 'internal_user'>>;
  readonly keys: readonly KeyPowers[];
}

/** One call of somebody who holds keys of the world. */
export interface Step {
  /** Which key it is made with, and which it changes: counted round. */
  readonly by: number;
  readonly key: number;
  readonly action:
    | 'make-key'
    | 'change-key'
    | 'make-team'
    | 'change-team'
    | 'permit'
    | 'join-team'
    | 'change-member'
    | 'join-organization';
  readonly team: string;
  readonly user: string;
  readonly role: 'admin' | 'user';
  readonly permissions: readonly string[];
  readonly personal: boolean;
  readonly models: readonly string[] | undefined;
  readonly maxBudgetNano: bigint | null | undefined;
  readonly expiresAt: number | null | undefined;
}

const NOTHING: HolderPowers = (({
  aliases: _1,
  allowedRoutes: _2,
  tags: _3,
  enforcedParams: _4,
  expiresAt: _5,
  blocked: _6,
  ...rest
}) => {
  const { userId: _7, tempBudgetIncreaseNano: _8, tempBudgetExpiresAt: _9, ...powers } = rest;
  return powers;
})(ALL_POWERS);
/** Of a team that was given nothing. */
export const place = (teamId: string, organizationId: string | null) => ({ ...NOTHING, teamId, organizationId });
/** Walks the steps as the routes do; every key that was made is the attacker's from then on. */
export async function play(from: World, steps: readonly Step[]): Promise<World> {
  let world = from;
  const source = new Memory(() => world);
  const grants = new KeyGrants(new Reaches(source), source, UNRULED, new SnapshotHolder(SNAPSHOT));
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
    if (judgeOfTeams(caller, reach, SNAPSHOT).refuse(undefined, powers) !== undefined) return world;
    return withTeam(world, { powers, permissions: [], members: {} });
  }
  const reach = reachOf(PERMISSIONS[action]);
  if (found === undefined || reach === undefined || !reachesTeam(reach, step.team)) return world;
  const judge = judgeOfTeams(caller, reach, SNAPSHOT);
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

class Memory extends MembershipSource {
  constructor(private readonly world: () => World) {
    super();
  }
  override of(userId: string): Promise<Memberships> {
    return Promise.resolve(membershipsIn(this.world(), userId));
  }
}

function membershipsIn({ teams, organization }: World, userId: string): Memberships {
  const own = Object.entries(teams).flatMap(([id, { members, permissions }]) => {
    const role = members[userId];
    return role === undefined ? [] : [{ id, role, permissions, limited: false }];
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

/** Who calls with a key, as the key store reads it. */
export function principal(key: KeyPowers, world?: World): Principal {
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
    ownTags: key.tags,
    enforcedParams: key.enforcedParams,
    metadata: {},
    ...(userId !== null && { userId }),
    ...(teamId !== null && { teamId, organizationId: world?.teams[teamId]?.powers.organizationId ?? 'own' }),
    ...(expiresAt !== null && { expiresAt }),
  };
}
