import type { GatewayError, KeyPowers, LimitedScope, Principal } from '@tollgate/canonical';
import { holdsModel } from '../model-access.js';
import { holdsRoute } from '../route-groups.js';
import { findLoosenedLimit } from './find-loosened-limit.js';
import { grantRefused } from './grant-refused.js';
import { isWithin } from './is-within.js';

/** Refuses what the calling key does not hold itself. What the change leaves as it is was given by somebody else. */
export function refuseBeyondCaller(
  caller: Principal,
  before: KeyPowers | undefined,
  after: KeyPowers,
): GatewayError | undefined {
  const isGiven = (field: keyof KeyPowers): boolean => before === undefined || !isSame(before[field], after[field]);
  return (
    refusePlace(caller, after) ??
    refuseLimits(caller, before, after) ??
    refuseLists(caller, after, isGiven) ??
    refuseExpiry(caller, after, isGiven)
  );
}

type IsGiven = (field: keyof KeyPowers) => boolean;

/**
 * A key makes and changes keys of its own team, project and organization alone: what its team may use says nothing of what another's
 * may.
 */
function refusePlace(caller: Principal, after: KeyPowers): GatewayError | undefined {
  const { teamId, projectId, organizationId } = caller;
  if (teamId !== undefined && after.teamId !== teamId)
    return grantRefused('teamId', 'the calling key belongs to a team, so its keys belong to the same team.');
  if (projectId !== undefined && after.projectId !== projectId)
    return grantRefused('projectId', 'the calling key belongs to a project, so its keys belong to the same project.');
  if (teamId !== undefined || organizationId === undefined || after.organizationId === organizationId) return undefined;
  return grantRefused(
    'organizationId',
    'the calling key belongs to an organization, so its keys belong to the same one.',
  );
}

/** What another key spends does not count against the calling key: with limits of its own it gives no limits. */
function refuseLimits(caller: Principal, before: KeyPowers | undefined, after: KeyPowers): GatewayError | undefined {
  const own = caller.scopes.find(({ scope }) => scope === 'key');
  if (own === undefined || !isLimited(own)) return undefined;
  const why =
    'the calling key has limits of its own, and what other keys use would not count against them. Call with a key without limits.';
  if (before === undefined) return grantRefused('maxBudgetNano', why);
  const loosened = findLoosenedLimit(before, after);
  return loosened === undefined ? undefined : grantRefused(loosened, why);
}

function isLimited({ limits, models }: LimitedScope): boolean {
  const { maxBudget, requestsPerMinute, tokensPerMinute, concurrentRequests } = limits;
  if (models !== undefined) return true;
  return [maxBudget, requestsPerMinute, tokensPerMinute, concurrentRequests].some((limit) => limit !== undefined);
}

function refuseLists(caller: Principal, after: KeyPowers, isGiven: IsGiven): GatewayError | undefined {
  // a key that leaves its team leaves the team's list too
  if ((isGiven('models') || isGiven('teamId')) && !isWithin(caller.models, after.models, holdsModel))
    return grantRefused('models', `the calling key may use ${caller.models.join(', ')} alone. Name some of these.`);
  if (isGiven('allowedRoutes') && !isWithin(caller.allowedRoutes, after.allowedRoutes, holdsRoute)) {
    const held = caller.allowedRoutes.join(', ');
    return grantRefused('allowedRoutes', `the calling key may call ${held} alone. Name some of these.`);
  }
  const lost = isGiven('tags') ? caller.tags.find((tag) => !after.tags.includes(tag)) : undefined;
  return lost === undefined ? undefined : grantRefused('tags', `the calling key's tag ${lost} must be among them.`);
}

function refuseExpiry({ expiresAt }: Principal, after: KeyPowers, isGiven: IsGiven): GatewayError | undefined {
  if (expiresAt === undefined || !isGiven('expiresAt')) return undefined;
  if (after.expiresAt !== null && after.expiresAt <= expiresAt) return undefined;
  return grantRefused(
    'expiresAt',
    `the calling key expires at ${new Date(expiresAt).toISOString()}; no key of it lives longer.`,
  );
}

function isSame(before: KeyPowers[keyof KeyPowers], after: KeyPowers[keyof KeyPowers]): boolean {
  return before === after || (isList(before) && isList(after) && isSameList(before, after));
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry, index) => entry === other[index]);
}
