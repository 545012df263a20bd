import type { Instant, JsonObject, NanoUsd } from '@tollgate/kernel';
import type { BudgetSettings, StoredBudget } from './stored-budget.js';

/**
 * A customer by its name, as an administrator of all tenants sees it: the one that was made for all, else what the tenants' own ones
 * of that name come to.
 */
export interface StoredCustomer {
  readonly name: string;
  readonly alias: string | null;
  readonly blocked: boolean;
  readonly allowedModelRegion: string | null;
  readonly defaultModel: string | null;
  readonly metadata: JsonObject;
  /** Of the window that is running; of a customer's whole life where its budget never resets. */
  readonly spendNano: NanoUsd;
  readonly budgetId: string | null;
  /** Its own limits under no id, else the linked budget; null: neither. */
  readonly budget: Omit<StoredBudget, 'id'> | null;
  readonly createdAt: Instant;
}

/** What can be said about a customer. Absent: nothing; null: cleared. */
export interface CustomerSettings extends BudgetSettings {
  readonly alias?: string | null;
  readonly blocked?: boolean;
  readonly allowedModelRegion?: string | null;
  readonly defaultModel?: string | null;
  readonly metadata?: JsonObject;
  readonly budgetId?: string | null;
}

/** Why a customer could not be written. */
export type CustomerProblem = { readonly kind: 'name_taken' } | { readonly kind: 'unknown_budget' };
