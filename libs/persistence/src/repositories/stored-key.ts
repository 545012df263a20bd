import type { BudgetLimit, GatewayError } from '@tollgate/canonical';
import type { Instant, JsonObject, NanoUsd } from '@tollgate/kernel';
import type { RunningBudgetLimit } from './budget-limits.js';
import type { StoredBudget } from './stored-budget.js';
import type { StoredWindow, WindowSettings } from './window-columns.js';

/** A virtual key as it is stored, with its budget and what the ledger says of its spend. */
export interface StoredKey extends StoredWindow {
  readonly id: string;
  /** SHA-256 of its newest secret; a deleted key's as it was. */
  readonly hash: string;
  /** The newest secret, masked. */
  readonly name: string;
  readonly alias: string | null;
  /** Spend of the current window, and of the key's whole life. */
  readonly spendNano: NanoUsd;
  readonly totalSpendNano: NanoUsd;
  /** When its last request was received, as far as the ledger knows; null: it was never used. */
  readonly lastActiveAt: Instant | null;
  readonly expiresAt: Instant | null;
  readonly models: readonly string[];
  readonly accessGroupIds: readonly string[];
  readonly aliases: JsonObject;
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  /** Members that the body of each of its calls must have. */
  readonly enforcedParams: readonly string[];
  /** As the admin API takes it; empty: nothing. */
  readonly routerSettings: JsonObject;
  readonly lent: boolean;
  /** Ids of the keys whose limits hold beside its own. */
  readonly boundBy: readonly string[];
  readonly allowedRoutes: readonly string[];
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly organizationId: string | null;
  readonly projectId: string | null;
  /** Of a key that works for a service: its name; null for any other. */
  readonly serviceAccountId: string | null;
  readonly maxBudgetNano: NanoUsd | null;
  readonly softBudgetNano: NanoUsd | null;
  readonly budgetDuration: string | null;
  readonly tempBudgetIncreaseNano: NanoUsd | null;
  readonly tempBudgetExpiresAt: Instant | null;
  readonly budgetLimits: readonly RunningBudgetLimit[];
  /** End of the window that is running; null where the key's own budget never resets. */
  readonly budgetResetAt: Instant | null;
  readonly maxParallelRequests: number | null;
  readonly tpmLimit: number | null;
  readonly rpmLimit: number | null;
  readonly modelMaxBudget: JsonObject;
  readonly modelRpmLimit: JsonObject | null;
  readonly modelTpmLimit: JsonObject | null;
  /** null: never set. */
  readonly blocked: boolean | null;
  /** The linked budget; null for a deleted key. */
  readonly budget: StoredBudget | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
  readonly settingsUpdatedAt: Instant | null;
  /** How often it was given another secret, and when last. */
  readonly rotationCount: number;
  readonly lastRotationAt: Instant | null;
  readonly autoRotate: boolean;
  /** LiteLLM's form of a duration. */
  readonly rotationInterval: string | null;
  readonly nextRotationAt: Instant | null;
  /** A rotation made a secret that nobody has fetched: the one before it goes on. */
  readonly rotationUncollected: boolean;
  readonly deletion: KeyDeletion | null;
}

export interface KeyDeletion {
  readonly deletedAt: Instant;
  readonly deletedBy: string;
  readonly deletedByKey: string;
  readonly changedBy: string | null;
}

/** What can be said about a key's settings. Absent: nothing; null: cleared. */
export interface KeySettings extends WindowSettings {
  readonly alias?: string | null;
  readonly expiresAt?: Instant | null;
  readonly models?: readonly string[];
  readonly accessGroupIds?: readonly string[];
  readonly aliases?: Readonly<Record<string, string>>;
  readonly maxBudgetNano?: NanoUsd | null;
  readonly softBudgetNano?: NanoUsd | null;
  readonly tempBudgetIncreaseNano?: NanoUsd | null;
  readonly tempBudgetExpiresAt?: Instant | null;
  readonly budgetLimits?: readonly BudgetLimit[];
  readonly budgetId?: string | null;
  readonly userId?: string | null;
  readonly teamId?: string | null;
  readonly organizationId?: string | null;
  readonly projectId?: string | null;
  readonly serviceAccountId?: string;
  readonly modelMaxBudget?: JsonObject;
  readonly modelRpmLimit?: JsonObject;
  readonly modelTpmLimit?: JsonObject;
  readonly maxParallelRequests?: number | null;
  readonly tpmLimit?: number | null;
  readonly rpmLimit?: number | null;
  readonly metadata?: JsonObject;
  readonly tags?: readonly string[];
  readonly enforcedParams?: readonly string[];
  readonly routerSettings?: JsonObject;
  /** Somebody else than its user gets to know the key; never taken back. */
  readonly lent?: true;
  /** Of a new key: ids of the keys whose limits hold beside its own. */
  readonly boundBy?: readonly string[];
  readonly autoRotate?: boolean;
  readonly rotationInterval?: string | null;
  readonly blocked?: boolean | null;
  readonly allowedRoutes?: readonly string[];
}

/**
 * Why a key could not be written. `hash_taken` must look to the caller like any other invalid secret; `refused` is what the judge of
 * a change said.
 */
export type KeyProblem =
  | { readonly kind: 'alias_taken' }
  | { readonly kind: 'hash_taken' }
  | { readonly kind: 'refused'; readonly error: GatewayError }
  | {
      readonly kind: 'unknown';
      readonly field: 'teamId' | 'organizationId' | 'projectId' | 'budgetId' | 'accessGroupIds';
    };

/** Which keys a caller may see: joined into every query. */
export type KeyVisibility =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'of';
      readonly keyIds?: readonly string[];
      readonly userIds?: readonly string[];
      readonly teamIds?: readonly string[];
      readonly organizationIds?: readonly string[];
      /** Users whose keys without a team are meant. */
      readonly personalOf?: readonly string[];
      /** Users whose keys in a team are meant. */
      readonly memberships?: readonly { readonly teamId: string; readonly userId: string }[];
    };
