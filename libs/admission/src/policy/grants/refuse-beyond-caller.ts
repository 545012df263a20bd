import type { GatewayError, KeyPowers, Principal, Snapshot } from '@tollgate/canonical';
import { holdsRoute } from '../route-groups.js';
import { grantRefused } from './grant-refused.js';
import { isSameList } from './is-same-list.js';
import { isWithin } from './is-within.js';
import { refuseLimits, refuseMoreThanBinding } from './refuse-limits.js';
import { refuseModels } from './refuse-models.js';
import { refuseOtherPlace } from './refuse-other-place.js';

/** Refuses what the calling key does not hold itself. What the change leaves as it is was given by somebody else. */
export function refuseBeyondCaller(
  caller: Principal,
  before: KeyPowers | undefined,
  after: KeyPowers,
  snapshot: Snapshot,
  bound: boolean,
): GatewayError | undefined {
  const isGiven = (field: keyof KeyPowers): boolean => before === undefined || !isSame(before[field], after[field]);
  return (
    refuseOtherPlace(caller, after) ??
    (bound ? refuseMoreThanBinding(caller, after) : refuseLimits(caller, before, after)) ??
    refuseModels(caller, before, after, snapshot) ??
    refuseLists(caller, after, isGiven) ??
    refuseExpiry(caller, after, isGiven)
  );
}

const OF_MAKERS = 'a key that makes keys for models holds llm_api_routes beside management_routes itself.';

type IsGiven = (field: keyof KeyPowers) => boolean;

function refuseLists(caller: Principal, after: KeyPowers, isGiven: IsGiven): GatewayError | undefined {
  if (isGiven('allowedRoutes') && !isWithin(caller.allowedRoutes, after.allowedRoutes, holdsRoute)) {
    const held = caller.allowedRoutes.join(', ');
    return grantRefused('allowedRoutes', `the calling key may call ${held} alone. Name some of these; ${OF_MAKERS}`);
  }
  const lost = isGiven('tags') ? caller.tags.find((tag) => !after.tags.includes(tag)) : undefined;
  if (lost !== undefined) return grantRefused('tags', `the calling key's tag ${lost} must be among them.`);
  const free = isGiven('enforcedParams')
    ? caller.enforcedParams?.find((name) => !after.enforcedParams.includes(name))
    : undefined;
  return free === undefined
    ? undefined
    : grantRefused('enforcedParams', `${free}, which calls of the calling key must have, must be among them.`);
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
