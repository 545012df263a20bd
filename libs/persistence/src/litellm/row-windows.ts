import { instantOf } from './source-row.js';
import type { JsonObject } from '@tollgate/kernel';
import type { Prisma } from '../generated/prisma/client.js';
import type { BudgetHolder } from '../repositories/holder-balance.js';

/** A row of ours as JSON, read for the windows that its spend counts in. */
export function toHolder(row: JsonObject, budget: JsonObject | undefined): BudgetHolder {
  const max = row['max_budget_nano'];
  return {
    ...toWindow(row),
    maxBudgetNano: typeof max === 'number' ? BigInt(max) : null,
    budget: budget === undefined ? null : toWindow(budget),
    budgetLimits: (row['budget_limits'] ?? null) as Prisma.JsonValue,
  };
}

export function toWindow(row: JsonObject): Omit<BudgetHolder, 'maxBudgetNano' | 'budget'> {
  const anchor = instantOf(row['budget_anchor']);
  return {
    budgetDuration: textOf(row['budget_duration']),
    budgetAnchor: anchor === null ? null : new Date(anchor),
    budgetTimeZone: textOf(row['budget_time_zone']),
    createdAt: new Date(instantOf(row['created_at']) ?? 0),
    modelMaxBudget: (row['model_max_budget'] ?? {}) as Prisma.JsonValue,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
