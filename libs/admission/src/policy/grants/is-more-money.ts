import { type KeyPowers, parseBudgetDuration } from '@tollgate/canonical';

/** Money for each window; no duration: once. */
export type MoneyPerTime = Pick<KeyPowers, 'maxBudgetNano' | 'budgetDuration'>;

/** Of a calendar month, so that a rate does not depend on which one it is. */
const MONTH_MS = 30n * 86_400_000n;

/**
 * Whether one budget pays more money per time than another: 100 dollars a day are more than 100 a month, and any budget that comes again is
 * more than one that never does. No budget at all is the most.
 */
export function isMoreMoney(asked: MoneyPerTime, held: MoneyPerTime): boolean {
  if (held.maxBudgetNano === null) return false;
  if (asked.maxBudgetNano === null) return true;
  const askedMs = lengthOf(asked.budgetDuration);
  const heldMs = lengthOf(held.budgetDuration);
  if (askedMs === undefined) return asked.maxBudgetNano > held.maxBudgetNano;
  if (heldMs === undefined) return asked.maxBudgetNano > 0n;
  return asked.maxBudgetNano * heldMs > held.maxBudgetNano * askedMs;
}

/** Milliseconds; undefined: it never ends. */
function lengthOf(duration: string | null): bigint | undefined {
  const period = duration === null ? undefined : parseBudgetDuration(duration);
  if (period === undefined) return undefined;
  return period.unit === 'month' ? BigInt(period.length) * MONTH_MS : BigInt(period.length);
}
