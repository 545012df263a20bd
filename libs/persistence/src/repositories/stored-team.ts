import type { BudgetLimit, GatewayError } from '@tollgate/canonical';
import type { Instant, JsonObject, NanoUsd } from '@tollgate/kernel';
import type { RunningBudgetLimit } from './budget-limits.js';
import type { StoredWindow, WindowSettings } from './window-columns.js';
import type { StoredBudget } from './stored-budget.js';
import type { UserIdProblem } from './address-ids.js';

/** A team as it is stored, with its members and what the ledger says of its spend. */
export interface StoredTeam extends StoredWindow {
  readonly id: string;
  readonly alias: string | null;
  readonly organizationId: string | null;
  readonly models: readonly string[];
  readonly accessGroupIds: readonly string[];
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly blocked: boolean;
  readonly maxBudgetNano: NanoUsd | null;
  readonly softBudgetNano: NanoUsd | null;
  readonly budgetDuration: string | null;
  readonly budgetLimits: readonly RunningBudgetLimit[];
  /** End of the window that is running; null where the budget never resets. */
  readonly budgetResetAt: Instant | null;
  readonly tpmLimit: number | null;
  readonly rpmLimit: number | null;
  readonly maxParallelRequests: number | null;
  readonly modelMaxBudget: JsonObject;
  readonly modelRpmLimit: JsonObject | null;
  readonly modelTpmLimit: JsonObject | null;
  readonly memberPermissions: readonly string[];
  readonly modelAliases: Readonly<Record<string, string>>;
  /** Models of members that have no list of their own; empty: all of the team's. */
  readonly defaultMemberModels: readonly string[];
  /** How long the keys last that members make for themselves; null: as long as they like. */
  readonly memberKeyDuration: string | null;
  /** As the admin API takes it; empty: nothing. */
  readonly routerSettings: JsonObject;
  /** Limits of members that have none of their own; null: none. */
  readonly memberBudget: StoredBudget | null;
  /** Spend of the current window. */
  readonly spendNano: NanoUsd;
  /** In the order in which they came. */
  readonly members: readonly StoredMember[];
  readonly keyCount: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface StoredMember {
  /** Own id of the membership: the scope that its limits are counted in. */
  readonly id: string;
  readonly userId: string;
  readonly email: string | null;
  readonly userAlias: string | null;
  readonly role: 'admin' | 'user';
  /** Empty: the team's default for members. */
  readonly models: readonly string[];
  /** The budget that it alone is linked to. */
  readonly budgetId: string | null;
  /** What holds of its own, before those of the budget that it is linked to; null: neither limits, the team's default holds. */
  readonly budget: Omit<StoredBudget, 'id'> | null;
  readonly spendNano: NanoUsd;
  readonly totalSpendNano: NanoUsd;
  readonly createdAt: Instant;
}

/** What can be said about a team. Absent: nothing; null: cleared. */
export interface TeamSettings extends WindowSettings {
  readonly alias?: string | null;
  readonly organizationId?: string | null;
  readonly models?: readonly string[];
  readonly accessGroupIds?: readonly string[];
  readonly metadata?: JsonObject;
  readonly tags?: readonly string[];
  readonly blocked?: boolean;
  readonly maxBudgetNano?: NanoUsd | null;
  readonly softBudgetNano?: NanoUsd | null;
  readonly budgetLimits?: readonly BudgetLimit[];
  readonly tpmLimit?: number | null;
  readonly rpmLimit?: number | null;
  readonly modelMaxBudget?: JsonObject;
  readonly modelRpmLimit?: JsonObject;
  readonly modelTpmLimit?: JsonObject;
  readonly maxParallelRequests?: number | null;
  readonly memberPermissions?: readonly string[];
  readonly modelAliases?: Readonly<Record<string, string>>;
  readonly defaultMemberModels?: readonly string[];
  readonly memberKeyDuration?: string | null;
  readonly routerSettings?: JsonObject;
  /** Limits of members that have none of their own. */
  readonly memberLimits?: Omit<MemberSettings, 'role' | 'models' | 'budgetId'>;
}

/** What can be said about a member. Absent: nothing; null: cleared. */
export interface MemberSettings extends WindowSettings {
  readonly role?: 'admin' | 'user';
  readonly models?: readonly string[];
  readonly maxBudgetNano?: NanoUsd | null;
  readonly tpmLimit?: number | null;
  readonly rpmLimit?: number | null;
  readonly maxParallelRequests?: number | null;
  readonly modelMaxBudget?: JsonObject;
  readonly budgetId?: string | null;
}

/** A user by id or e-mail address; who is not there yet is made. */
export interface NewMember {
  readonly userId?: string;
  readonly email?: string;
  readonly role: 'admin' | 'user';
  readonly settings?: Omit<MemberSettings, 'role'>;
}

/** Why a team could not be written. */
export type TeamProblem =
  | { readonly kind: 'id_taken' }
  | { readonly kind: 'unknown_organization' }
  | { readonly kind: 'unknown_access_group'; readonly id: string }
  | { readonly kind: 'refused'; readonly error: GatewayError }
  | MemberProblem;

export type MemberProblem =
  { readonly kind: 'already_member'; readonly member: NewMember } | { readonly kind: 'unknown_budget' } | UserIdProblem;

export interface TeamFilter {
  readonly id?: string | undefined;
  readonly alias?: string | undefined;
  /** The team of this id, and those whose alias has this in it. */
  readonly idOrAlias?: string | undefined;
  readonly userId?: string | undefined;
  /** null: those of none. */
  readonly organizationId?: string | null | undefined;
}
