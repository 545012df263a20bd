import type { Instant, JsonObject, NanoUsd } from '@tollgate/kernel';
import type { BudgetSettings, StoredBudget } from './stored-budget.js';

/**
 * A tag by its name, as an administrator of all tenants sees it: the one that was made for all, else what the tenants' own ones of that
 * name come to.
 */
export interface StoredTag {
  readonly id: string;
  readonly name: string;
  /** false: nobody made it, calls have named it. */
  readonly isMade: boolean;
  readonly description: string | null;
  /** Names of models and ids of deployments that its calls may go to; empty: any. */
  readonly models: readonly string[];
  readonly modelInfo: JsonObject | null;
  /** Of the window that is running; of a tag's whole life where its budget never resets. */
  readonly spendNano: NanoUsd;
  readonly budgetId: string | null;
  readonly budget: Omit<StoredBudget, 'id'> | null;
  readonly createdAt: Instant;
  readonly createdBy: string | null;
  readonly updatedAt: Instant;
}

/** What can be said about a tag. Absent: nothing; null: cleared. */
export interface TagSettings extends BudgetSettings {
  readonly description?: string | null;
  readonly models?: readonly string[];
  readonly modelInfo?: JsonObject | null;
  readonly budgetId?: string | null;
}

/** Why a tag could not be written. */
export type TagProblem = { readonly kind: 'name_taken' } | { readonly kind: 'unknown_budget' };
