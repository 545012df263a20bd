import type { GatewayError } from '@tollgate/canonical';
import type { Instant, JsonObject, NanoUsd } from '@tollgate/kernel';
import type { BudgetSettings, StoredBudget } from './stored-budget.js';

/** A project of a team as it is stored, with what the ledger says of its spend. */
export interface StoredProject {
  readonly id: string;
  readonly alias: string | null;
  readonly description: string | null;
  readonly teamId: string | null;
  /** Models that its keys can use at most; empty: all. */
  readonly models: readonly string[];
  readonly metadata: JsonObject;
  /** Tags of its keys' calls. */
  readonly tags: readonly string[];
  readonly blocked: boolean;
  /** Of the window that is running; of its whole life where its budget never resets. */
  readonly spendNano: NanoUsd;
  readonly budgetId: string | null;
  /** What holds, its own limits before those of the linked budget; null: neither has any. */
  readonly budget: Omit<StoredBudget, 'id'> | null;
  readonly modelMaxBudget: JsonObject;
  readonly modelRpmLimit: JsonObject | null;
  readonly modelTpmLimit: JsonObject | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}

/** What can be said about a project. Absent: nothing; null: cleared. */
export interface ProjectSettings extends BudgetSettings {
  readonly alias?: string | null;
  readonly description?: string | null;
  readonly teamId?: string;
  readonly models?: readonly string[];
  readonly metadata?: JsonObject;
  readonly tags?: readonly string[];
  readonly blocked?: boolean;
  readonly budgetId?: string | null;
  readonly modelMaxBudget?: JsonObject;
  readonly modelRpmLimit?: JsonObject;
  readonly modelTpmLimit?: JsonObject;
}

/** Why a project could not be written. `keys`: how many are in the way. */
export type ProjectProblem =
  | { readonly kind: 'id_taken' }
  | { readonly kind: 'unknown_team' }
  | { readonly kind: 'unknown_budget' }
  | { readonly kind: 'has_keys'; readonly id: string; readonly keys: number }
  | { readonly kind: 'refused'; readonly error: GatewayError };
