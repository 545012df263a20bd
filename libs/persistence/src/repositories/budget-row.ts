import { computeWindow } from '@tollgate/admission';
import type { Instant, JsonObject } from '@tollgate/kernel';
import { jsonColumn } from '../database/json-column.js';
import type { Prisma } from '../generated/prisma/client.js';
import { auditedColumns } from './audited-columns.js';
import { ownWindow } from './holder-balance.js';
import type { BudgetSettings, StoredBudget } from './stored-budget.js';
import { toStoredWindow, withoutWindow } from './window-columns.js';

export type BudgetRow = Prisma.BudgetGetPayload<object>;

/** Settings as columns; what was not said is not there. */
export function toBudgetColumns(
  settings: BudgetSettings,
): Partial<Prisma.BudgetUncheckedCreateInput> & Prisma.BudgetUncheckedUpdateInput {
  const { tpmLimit, rpmLimit, modelMaxBudget, ...same } = withoutWindow(settings);
  return {
    ...same,
    ...(modelMaxBudget !== undefined && { modelMaxBudget: jsonColumn(modelMaxBudget) }),
    ...(tpmLimit !== undefined && { tpmLimit: tpmLimit === null ? null : BigInt(tpmLimit) }),
    ...(rpmLimit !== undefined && { rpmLimit: rpmLimit === null ? null : BigInt(rpmLimit) }),
  };
}

/** The row for the audit: bigints as decimal strings, instants in ISO form. */
export function toAuditedBudget(row: BudgetRow): JsonObject {
  return auditedColumns(row);
}

export function toStoredBudget(row: BudgetRow, now: Instant): StoredBudget {
  const window = ownWindow(row);
  return {
    id: row.id,
    maxBudgetNano: row.maxBudgetNano,
    softBudgetNano: row.softBudgetNano,
    maxParallelRequests: row.maxParallelRequests,
    tpmLimit: row.tpmLimit === null ? null : Number(row.tpmLimit),
    rpmLimit: row.rpmLimit === null ? null : Number(row.rpmLimit),
    modelMaxBudget: row.modelMaxBudget as JsonObject,
    budgetDuration: row.budgetDuration,
    ...toStoredWindow(row),
    budgetResetAt: window === undefined ? null : computeWindow(window, now).end,
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy ?? '',
    updatedAt: row.updatedAt.getTime(),
    updatedBy: row.updatedBy ?? '',
  };
}
