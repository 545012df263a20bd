import type { Instant, JsonObject, NanoUsd } from '@tollgate/kernel';
import type { StoredWindow, WindowSettings } from './window-columns.js';

/** A budget as it is stored: limits and window for whoever is linked to it, each with a spend of its own. */
export interface StoredBudget extends StoredWindow {
  readonly id: string;
  readonly maxBudgetNano: NanoUsd | null;
  readonly softBudgetNano: NanoUsd | null;
  readonly maxParallelRequests: number | null;
  readonly tpmLimit: number | null;
  readonly rpmLimit: number | null;
  /** Budgets by model, as the admin API takes them; empty: none. */
  readonly modelMaxBudget: JsonObject;
  readonly budgetDuration: string | null;
  /** End of the window that is running; null where the budget never resets. */
  readonly budgetResetAt: Instant | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}

/** What can be said about a budget. Absent: nothing; null: cleared. */
export interface BudgetSettings extends WindowSettings {
  readonly maxBudgetNano?: NanoUsd | null;
  readonly softBudgetNano?: NanoUsd | null;
  readonly tpmLimit?: number | null;
  readonly rpmLimit?: number | null;
  readonly maxParallelRequests?: number | null;
  readonly modelMaxBudget?: JsonObject;
}

/** Who is linked to a budget: how many of each kind. */
export type BudgetLinks = Readonly<
  Record<
    | 'keys'
    | 'users'
    | 'teams'
    | 'teamDefaults'
    | 'teamMembers'
    | 'projects'
    | 'organizations'
    | 'organizationMembers'
    | 'customers'
    | 'tags',
    number
  >
>;

/** Whose own limits are shown as a budget: under the id of the project, organization, member of a team, or tag of all tenants. */
export type OwnBudgetHolder =
  | { readonly kind: 'project' | 'organization'; readonly id: string }
  | { readonly kind: 'team_member'; readonly teamId: string; readonly userId: string }
  | { readonly kind: 'tag'; readonly name: string };

/** Why a budget could not be written. */
export type BudgetProblem =
  | { readonly kind: 'id_taken' }
  /** Limits of others are shown under the id. */
  | { readonly kind: 'id_of_holders'; readonly holders: readonly OwnBudgetHolder[] }
  | { readonly kind: 'linked'; readonly links: BudgetLinks };
