import { isStoredCaller, type Principal } from '@tollgate/canonical';
import type { Memberships } from './memberships.port.js';
import { POLICY, type GrantScope, type Permission, type PolicyRole, type PolicyRow } from './policy.js';

/** What a caller may touch with one permission: everything, or what one of these owns. Joined into every query. */
export type Reach =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'of';
      readonly keyIds: readonly string[];
      readonly userIds: readonly string[];
      readonly teamIds: readonly string[];
      readonly organizationIds: readonly string[];
      /** Users whose keys without a team are meant. */
      readonly personalOf: readonly string[];
      /** Users whose keys in a team are meant. */
      readonly memberships: readonly Membership[];
    };

export interface Membership {
  readonly teamId: string;
  readonly userId: string;
}

type Owned = Omit<Extract<Reach, { kind: 'of' }>, 'kind'>;

const NOTHING = {
  keyIds: [],
  userIds: [],
  teamIds: [],
  organizationIds: [],
  personalOf: [],
  memberships: [],
} as const satisfies Owned;

/** The reach of who touches nothing. */
export const NO_REACH = { kind: 'of', ...NOTHING } as const satisfies Reach;

/** How far a caller reaches with a permission, over all of its roles together; undefined: it does not hold it at all. */
export function findReach(principal: Principal, memberships: Memberships, permission: Permission): Reach | undefined {
  const row: PolicyRow = POLICY[permission];
  const roles = Object.entries(row.grants) as [PolicyRole, GrantScope][];
  const held = roles.flatMap(([role, scope]) => {
    const owned = ownedBy(role, principal, memberships, row.memberPermission);
    return owned === undefined ? [] : [{ scope, owned: narrow(owned, scope, principal.userId ?? '') }];
  });
  if (held.some(({ scope }) => scope === 'all')) return { kind: 'all' };
  return held.length === 0 ? undefined : { kind: 'of', ...merge(held.map(({ owned }) => owned)) };
}

/** What is left of a role's own in a scope that is narrower. */
function narrow(owned: Owned, scope: GrantScope, userId: string): Owned {
  if (scope === 'personal') return { ...NOTHING, personalOf: owned.userIds };
  if (scope === 'membership') return { ...NOTHING, memberships: owned.teamIds.map((teamId) => ({ teamId, userId })) };
  return owned;
}

/** What a caller owns in a role; undefined: it does not have this role. */
function ownedBy(
  role: PolicyRole,
  principal: Principal,
  { teams, organizations }: Memberships,
  memberPermission: string | undefined,
): Owned | undefined {
  const { kind, keyId, userId } = principal;
  if (principal.lent === true && role !== 'key') return undefined;
  switch (role) {
    case 'master_key':
      return kind === 'master' ? NOTHING : undefined;
    case 'proxy_admin':
      return isProxyAdmin(principal) ? NOTHING : undefined;
    case 'proxy_admin_viewer':
    case 'internal_user':
    case 'internal_user_viewer':
      return isStoredCaller(principal) && userId !== undefined && principal.role === role
        ? { ...NOTHING, userIds: [userId] }
        : undefined;
    case 'org_admin': {
      const own = organizations.filter((organization) => organization.role === 'org_admin');
      const teamIds = own.flatMap((organization) => organization.teamIds);
      return own.length === 0 ? undefined : { ...NOTHING, organizationIds: own.map(({ id }) => id), teamIds };
    }
    case 'team_admin':
      return inTeams(teams.filter((team) => team.role === 'admin'));
    case 'team_member':
      return inTeams(
        teams.filter(({ permissions }) => memberPermission === undefined || permissions.includes(memberPermission)),
      );
    case 'key':
      return kind === 'anonymous' ? undefined : { ...NOTHING, keyIds: [keyId] };
  }
}

/** The master key, or a key or token whose user is a proxy admin. */
function isProxyAdmin(principal: Principal): boolean {
  return principal.kind === 'master' || (isStoredCaller(principal) && principal.role === 'proxy_admin');
}

function inTeams(teams: Memberships['teams']): Owned | undefined {
  return teams.length === 0 ? undefined : { ...NOTHING, teamIds: teams.map(({ id }) => id) };
}

function merge(parts: readonly Owned[]): Owned {
  const all = (member: Exclude<keyof Owned, 'memberships'>): readonly string[] => [
    ...new Set(parts.flatMap((part) => part[member])),
  ];
  return {
    keyIds: all('keyIds'),
    userIds: all('userIds'),
    teamIds: all('teamIds'),
    organizationIds: all('organizationIds'),
    personalOf: all('personalOf'),
    memberships: parts.flatMap(({ memberships }) => memberships),
  };
}
