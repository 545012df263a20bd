import { computeWindow } from '@tollgate/admission';
import type { Instant, JsonObject } from '@tollgate/kernel';
import { toStoredBudget, type BudgetRow } from './budget-row.js';
import { ownWindow } from './holder-balance.js';
import type { StoredBudget } from './stored-budget.js';
import { type StoredWindow, toStoredWindow } from './window-columns.js';

/** Whoever has limits of its own and can be linked to a budget beside them: customers, organizations, projects. */
export interface HolderRow extends Omit<BudgetRow, 'id' | 'organizationId' | 'pooled' | 'allowedModels'> {
  readonly budget: BudgetRow | null;
}

/** What holds: each own limit, else the linked budget's; the window of whichever gives the money. null: neither has a limit. */
export function heldBudget(row: HolderRow, now: Instant): Omit<StoredBudget, 'id'> | null {
  const linked = row.budget === null ? undefined : toStoredBudget(row.budget, now);
  const modelMaxBudget = row.modelMaxBudget as JsonObject;
  const isByModel = Object.keys(modelMaxBudget).length > 0;
  const hasOwn =
    isByModel ||
    [
      row.maxBudgetNano,
      row.softBudgetNano,
      row.budgetDuration,
      row.rpmLimit,
      row.tpmLimit,
      row.maxParallelRequests,
    ].some((limit) => limit !== null);
  if (!hasOwn) return linked ?? null;
  const window = ownWindow(row);
  const fromLinked = row.maxBudgetNano === null && window === undefined;
  return {
    maxBudgetNano: row.maxBudgetNano ?? linked?.maxBudgetNano ?? null,
    softBudgetNano: row.softBudgetNano ?? linked?.softBudgetNano ?? null,
    maxParallelRequests: row.maxParallelRequests ?? linked?.maxParallelRequests ?? null,
    tpmLimit: row.tpmLimit === null ? (linked?.tpmLimit ?? null) : Number(row.tpmLimit),
    modelMaxBudget: isByModel ? modelMaxBudget : (linked?.modelMaxBudget ?? {}),
    rpmLimit: row.rpmLimit === null ? (linked?.rpmLimit ?? null) : Number(row.rpmLimit),
    ...windowOf(fromLinked && linked !== undefined ? linked : toStoredWindow(row)),
    budgetDuration: fromLinked ? (linked?.budgetDuration ?? null) : row.budgetDuration,
    budgetResetAt:
      window === undefined ? (fromLinked ? (linked?.budgetResetAt ?? null) : null) : computeWindow(window, now).end,
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy ?? '',
    updatedAt: row.updatedAt.getTime(),
    updatedBy: row.updatedBy ?? '',
  };
}

function windowOf({ budgetTimeZone, budgetAnchor }: StoredWindow): StoredWindow {
  return { budgetTimeZone, budgetAnchor };
}
