import type { UserRole } from '@tollgate/canonical';
import type { Instant, JsonObject, NanoUsd } from '@tollgate/kernel';
import type { UserIdProblem } from './address-ids.js';
import type { StoredWindow, WindowSettings } from './window-columns.js';
import type { MemberSettings } from './stored-team.js';

/** An internal user as it is stored, with what the ledger says of its spend. */
export interface StoredUser extends StoredWindow {
  readonly id: string;
  readonly email: string | null;
  readonly alias: string | null;
  readonly role: UserRole;
  readonly ssoUserId: string | null;
  readonly models: readonly string[];
  readonly metadata: JsonObject;
  readonly blocked: boolean;
  readonly maxBudgetNano: NanoUsd | null;
  readonly softBudgetNano: NanoUsd | null;
  readonly budgetDuration: string | null;
  /** End of the window that is running; null where the budget never resets. */
  readonly budgetResetAt: Instant | null;
  readonly tpmLimit: number | null;
  readonly rpmLimit: number | null;
  readonly maxParallelRequests: number | null;
  readonly modelMaxBudget: JsonObject;
  readonly modelRpmLimit: JsonObject | null;
  readonly modelTpmLimit: JsonObject | null;
  /** Spend of the current window. */
  readonly spendNano: NanoUsd;
  readonly teamIds: readonly string[];
  readonly keyCount: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** What can be said about a user. Absent: nothing; null: cleared. */
export interface UserSettings extends WindowSettings {
  readonly email?: string | null;
  readonly alias?: string | null;
  readonly role?: UserRole;
  readonly ssoUserId?: string | null;
  readonly blocked?: boolean;
  /** As it is stored. */
  readonly passwordHash?: string;
  readonly models?: readonly string[];
  readonly metadata?: JsonObject;
  readonly maxBudgetNano?: NanoUsd | null;
  readonly softBudgetNano?: NanoUsd | null;
  readonly tpmLimit?: number | null;
  readonly rpmLimit?: number | null;
  readonly maxParallelRequests?: number | null;
  readonly modelMaxBudget?: JsonObject;
  readonly modelRpmLimit?: JsonObject;
  readonly modelTpmLimit?: JsonObject;
}

/** Where a user is to be a member, beside where it is one already. */
export interface UserPlaces {
  readonly teams?: readonly {
    readonly teamId: string;
    readonly role: 'admin' | 'user';
    readonly settings?: Omit<MemberSettings, 'role'>;
  }[];
  readonly organizations?: readonly string[];
}

/** Why a user could not be written. */
export type UserProblem = { readonly kind: 'taken'; readonly field: 'id' | 'email' | 'ssoUserId' } | UserIdProblem;

export interface UserFilter {
  readonly ids?: readonly string[] | undefined;
  /** Part of an id, in any case. */
  readonly idPart?: string | undefined;
  readonly ssoUserIds?: readonly string[] | undefined;
  readonly role?: UserRole | undefined;
  /** Part of an e-mail address, in any case. */
  readonly emailPart?: string | undefined;
  readonly teamId?: string | undefined;
  /** Members of any of these. */
  readonly organizationIds?: readonly string[] | undefined;
}

export type UserSort = 'id' | 'createdAt' | 'email' | 'alias' | 'role';
