import type { GatewayError, KeyPowers, LimitPowers, Principal } from '@tollgate/canonical';
import { formatUsd } from '@tollgate/kernel';
import { findBinding } from './find-binding.js';
import { isLimited } from './is-limited.js';
import { isMoreMoney } from './is-more-money.js';
import { findLoosenedLimit } from './find-loosened-limit.js';
import { grantRefused } from './grant-refused.js';

/** What others spend does not count against the calling key: with limits of its own it gives no limits. */
export function refuseLimits(
  caller: Principal,
  before: LimitPowers | undefined,
  after: LimitPowers,
): GatewayError | undefined {
  if (!hasOwnLimits(caller)) return undefined;
  const why =
    'the calling key has limits of its own, and what others use would not count against them. Call with a key without limits.';
  if (before === undefined) return grantRefused('maxBudgetNano', why);
  const loosened = findLoosenedLimit(before, after);
  return loosened === undefined ? undefined : grantRefused(loosened, why);
}

/** Keys that a new one may stand under: each is counted with each of its calls. */
const BINDING_MAX = 4;

/**
 * Refuses a new key limits that are more than those of the calling key, which hold for it too: it would promise what is never served.
 * What it does not say is theirs.
 */
export function refuseMoreThanBinding(caller: Principal, after: KeyPowers): GatewayError | undefined {
  const binding = findBinding(caller);
  if (binding.length > BINDING_MAX)
    return grantRefused(
      'maxBudgetNano',
      `the new key would stand under ${String(binding.length)} keys with limits, each made with the one before; ${String(BINDING_MAX)} is the most. Call with one of the first.`,
    );
  for (const { scope, limits } of caller.scopes) {
    if (scope !== 'key') continue;
    const { maxBudget = null, budgetWindow, requestsPerMinute, tokensPerMinute, concurrentRequests } = limits;
    const held = { maxBudgetNano: maxBudget, budgetDuration: budgetWindow?.duration ?? null };
    const { maxBudgetNano, budgetDuration, tempBudgetIncreaseNano } = after;
    const asked = maxBudgetNano === null ? null : maxBudgetNano + (tempBudgetIncreaseNano ?? 0n);
    if (asked !== null && isMoreMoney({ maxBudgetNano: asked, budgetDuration }, held))
      return beyond('maxBudgetNano', `${formatUsd(maxBudget ?? 0n)} dollars per ${held.budgetDuration ?? 'lifetime'}`);
    if ((after.rpmLimit ?? 0) > (requestsPerMinute ?? Infinity)) return beyond('rpmLimit', String(requestsPerMinute));
    if ((after.tpmLimit ?? 0) > (tokensPerMinute ?? Infinity)) return beyond('tpmLimit', String(tokensPerMinute));
    if ((after.maxParallelRequests ?? 0) > (concurrentRequests ?? Infinity))
      return beyond('maxParallelRequests', String(concurrentRequests));
  }
  return undefined;
}

/** Nobody makes what limits himself more. */
export function refuseLoosenedLimits(before: LimitPowers, after: LimitPowers): GatewayError | undefined {
  const loosened = findLoosenedLimit(before, after);
  if (loosened === undefined) return undefined;
  return grantRefused(loosened, 'nobody raises a limit of his own. Ask a proxy admin.');
}

function beyond(field: 'maxBudgetNano' | 'rpmLimit' | 'tpmLimit' | 'maxParallelRequests', held: string): GatewayError {
  const why = `the calling key has ${held}, and its keys use that together with it. Ask for no more, or leave it out.`;
  return grantRefused(field, why);
}

/** Whether the key itself is limited, or one that it was made with, whatever its user, team and organization are. */
export function hasOwnLimits({ scopes }: Principal): boolean {
  return scopes.some((scope) => scope.scope === 'key' && isLimited(scope));
}
