import { type GatewayError, type KeyPowers, listOfModels, type Snapshot } from '@tollgate/canonical';
import { holdsRoute } from '../route-groups.js';
import { findLoosenedLimit } from './find-loosened-limit.js';
import { grantRefused, type GrantField } from './grant-refused.js';
import { holdsModels } from './holds-models.js';
import { isWithin } from './is-within.js';

const PLACES = ['userId', 'teamId', 'organizationId', 'projectId'] as const;

/** Refuses what makes a key more than it is: the holder of a key may only take from it (edge-and-authority 4). */
export function refuseLoosening(before: KeyPowers, after: KeyPowers, snapshot: Snapshot): GatewayError | undefined {
  const field = findLoosened(before, after, snapshot);
  if (field === undefined) return undefined;
  return grantRefused(field, 'only who governs the key may set this so. Ask an admin of its team, or a proxy admin.');
}

function findLoosened(before: KeyPowers, after: KeyPowers, snapshot: Snapshot): GrantField | undefined {
  const limit = findLoosenedLimit(before, after);
  if (limit !== undefined) return limit;
  if (!holdsModels(snapshot, listOfModels(before), listOfModels(after))) return 'models';
  if (!isWithin(before.allowedRoutes, after.allowedRoutes, holdsRoute)) return 'allowedRoutes';
  if (JSON.stringify(before.aliases) !== JSON.stringify(after.aliases)) return 'aliases';
  if (JSON.stringify(before.routerSettings) !== JSON.stringify(after.routerSettings)) return 'routerSettings';
  if (before.tags.some((tag) => !after.tags.includes(tag))) return 'tags';
  if (before.enforcedParams.some((name) => !after.enforcedParams.includes(name))) return 'enforcedParams';
  if (before.expiresAt !== null && (after.expiresAt === null || after.expiresAt > before.expiresAt)) return 'expiresAt';
  if (before.blocked === true && after.blocked !== true) return 'blocked';
  return PLACES.find((place) => before[place] !== after[place]);
}
