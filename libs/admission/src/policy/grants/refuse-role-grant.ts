import { GatewayError, type HolderPowers, type Principal, type Snapshot } from '@tollgate/canonical';
import { isNarrow } from './is-narrow.js';
import { hasOwnLimits, refuseLimits } from './refuse-limits.js';
import { refuseModels } from './refuse-models.js';
import { refuseOtherPlace } from './refuse-other-place.js';

type Place = Pick<HolderPowers, 'teamId' | 'organizationId' | 'projectId'>;

/** What a member is in a team, or is to be. */
export interface MemberPowers extends HolderPowers {
  /** Whether he may make or change keys there, or who else belongs to it: as its admin, or as the team lets all of its members. */
  readonly writes: boolean;
}

export interface MemberChange {
  /** Who asks: he keeps the team. */
  readonly caller: Principal;
  /** As the member is; absent: he joins. */
  readonly before?: MemberPowers;
  readonly after: MemberPowers;
  /** What the names on lists of models stand for. */
  readonly snapshot: Snapshot;
}

/** The judge of what may be given to a member of a team; pure. Answers the refusal (403, naming the field), or undefined. */
export function refuseMemberGrant({ caller, before, after, snapshot }: MemberChange): GatewayError | undefined {
  const gains = after.writes && before?.writes !== true;
  const refusal = gains ? refuseRoleGrant(caller, after, 'role') : refuseOtherPlace(caller, after);
  if (refusal !== undefined || before === undefined) return refusal;
  return refuseLimits(caller, before, after) ?? refuseModels(caller, before, after, snapshot);
}

/**
 * Refuses a role or permission by which others write keys, to a calling key that is held back itself: they have keys of their own,
 * which are not, and would make with them what the calling key may not make. 403, naming the `field`.
 */
export function refuseRoleGrant(caller: Principal, place: Place, field: string): GatewayError | undefined {
  const elsewhere = refuseOtherPlace(caller, place);
  if (elsewhere !== undefined) return elsewhere;
  const restriction = findRestriction(caller);
  if (restriction === undefined) return undefined;
  return new GatewayError('grant_refused', {
    message: `${field}: the calling key has ${restriction}; whoever writes keys there would not be held by that. Call with a key without.`,
    param: field,
  });
}

/**
 * Whether the calling key itself is held back in anything: models, routes, limits, an expiry, tags or parameters of its own, or keys that
 * it was made with, whatever has become of their limits. Where it stands holds nobody back here: that is judged by place. The master key
 * never is. A token or a session is not for its end, nor an admin's token for its models and routes: those are of the role that the identity
 * provider gives (LiteLLM's `admin_allowed_routes`), no list of its own.
 */
export function isHeldBack(caller: Principal): boolean {
  return caller.kind !== 'master' && findRestriction(withoutRole(caller)) !== undefined;
}

const ANYWHERE: Place = { teamId: null, organizationId: null, projectId: null };

/** Refuses what reaches beyond every place, such as a proxy admin's role, to a caller who is held back. 403, naming the `field`. */
export function refuseWhereHeldBack(caller: Principal, field: string): GatewayError | undefined {
  return isHeldBack(caller) ? refuseRoleGrant(caller, ANYWHERE, field) : undefined;
}

/** Refuses what is compared with nothing, such as an organization's models and money, to a key with a list of models or limits of its own. 403. */
export function refuseUncompared(caller: Principal): GatewayError | undefined {
  const means = caller.kind === 'master' ? undefined : findMeans(withoutRole(caller));
  if (means === undefined) return undefined;
  return new GatewayError('grant_refused', {
    message: `the calling key has ${means}; what this gives would not be held by that. Call with a key without.`,
  });
}

function withoutRole(caller: Principal): Principal {
  const { expiresAt: _end, ...unending } = caller;
  if (caller.token === undefined) return caller;
  return caller.token.isUnlimited === true ? { ...unending, allowedRoutes: [], models: [] } : unending;
}

function findRestriction(caller: Principal): string | undefined {
  const { allowedRoutes, expiresAt, ownTags = [], enforcedParams = [], keyId, scopes } = caller;
  const means = findMeans(caller);
  if (means !== undefined) return means;
  if (allowedRoutes.length > 0) return 'a list of routes';
  if (expiresAt !== undefined) return 'an expiry';
  if (enforcedParams.length > 0) return 'parameters that its calls must have';
  if (ownTags.length > 0) return 'tags';
  return scopes.some(({ scope, id }) => scope === 'key' && id !== keyId) ? 'a key above it' : undefined;
}

function findMeans(caller: Principal): string | undefined {
  const { models } = caller;
  if (isNarrow(models)) return 'a list of models';
  return hasOwnLimits(caller) ? 'limits of its own' : undefined;
}
