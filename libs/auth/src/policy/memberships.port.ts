import type { UserRole } from '@tollgate/canonical';

/** Where a user belongs, as it is stored now. */
export interface Memberships {
  readonly teams: readonly {
    readonly id: string;
    readonly role: 'admin' | 'user';
    /** What the team lets its members do: LiteLLM's `team_member_permissions`. */
    readonly permissions: readonly string[];
    /** His place there has models, money or rates of its own, which hold for his keys alone. */
    readonly limited: boolean;
  }[];
  readonly organizations: readonly {
    readonly id: string;
    readonly role: UserRole;
    readonly teamIds: readonly string[];
  }[];
}

export const NO_MEMBERSHIPS: Memberships = { teams: [], organizations: [] };

/** Where users belong; asked for each admin request, so that a membership that is taken away is gone at once. */
export abstract class MembershipSource {
  /** Rejects when the store cannot be asked. */
  abstract of(userId: string): Promise<Memberships>;
}
