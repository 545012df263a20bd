import type { Instant, JsonObject } from '@tollgate/kernel';
import { jsonColumn } from '../database/json-column.js';
import type { Prisma } from '../generated/prisma/client.js';
import { auditedColumns } from './audited-columns.js';
import { toBudgetColumns } from './budget-row.js';
import { heldBudget } from './held-budget.js';
import type { CustomerSettings, StoredCustomer } from './stored-customer.js';

export const CUSTOMER_INCLUDE = { budget: true } as const satisfies Prisma.CustomerInclude;

export type CustomerRow = Prisma.CustomerGetPayload<{ include: typeof CUSTOMER_INCLUDE }>;

/** Settings as columns; what was not said is not there. */
export function toCustomerColumns(
  settings: CustomerSettings,
): Partial<Prisma.CustomerUncheckedCreateInput> & Prisma.CustomerUncheckedUpdateInput {
  const { alias, blocked, allowedModelRegion, defaultModel, metadata, budgetId, ...limits } = settings;
  return {
    ...(toBudgetColumns(limits) as Prisma.CustomerUncheckedUpdateInput & Partial<Prisma.CustomerUncheckedCreateInput>),
    ...(alias !== undefined && { alias }),
    ...(blocked !== undefined && { blocked }),
    ...(allowedModelRegion !== undefined && { allowedModelRegion }),
    ...(defaultModel !== undefined && { defaultModel }),
    ...(metadata !== undefined && { metadata: jsonColumn(metadata) }),
    ...(budgetId !== undefined && { budgetId }),
  };
}

/** The row for the audit: bigints as decimal strings, instants in ISO form. */
export function toAuditedCustomer({ budget: _budget, ...columns }: CustomerRow): JsonObject {
  return auditedColumns(columns);
}

export function toStoredCustomer(row: CustomerRow, spendNano: bigint, now: Instant): StoredCustomer {
  return {
    name: row.name,
    alias: row.alias,
    blocked: row.blocked,
    allowedModelRegion: row.allowedModelRegion,
    defaultModel: row.defaultModel,
    metadata: row.metadata as JsonObject,
    spendNano,
    budgetId: row.budgetId,
    budget: heldBudget(row, now),
    createdAt: row.createdAt.getTime(),
  };
}
