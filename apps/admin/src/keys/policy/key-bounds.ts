import { isMoreMoney, type MoneyPerTime } from '@tollgate/admission';
import { GatewayError, type KeyPowers } from '@tollgate/canonical';
import type { KeyBounds } from '@tollgate/config';
import { addDuration, nanoUsdFromUsd, usdFromNanoUsd } from '@tollgate/kernel';
import type { StoredBudget } from '@tollgate/persistence';
import type { KeySettingsDto } from '../dto/key-settings.dto.js';

/** LiteLLM's names of what can be bound. */
export const BOUNDED = [
  'max_budget',
  'budget_duration',
  'duration',
  'max_parallel_requests',
  'tpm_limit',
  'rpm_limit',
] as const satisfies readonly (keyof KeyBounds)[];

type Limits = { readonly [K in keyof KeyBounds]?: KeyBounds[K] | null };

/** Bounds are defaults too, and nobody opts out of them; but for what a linked budget says, which then holds. */
export function fillBounds(bounds: KeyBounds, dto: KeySettingsDto, linked: StoredBudget | undefined): KeySettingsDto {
  const ofBudget: Limits = linked === undefined ? {} : limitsOf(linked);
  const open = BOUNDED.filter((name) => bounds[name] !== undefined && dto[name] == null && ofBudget[name] == null);
  return { ...dto, ...Object.fromEntries(open.map((name) => [name, bounds[name]])) };
}

/** Refuses the first value above its bound, in LiteLLM's words. "Never" is above every duration. */
export function refuseBeyond(bounds: KeyBounds, limits: Limits): GatewayError | undefined {
  const name = BOUNDED.find((limit) => isOver(limits[limit], bounds[limit]));
  if (name === undefined) return undefined;
  return over(name, limits[name], bounds[name]);
}

/**
 * Refuses what would lead past the bounds by the side: a raise of the budget, a bounded budget that comes again sooner, a link to a budget with larger limits, and a link that is
 * taken away with nothing left in its place. What a key has and keeps is left alone: it may be older than the bounds.
 */
export function refuseRaise(
  bounds: KeyBounds,
  before: KeyPowers | undefined,
  after: KeyPowers,
  linked: StoredBudget | undefined,
): GatewayError | undefined {
  const raise = refuseTemporary(bounds, before, after) ?? refuseRate(bounds, before, after, linked);
  if (raise !== undefined || (before?.budgetId ?? null) === after.budgetId) return raise;
  const own = limitsOf(after);
  const ofBudget: Limits = linked === undefined ? {} : limitsOf(linked);
  const open = BOUNDED.filter((name) => name !== 'duration' && bounds[name] !== undefined && own[name] === null);
  const larger = open.find((name) => isOver(ofBudget[name], bounds[name]));
  if (larger !== undefined) return over(larger, ofBudget[larger], bounds[larger]);
  const free = before === undefined ? undefined : open.find((name) => ofBudget[name] == null);
  if (free === undefined) return undefined;
  const message = `${free} would have no limit left: send one with budget_id, ${String(bounds[free])} at most.`;
  return new GatewayError('bad_request', { message, param: free });
}

function refuseTemporary(bounds: KeyBounds, before: KeyPowers | undefined, after: KeyPowers): GatewayError | undefined {
  const increase = after.tempBudgetIncreaseNano;
  if (bounds.max_budget === undefined || increase === null) return undefined;
  if (before?.tempBudgetIncreaseNano === increase && before.maxBudgetNano === after.maxBudgetNano) return undefined;
  const most = nanoUsdFromUsd(bounds.max_budget) ?? 0n;
  const raised = (after.maxBudgetNano ?? most) + increase;
  return raised > most ? over('max_budget', usdFromNanoUsd(raised), bounds.max_budget) : undefined;
}

/** 100 dollars a day are more than 100 in thirty days, though neither number is above its bound. */
function refuseRate(
  { max_budget: most, budget_duration: budgetDuration }: KeyBounds,
  before: KeyPowers | undefined,
  after: KeyPowers,
  linked: StoredBudget | undefined,
): GatewayError | undefined {
  if (most === undefined || budgetDuration === undefined) return undefined;
  if (before !== undefined && isSameBudget(before, after)) return undefined;
  if (after.maxBudgetNano === null && after.budgetId !== null && linked?.id !== after.budgetId)
    return after.budgetDuration === null ? undefined : refuseLoneWindow();
  const asked = moneyOf(after, linked);
  if (asked.maxBudgetNano === null) return undefined;
  const bound = { maxBudgetNano: nanoUsdFromUsd(most) ?? 0n, budgetDuration };
  const isLowered =
    before !== undefined &&
    before.budgetId === after.budgetId &&
    before.budgetAnchor === after.budgetAnchor &&
    !isMoreMoney(asked, moneyOf(before));
  if (isLowered || !isMoreMoney(asked, bound)) return undefined;
  const value = `${String(usdFromNanoUsd(asked.maxBudgetNano))} per ${asked.budgetDuration ?? 'lifetime'}`;
  return over('max_budget', value, `${String(most)} per ${budgetDuration}, and as much per time`);
}

function isSameBudget(before: KeyPowers, after: KeyPowers): boolean {
  const parts = ['maxBudgetNano', 'budgetDuration', 'budgetAnchor', 'budgetId', 'tempBudgetIncreaseNano'] as const;
  return parts.every((part) => before[part] === after[part]);
}

function refuseLoneWindow(): GatewayError {
  const message = 'budget_duration: the money of the key is that of its linked budget. Send max_budget with it.';
  return new GatewayError('bad_request', { message, param: 'budget_duration' });
}

/** What holds: its own, else that of the budget it is linked to, raised as long as it is. */
function moneyOf(holder: KeyPowers, linked?: StoredBudget): MoneyPerTime {
  const own = holder.maxBudgetNano ?? linked?.maxBudgetNano ?? null;
  const isLinked = holder.maxBudgetNano === null && holder.budgetDuration === null;
  return {
    maxBudgetNano: own === null ? null : own + (holder.tempBudgetIncreaseNano ?? 0n),
    budgetDuration: isLinked ? (linked?.budgetDuration ?? null) : holder.budgetDuration,
  };
}

function limitsOf(holder: KeyPowers | StoredBudget): Limits {
  return {
    max_budget: holder.maxBudgetNano === null ? null : usdFromNanoUsd(holder.maxBudgetNano),
    budget_duration: holder.budgetDuration,
    max_parallel_requests: holder.maxParallelRequests,
    tpm_limit: holder.tpmLimit,
    rpm_limit: holder.rpmLimit,
  };
}

function isOver(value: number | string | null | undefined, bound: number | string | undefined): boolean {
  return value != null && bound !== undefined && sizeOf(value) > sizeOf(bound);
}

/** Durations are compared by what they are from one fixed day on: whether a month is longer than 30 days must not depend on today. */
function sizeOf(value: number | string): number {
  return typeof value === 'number' ? value : (addDuration(0, value) ?? Infinity);
}

function over(name: string, value: unknown, bound: unknown): GatewayError {
  const message = `${name} is over max limit set in config - user_value=${String(value)}; max_value=${String(bound)}`;
  return new GatewayError('bad_request', { message, param: name });
}
