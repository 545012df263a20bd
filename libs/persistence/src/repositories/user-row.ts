import { computeWindow } from '@tollgate/admission';
import type { Instant, JsonObject } from '@tollgate/kernel';
import { jsonColumn } from '../database/json-column.js';
import type { Prisma } from '../generated/prisma/client.js';
import { auditedColumns } from './audited-columns.js';
import { ownWindow } from './holder-balance.js';
import type { StoredUser, UserSettings } from './stored-user.js';
import { toStoredWindow, withoutWindow } from './window-columns.js';

export const USER_INCLUDE = {
  budget: true,
  teams: { select: { teamId: true }, orderBy: { createdAt: 'asc' } },
} as const satisfies Prisma.AppUserInclude;

export type UserRow = Prisma.AppUserGetPayload<{ include: typeof USER_INCLUDE }>;

/** Settings as columns; what was not said is not there. E-mail addresses are kept in lower case. */
export function toUserColumns(
  settings: UserSettings,
): Partial<Prisma.AppUserUncheckedCreateInput> & Prisma.AppUserUncheckedUpdateInput {
  const { email, models, metadata, tpmLimit, rpmLimit, ...others } = withoutWindow(settings);
  const { modelMaxBudget, modelRpmLimit, modelTpmLimit, ...same } = others;
  return {
    ...same,
    ...(email !== undefined && { email: email === null ? null : email.toLowerCase() }),
    ...(models !== undefined && { models: [...models] }),
    ...(modelMaxBudget !== undefined && { modelMaxBudget: jsonColumn(modelMaxBudget) }),
    ...(modelRpmLimit !== undefined && { modelRpmLimit: jsonColumn(modelRpmLimit) }),
    ...(modelTpmLimit !== undefined && { modelTpmLimit: jsonColumn(modelTpmLimit) }),
    ...(metadata !== undefined && { metadata: jsonColumn(metadata) }),
    ...(tpmLimit !== undefined && { tpmLimit: tpmLimit === null ? null : BigInt(tpmLimit) }),
    ...(rpmLimit !== undefined && { rpmLimit: rpmLimit === null ? null : BigInt(rpmLimit) }),
  };
}

/** The row for the audit: bigints as decimal strings, instants in ISO form, never the password. */
export function toAuditedUser({ passwordHash: _secret, budget: _budget, ...columns }: UserRow): JsonObject {
  return auditedColumns({ ...columns, teams: columns.teams.map(({ teamId }) => teamId) });
}

export function toStoredUser(
  row: UserRow,
  { spendNano, keyCount }: { readonly spendNano: bigint; readonly keyCount: number },
  now: Instant,
): StoredUser {
  const window = ownWindow(row);
  return {
    id: row.id,
    email: row.email,
    alias: row.alias,
    role: row.role,
    ssoUserId: row.ssoUserId,
    models: row.models,
    metadata: row.metadata as JsonObject,
    blocked: row.blocked,
    maxBudgetNano: row.maxBudgetNano,
    softBudgetNano: row.softBudgetNano,
    budgetDuration: row.budgetDuration,
    ...toStoredWindow(row),
    budgetResetAt: window === undefined ? null : (computeWindow(window, now).end ?? null),
    tpmLimit: row.tpmLimit === null ? null : Number(row.tpmLimit),
    rpmLimit: row.rpmLimit === null ? null : Number(row.rpmLimit),
    maxParallelRequests: row.maxParallelRequests,
    modelMaxBudget: row.modelMaxBudget as JsonObject,
    modelRpmLimit: row.modelRpmLimit as JsonObject | null,
    modelTpmLimit: row.modelTpmLimit as JsonObject | null,
    spendNano,
    teamIds: row.teams.map(({ teamId }) => teamId),
    keyCount,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
