import { type GatewayError, type KeyPowers, type LimitPowers, listOfModels, type Principal } from '@tollgate/canonical';
import { type GrantField, grantRefused } from './grant-refused.js';
import { isNarrow } from './is-narrow.js';
import { isHeldBack } from './refuse-role-grant.js';

/**
 * Refuses to a calling key that is held back to take the last thing of its own that holds another back, or to hand on a key that nothing
 * holds (`before` absent: its secret, or to a user): each power is compared with what the calling key holds in that alone, so that two keys,
 * held back by different things, would make one that nothing holds, whose user gives roles with it. 403, naming the field.
 */
export function refuseFreeing(
  caller: Principal,
  before: KeyPowers | undefined,
  after: KeyPowers,
): GatewayError | undefined {
  // a linked budget may limit nothing
  const held = before?.budgetId === after.budgetId ? { ...before, budgetId: null } : before;
  return refuseTaken(caller, held === undefined ? 'models' : findHold(held), findHold({ ...after, budgetId: null }));
}

/** The same for a budget that keys may be linked to. */
export function refuseFreeingOfBudget(
  caller: Principal,
  before: LimitPowers,
  after: LimitPowers,
): GatewayError | undefined {
  return refuseTaken(caller, findLimit(before), findLimit(after));
}

function refuseTaken(
  caller: Principal,
  before: GrantField | undefined,
  after: GrantField | undefined,
): GatewayError | undefined {
  if (before === undefined || after !== undefined || !isHeldBack(caller)) return undefined;
  const why = 'nothing else holds it back, and the calling key is held back itself. Call with a key that is not.';
  return grantRefused(before, why);
}

const COUNTED = ['maxBudgetNano', 'rpmLimit', 'tpmLimit', 'maxParallelRequests', 'budgetId'] as const;
const BY_MODEL = ['modelMaxBudget', 'modelRpmLimit', 'modelTpmLimit'] as const;
const LISTS = ['allowedRoutes', 'tags', 'enforcedParams'] as const;

/** The first of its own powers that holds a key back (`isHeldBack`). */
function findHold(key: KeyPowers): GrantField | undefined {
  if (isNarrow(listOfModels(key))) return 'models';
  const list = LISTS.find((name) => key[name].length > 0);
  return list ?? (key.expiresAt === null ? undefined : 'expiresAt') ?? findLimit(key);
}

function findLimit(powers: LimitPowers): GrantField | undefined {
  const counted = COUNTED.find((limit) => powers[limit] !== null);
  const byModel = BY_MODEL.find((limits) => Object.keys(powers[limits]).length > 0);
  return counted ?? byModel ?? (powers.budgetLimits.length > 0 ? 'budgetLimits' : undefined);
}
