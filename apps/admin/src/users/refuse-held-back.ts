import { isHeldBack, refuseHolderGrant, refuseWhereHeldBack } from '@tollgate/admission';
import {
  ALL_POWERS,
  type GatewayError,
  type HolderPowers,
  type Principal,
  type Snapshot,
  type UserRole,
} from '@tollgate/canonical';
import { powersIn, type StoredUser, type UserPlaces, type UserSettings } from '@tollgate/persistence';

/** Roles by which nobody reaches more than what is his own. */
const PLAIN: readonly (UserRole | undefined)[] = ['internal_user', 'internal_user_viewer', undefined];

/**
 * The judge of what a calling key that is held back itself gives to a user; pure. What makes somebody an admin, puts him somewhere or lets
 * somebody sign in as the user would be held by nothing of it, and models and limits are compared as a team's are. Answers the refusal
 * (403, naming the field), or undefined. `before` absent: the user is made.
 */
export function refuseHeldBack(
  caller: Principal,
  before: StoredUser | undefined,
  said: UserSettings & UserPlaces,
  snapshot: Snapshot,
): GatewayError | undefined {
  if (!isHeldBack(caller)) return undefined;
  const field = findRole(before, said);
  if (field !== undefined) return refuseWhereHeldBack(caller, field);
  const powers: HolderPowers = { ...ALL_POWERS, ...(before !== undefined && powersOf(before)) };
  const after = { ...powers, ...powersIn(said) };
  return refuseHolderGrant({ caller, after, snapshot, ...(before !== undefined && { before: powers }) });
}

function findRole(before: StoredUser | undefined, said: UserSettings & UserPlaces): string | undefined {
  if (said.role !== before?.role && !PLAIN.includes(said.role)) return 'user_role';
  // whoever only looks writes keys as a user
  if (before?.role === 'internal_user_viewer' && said.role === 'internal_user') return 'user_role';
  if (said.passwordHash !== undefined) return 'password';
  if (said.ssoUserId != null && said.ssoUserId !== before?.ssoUserId) return 'sso_user_id';
  if (before !== undefined && said.email != null && said.email.toLowerCase() !== before.email) return 'user_email';
  if (said.teams !== undefined) return 'teams';
  return said.organizations === undefined ? undefined : 'organizations';
}

function powersOf(user: StoredUser): Partial<HolderPowers> {
  const { modelRpmLimit, modelTpmLimit, ...same } = user;
  return powersIn({ ...same, modelRpmLimit: modelRpmLimit ?? {}, modelTpmLimit: modelTpmLimit ?? {} });
}
