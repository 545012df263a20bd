import type { UserRole } from '@tollgate/canonical';
import type { Instant, JsonObject, NanoUsd } from '@tollgate/kernel';
import type { BudgetSettings, StoredBudget } from './stored-budget.js';
import type { UserIdProblem } from './address-ids.js';
import type { WindowSettings } from './window-columns.js';

/** An organization as it is stored, with what the ledger says of its spend, and those of its members and teams that the caller may see. */
export interface StoredOrganization {
  readonly id: string;
  readonly alias: string;
  /** Models that its teams and keys can use at most; empty: all. */
  readonly models: readonly string[];
  readonly metadata: JsonObject;
  readonly blocked: boolean;
  /** Of the window that is running; of its whole life where its budget never resets. */
  readonly spendNano: NanoUsd;
  readonly budgetId: string | null;
  /** What holds, its own limits before those of the linked budget; null: neither limits. */
  readonly budget: Omit<StoredBudget, 'id'> | null;
  readonly modelMaxBudget: JsonObject;
  readonly modelRpmLimit: JsonObject | null;
  readonly modelTpmLimit: JsonObject | null;
  /** The first ones. */
  readonly members: readonly StoredOrganizationMember[];
  /** Of all that the caller may see. */
  readonly memberCount: number;
  /** The newest ones, by their ids. */
  readonly teamIds: readonly string[];
  /** Of all that the caller may see. */
  readonly teamCount: number;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}

export interface StoredOrganizationMember {
  readonly organizationId: string;
  readonly userId: string;
  readonly email: string | null;
  readonly role: OrganizationRole;
  /** Own id: the scope that its budget is counted in. */
  readonly id: string;
  readonly budgetId: string | null;
  /** What holds of its own, before those of the budget that it is linked to; null: neither limits. */
  readonly budget: Omit<StoredBudget, 'id'> | null;
  /** In the organization, of the window that is running; of the whole time there where its budget never resets. */
  readonly spendNano: NanoUsd;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** What can be said about a member. Absent: nothing; null: cleared. */
export interface OrganizationMemberSettings extends WindowSettings {
  readonly role?: OrganizationRole;
  readonly maxBudgetNano?: NanoUsd | null;
}

/** Roles within an organization. */
export type OrganizationRole = Extract<UserRole, 'org_admin' | 'internal_user' | 'internal_user_viewer'>;

/** What can be said about an organization. Absent: nothing; null: cleared. */
export interface OrganizationSettings extends BudgetSettings {
  readonly alias?: string;
  readonly models?: readonly string[];
  readonly metadata?: JsonObject;
  readonly blocked?: boolean;
  readonly budgetId?: string | null;
  readonly modelMaxBudget?: JsonObject;
  readonly modelRpmLimit?: JsonObject;
  readonly modelTpmLimit?: JsonObject;
}

/** A user by id or e-mail address; who is not there yet is made. */
export interface NewOrganizationMember {
  readonly userId?: string;
  readonly email?: string;
  readonly role: OrganizationRole;
  readonly settings?: Omit<OrganizationMemberSettings, 'role'>;
}

/** Why an organization could not be written. */
export type OrganizationProblem =
  | { readonly kind: 'id_taken' }
  /** A budget or another holder's limits are shown under it. */
  | { readonly kind: 'id_of_budget' }
  | { readonly kind: 'unknown_budget' };

/** Why members could not join. */
export type OrganizationMemberProblem =
  { readonly kind: 'already_member'; readonly member: NewOrganizationMember } | UserIdProblem;

export interface OrganizationFilter {
  readonly id?: string | undefined;
  readonly alias?: string | undefined;
}
