import { computeWindow } from '@tollgate/admission';
import type { BudgetWindow } from '@tollgate/canonical';
import type { Instant, JsonObject, JsonValue } from '@tollgate/kernel';
import type { Prisma } from '../generated/prisma/client.js';
import type { BalanceRef } from '../ledger/read-balances.js';
import type { KeyDeletion, StoredBudget, StoredKey } from './stored-key.js';

export const KEY_INCLUDE = {
  budget: true,
  secrets: { orderBy: [{ createdAt: 'desc' }, { hash: 'asc' }], take: 1 },
} as const satisfies Prisma.VirtualKeyInclude;

export type KeyRow = Prisma.VirtualKeyGetPayload<{ include: typeof KEY_INCLUDE }>;
type KeyColumns = Omit<KeyRow, 'budget' | 'secrets'>;

/** The window of the key's own budget, where it resets. */
export function ownWindow(
  key: Pick<KeyColumns, 'budgetDuration' | 'budgetAnchor' | 'budgetTimeZone' | 'createdAt'>,
): BudgetWindow | undefined {
  if (key.budgetDuration === null) return undefined;
  return {
    duration: key.budgetDuration,
    anchor: (key.budgetAnchor ?? key.createdAt).getTime(),
    timeZone: key.budgetTimeZone ?? 'UTC',
  };
}

/** The balance of the window that counts for the key now: its own budget's, else the linked one's, else its lifetime. */
export function currentBalance(key: KeyColumns & { readonly budget: KeyRow['budget'] }, now: Instant): BalanceRef {
  const linked = key.maxBudgetNano === null && key.budget !== null ? ownWindow(key.budget) : undefined;
  const window = ownWindow(key) ?? linked;
  return { scope: 'key', id: key.id, start: window === undefined ? 0 : computeWindow(window, now).start };
}

/** The whole row for the archive and the audit: columns by their names, bigints as decimal strings, instants in ISO form. */
export function toArchive(key: KeyColumns): JsonObject {
  const columns = Object.entries(key).filter(([column]) => column !== 'budget' && column !== 'secrets');
  return JSON.parse(
    JSON.stringify(Object.fromEntries(columns), (_name, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
  ) as JsonObject;
}

/** Reads what `toArchive` wrote. */
export function fromArchive(archive: JsonValue): KeyColumns {
  const row = archive as Readonly<Record<string, unknown>>;
  const instants = ['expiresAt', 'budgetAnchor', 'createdAt', 'updatedAt', 'settingsUpdatedAt'];
  const bigints = ['maxBudgetNano', 'softBudgetNano', 'tpmLimit', 'rpmLimit'];
  const read = ([column, value]: [string, unknown]): [string, unknown] => {
    if (typeof value === 'string' && instants.includes(column)) return [column, new Date(value)];
    if (typeof value === 'string' && bigints.includes(column)) return [column, BigInt(value)];
    return [column, value];
  };
  return Object.fromEntries(Object.entries(row).map(read)) as unknown as KeyColumns;
}

export interface KeySpend {
  readonly windowNano: bigint;
  readonly lifetimeNano: bigint;
  readonly lastActiveAt: Instant | null;
}

export function toStoredKey(
  key: KeyColumns,
  hash: string,
  budget: KeyRow['budget'],
  spend: KeySpend,
  deletion: KeyDeletion | null,
  now: Instant,
): StoredKey {
  const window = ownWindow(key);
  return {
    id: key.id,
    hash,
    name: key.name,
    alias: key.alias,
    spendNano: spend.windowNano,
    totalSpendNano: spend.lifetimeNano,
    lastActiveAt: spend.lastActiveAt,
    expiresAt: key.expiresAt?.getTime() ?? null,
    models: key.models,
    aliases: key.aliases as JsonObject,
    metadata: key.metadata as JsonObject,
    tags: key.tags,
    allowedRoutes: key.allowedRoutes,
    userId: key.userId,
    teamId: key.teamId,
    organizationId: key.organizationId,
    projectId: key.projectId,
    maxBudgetNano: key.maxBudgetNano,
    softBudgetNano: key.softBudgetNano,
    budgetDuration: key.budgetDuration,
    budgetResetAt: window === undefined ? null : computeWindow(window, now).end,
    maxParallelRequests: key.maxParallelRequests,
    tpmLimit: toCount(key.tpmLimit),
    rpmLimit: toCount(key.rpmLimit),
    blocked: key.blocked,
    budget: budget === null ? null : toBudget(budget),
    deletion,
    ...authorship(key),
    settingsUpdatedAt: key.settingsUpdatedAt?.getTime() ?? null,
  };
}

function toBudget(budget: NonNullable<KeyRow['budget']>): StoredBudget {
  return {
    id: budget.id,
    maxBudgetNano: budget.maxBudgetNano,
    softBudgetNano: budget.softBudgetNano,
    maxParallelRequests: budget.maxParallelRequests,
    tpmLimit: toCount(budget.tpmLimit),
    rpmLimit: toCount(budget.rpmLimit),
    budgetDuration: budget.budgetDuration,
    ...authorship(budget),
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
