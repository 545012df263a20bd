import { Injectable } from '@nestjs/common';
import { refuseUncompared } from '@tollgate/admission';
import {
  findReach,
  MembershipSource,
  NO_MEMBERSHIPS,
  type Permission,
  POLICY,
  type PolicyRow,
  type Reach,
} from '@tollgate/auth';
import { type GatewayError, isStoredCaller, type Principal } from '@tollgate/canonical';

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

  /** The same; throws the refusal of a caller who reaches everything and is held back himself from what this gives. */
  async judged(principal: Principal, permission: Permission): Promise<Reach | undefined> {
    const reach = await this.of(principal, permission);
    const refusal = refuseHeldBackFrom(permission, { principal, reach });
    if (refusal !== undefined) throw refusal;
    return reach;
  }
}

/** 403 for a proxy admin's key with models or limits of its own, where what the permission gives is compared with nothing. */
export function refuseHeldBackFrom(
  permission: Permission,
  { principal, reach }: { readonly principal: Principal; readonly reach: Reach | undefined },
): GatewayError | undefined {
  const row: PolicyRow = POLICY[permission];
  return reach?.kind === 'all' && row.uncompared === true ? refuseUncompared(principal) : undefined;
}
