import { Injectable } from '@nestjs/common';
import { findReach, MembershipSource, NO_MEMBERSHIPS, type Permission, type Reach } from '@tollgate/auth';
import { isStoredCaller, type Principal } from '@tollgate/canonical';

/** How far callers reach, by the policy table and by where their users belong now. */
@Injectable()
export class Reaches {
  constructor(private readonly memberships: MembershipSource) {}

  /** undefined: the caller does not hold the permission. Whoever reaches everything without his memberships is not looked up. */
  async of(principal: Principal, permission: Permission): Promise<Reach | undefined> {
    const alone = findReach(principal, NO_MEMBERSHIPS, permission);
    if (alone?.kind === 'all' || !isStoredCaller(principal) || principal.userId === undefined) return alone;
    return findReach(principal, await this.memberships.of(principal.userId), permission);
  }
}
