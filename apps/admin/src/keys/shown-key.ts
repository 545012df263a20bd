import type { Instant, JsonObject, NanoUsd } from '@tollgate/kernel';

/** A key as its answers show it: the stored row, its budget, and what the ledger says of its spend. */
export interface ShownKey {
  readonly id: string;
  readonly hash: string;
  readonly name: string;
  readonly alias: string | null;
  /** Spend of the current window, and of the key's whole life. */
  readonly spendNano: NanoUsd;
  readonly totalSpendNano: NanoUsd;
  readonly expiresAt: Instant | null;
  readonly models: readonly string[];
  readonly aliases: JsonObject;
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly allowedRoutes: readonly string[];
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly organizationId: string | null;
  readonly projectId: string | null;
  readonly maxBudgetNano: NanoUsd | null;
  readonly budgetDuration: string | null;
  readonly budgetResetAt: Instant | null;
  readonly maxParallelRequests: number | null;
  readonly tpmLimit: number | null;
  readonly rpmLimit: number | null;
  /** null: never set. */
  readonly blocked: boolean | null;
  readonly budget: ShownBudget | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
  /** The last change of its settings; null for a key as it was made. */
  readonly settingsUpdatedAt: Instant | null;
  readonly deletion: ShownDeletion | null;
}

export interface ShownBudget {
  readonly id: string;
  readonly maxBudgetNano: NanoUsd | null;
  readonly softBudgetNano: NanoUsd | null;
  readonly maxParallelRequests: number | null;
  readonly tpmLimit: number | null;
  readonly rpmLimit: number | null;
  readonly budgetDuration: string | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}

export interface ShownDeletion {
  readonly deletedAt: Instant;
  readonly deletedBy: string;
  readonly deletedByKey: string;
  readonly changedBy: string | null;
}
