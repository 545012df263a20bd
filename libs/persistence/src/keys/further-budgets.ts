import { alignAnchor } from '@tollgate/admission';
import type { WindowedBudget } from '@tollgate/canonical';
import { type Instant, isJsonObject, type JsonValue, nanoUsdFromUsd } from '@tollgate/kernel';

interface Holder {
  /** As the admin API takes them: `[{budget_duration, max_budget}]`; null: none. */
  readonly budgetLimits: JsonValue;
  readonly timeZone: string | null;
  readonly createdAt: Instant;
}

/** Budgets that a holder has beside its own, each in windows that follow the calendar of the holder's zone. */
export function toFurtherBudgets({ budgetLimits, timeZone, createdAt }: Holder): readonly WindowedBudget[] {
  if (!Array.isArray(budgetLimits)) return [];
  const zone = timeZone ?? 'UTC';
  return budgetLimits.flatMap((limit) => {
    if (!isJsonObject(limit)) return [];
    const { budget_duration: duration, max_budget: dollars } = limit;
    const maxBudget = typeof dollars === 'number' ? nanoUsdFromUsd(dollars) : undefined;
    if (typeof duration !== 'string' || maxBudget === undefined) return [];
    return [{ maxBudget, budgetWindow: { duration, anchor: alignAnchor(duration, zone, createdAt), timeZone: zone } }];
  });
}
