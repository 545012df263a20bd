import type { Instant, JsonObject } from '@tollgate/kernel';
import { jsonColumn } from '../database/json-column.js';
import { Prisma } from '../generated/prisma/client.js';
import { auditedColumns } from './audited-columns.js';
import { toBudgetColumns } from './budget-row.js';
import { heldBudget } from './held-budget.js';
import { idOfAll } from './label-rows.js';
import type { StoredTag, TagSettings } from './stored-tag.js';

export const TAG_INCLUDE = { budget: true } as const satisfies Prisma.TagInclude;

export type TagRow = Prisma.TagGetPayload<{ include: typeof TAG_INCLUDE }>;

/** Settings as columns; what was not said is not there. */
export function toTagColumns(
  settings: TagSettings,
): Partial<Prisma.TagUncheckedCreateInput> & Prisma.TagUncheckedUpdateInput {
  const { description, models, modelInfo, budgetId, ...limits } = settings;
  return {
    ...(toBudgetColumns(limits) as Prisma.TagUncheckedUpdateInput & Partial<Prisma.TagUncheckedCreateInput>),
    ...(description !== undefined && { description }),
    ...(models !== undefined && { models: [...models] }),
    ...(modelInfo !== undefined && { modelInfo: modelInfo === null ? Prisma.DbNull : jsonColumn(modelInfo) }),
    ...(budgetId !== undefined && { budgetId }),
  };
}

/** The row for the audit: bigints as decimal strings, instants in ISO form. */
export function toAuditedTag({ budget: _budget, ...columns }: TagRow): JsonObject {
  return auditedColumns(columns);
}

export function toStoredTag(row: TagRow, spendNano: bigint, now: Instant): StoredTag {
  return {
    id: row.id,
    name: row.name,
    isMade: row.id === idOfAll('tag', row.name),
    description: row.description,
    models: row.models,
    modelInfo: row.modelInfo as JsonObject | null,
    spendNano,
    budgetId: row.budgetId,
    budget: heldBudget(row, now),
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.getTime(),
  };
}
