import { computeWindow } from '@tollgate/admission';
import type { Instant, JsonObject, JsonValue } from '@tollgate/kernel';
import type { Prisma } from '../generated/prisma/client.js';
import type { BalanceRef } from '../ledger/read-balances.js';
import { auditedColumns } from './audited-columns.js';
import { readBudgetLimits } from './budget-limits.js';
import { toStoredBudget } from './budget-row.js';
import { balanceOf, ownWindow } from './holder-balance.js';
import type { KeyDeletion, StoredKey } from './stored-key.js';
import { toStoredWindow } from './window-columns.js';

/** The newest secret is the one that has no end of its own. */
export const KEY_INCLUDE = {
  budget: true,
  secrets: {
    orderBy: [{ expiresAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }, { hash: 'asc' }],
    take: 1,
  },
} as const satisfies Prisma.VirtualKeyInclude;

export type KeyRow = Prisma.VirtualKeyGetPayload<{ include: typeof KEY_INCLUDE }>;
type KeyColumns = Omit<KeyRow, 'budget' | 'secrets'>;

/** The balance of the window that counts for the key now. */
export function currentBalance(
  key: KeyColumns & { readonly budget: KeyRow['budget'] },
  now: Instant,
): BalanceRef & { readonly scope: 'key' } {
  return balanceOf('key', key.id, key, now);
}

/** The whole row for the archive and the audit: columns by their names, bigints as decimal strings, instants in ISO form. */
export function toArchive(key: KeyColumns): JsonObject {
  const columns = Object.entries(key).filter(([column]) => column !== 'budget' && column !== 'secrets');
  return auditedColumns(Object.fromEntries(columns));
}

/** Reads what `toArchive` wrote. */
export function fromArchive(archive: JsonValue): KeyColumns {
  const row = archive as Readonly<Record<string, unknown>>;
  const instants = [
    ...['expiresAt', 'budgetAnchor', 'createdAt', 'updatedAt', 'settingsUpdatedAt', 'lastRotationAt'],
    ...['nextRotationAt', 'tempBudgetExpiresAt'],
  ];
  const bigints = ['maxBudgetNano', 'softBudgetNano', 'tempBudgetIncreaseNano', 'tpmLimit', 'rpmLimit'];
  const read = ([column, value]: [string, unknown]): [string, unknown] => {
    if (typeof value === 'string' && instants.includes(column)) return [column, new Date(value)];
    if (typeof value === 'string' && bigints.includes(column)) return [column, BigInt(value)];
    return [column, value];
  };
  // an older row lacks the column
  return { boundBy: [], ...Object.fromEntries(Object.entries(row).map(read)) } as unknown as KeyColumns;
}

export interface KeySpend {
  readonly windowNano: bigint;
  readonly lifetimeNano: bigint;
  readonly lastActiveAt: Instant | null;
}

/** A key of the archive has the hash alone. */
export type NewestSecret = Pick<KeyRow['secrets'][number], 'hash'> & Partial<KeyRow['secrets'][number]>;

export function toStoredKey(
  key: KeyColumns,
  newest: NewestSecret,
  budget: KeyRow['budget'],
  spend: KeySpend,
  deletion: KeyDeletion | null,
  now: Instant,
): StoredKey {
  const window = ownWindow(key);
  return {
    id: key.id,
    hash: newest.hash,
    name: key.name,
    alias: key.alias,
    spendNano: spend.windowNano,
    totalSpendNano: spend.lifetimeNano,
    lastActiveAt: spend.lastActiveAt,
    expiresAt: key.expiresAt?.getTime() ?? null,
    models: key.models,
    accessGroupIds: key.accessGroupIds,
    aliases: key.aliases as JsonObject,
    metadata: key.metadata as JsonObject,
    tags: key.tags,
    enforcedParams: key.enforcedParams,
    routerSettings: key.routerSettings as JsonObject,
    lent: key.lent,
    boundBy: key.boundBy,
    allowedRoutes: key.allowedRoutes,
    userId: key.userId,
    teamId: key.teamId,
    organizationId: key.organizationId,
    projectId: key.projectId,
    serviceAccountId: key.serviceAccountId,
    maxBudgetNano: key.maxBudgetNano,
    softBudgetNano: key.softBudgetNano,
    budgetDuration: key.budgetDuration,
    ...toStoredWindow(key),
    tempBudgetIncreaseNano: key.tempBudgetIncreaseNano,
    tempBudgetExpiresAt: key.tempBudgetExpiresAt?.getTime() ?? null,
    budgetLimits: readBudgetLimits(key, now),
    budgetResetAt: window === undefined ? null : computeWindow(window, now).end,
    maxParallelRequests: key.maxParallelRequests,
    tpmLimit: toCount(key.tpmLimit),
    rpmLimit: toCount(key.rpmLimit),
    modelMaxBudget: key.modelMaxBudget as JsonObject,
    modelRpmLimit: key.modelRpmLimit as JsonObject | null,
    modelTpmLimit: key.modelTpmLimit as JsonObject | null,
    blocked: key.blocked,
    budget: budget === null ? null : toStoredBudget(budget, now),
    deletion,
    ...authorship(key),
    settingsUpdatedAt: key.settingsUpdatedAt?.getTime() ?? null,
    rotationCount: key.rotationCount,
    lastRotationAt: key.lastRotationAt?.getTime() ?? null,
    autoRotate: key.autoRotate,
    rotationInterval: key.rotationInterval,
    nextRotationAt: key.nextRotationAt?.getTime() ?? null,
    rotationUncollected: newest.sealed != null && newest.collectedAt == null,
  };
}

function authorship(row: Pick<KeyColumns, 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy'>) {
  return {
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy ?? '',
    updatedAt: row.updatedAt.getTime(),
    updatedBy: row.updatedBy ?? '',
  };
}

function toCount(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
