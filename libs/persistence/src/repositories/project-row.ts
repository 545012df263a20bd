import type { Instant, JsonObject } from '@tollgate/kernel';
import { jsonColumn } from '../database/json-column.js';
import type { Prisma } from '../generated/prisma/client.js';
import { auditedColumns } from './audited-columns.js';
import { toBudgetColumns } from './budget-row.js';
import { heldBudget } from './held-budget.js';
import type { ProjectSettings, StoredProject } from './stored-project.js';

export const PROJECT_INCLUDE = { budget: true } as const satisfies Prisma.ProjectInclude;

export type ProjectRow = Prisma.ProjectGetPayload<{ include: typeof PROJECT_INCLUDE }>;

/** Settings as columns; what was not said is not there. */
export function toProjectColumns(
  settings: ProjectSettings,
): Partial<Prisma.ProjectUncheckedCreateInput> & Prisma.ProjectUncheckedUpdateInput {
  const { alias, description, teamId, models, metadata, tags, blocked, budgetId, ...rest } = settings;
  const { modelMaxBudget, modelRpmLimit, modelTpmLimit, ...limits } = rest;
  return {
    ...(toBudgetColumns(limits) as Partial<Prisma.ProjectUncheckedCreateInput> & Prisma.ProjectUncheckedUpdateInput),
    ...(alias !== undefined && { alias }),
    ...(description !== undefined && { description }),
    ...(teamId !== undefined && { teamId }),
    ...(models !== undefined && { models: [...models] }),
    ...(metadata !== undefined && { metadata: jsonColumn(metadata) }),
    ...(tags !== undefined && { tags: [...tags] }),
    ...(blocked !== undefined && { blocked }),
    ...(budgetId !== undefined && { budgetId }),
    ...(modelMaxBudget !== undefined && { modelMaxBudget: jsonColumn(modelMaxBudget) }),
    ...(modelRpmLimit !== undefined && { modelRpmLimit: jsonColumn(modelRpmLimit) }),
    ...(modelTpmLimit !== undefined && { modelTpmLimit: jsonColumn(modelTpmLimit) }),
  };
}

/** The row for the audit: bigints as decimal strings, instants in ISO form. */
export function toAuditedProject({ budget: _budget, ...columns }: ProjectRow): JsonObject {
  return auditedColumns(columns);
}

export function toStoredProject(row: ProjectRow, spendNano: bigint, now: Instant): StoredProject {
  return {
    id: row.id,
    alias: row.alias,
    description: row.description,
    teamId: row.teamId,
    models: row.models,
    metadata: row.metadata as JsonObject,
    tags: row.tags,
    blocked: row.blocked,
    spendNano,
    budgetId: row.budgetId,
    budget: heldBudget(row, now),
    modelMaxBudget: row.modelMaxBudget as JsonObject,
    modelRpmLimit: row.modelRpmLimit as JsonObject | null,
    modelTpmLimit: row.modelTpmLimit as JsonObject | null,
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy ?? '',
    updatedAt: row.updatedAt.getTime(),
    updatedBy: row.updatedBy ?? '',
  };
}
