import { Injectable } from '@nestjs/common';
import { findReach, MembershipSource, type Memberships, NO_MEMBERSHIPS, PERMISSIONS } from '@tollgate/auth';
import { isStoredCaller, type Principal } from '@tollgate/canonical';
import { refuseHeldBackFrom } from '../access/reaches.js';
import { toMe, toReach } from './me.mapper.js';

/** What a caller may know of itself. */
@Injectable()
export class Me {
  constructor(private readonly memberships: MembershipSource) {}

  async describe(caller: Principal): Promise<object> {
    return toMe(caller, await this.membershipsOf(caller));
  }

  /** Every permission that the caller holds, with how far it reaches: the guard's own judgement. */
  async permissions(caller: Principal): Promise<object> {
    const memberships = await this.membershipsOf(caller);
    const held = PERMISSIONS.flatMap((permission) => {
      const reach = findReach(caller, memberships, permission);
      const isRefused = refuseHeldBackFrom(permission, { principal: caller, reach }) !== undefined;
      return reach === undefined || isRefused ? [] : [[permission, toReach(reach)] as const];
    });
    return { permissions: Object.fromEntries(held) };
  }

  private async membershipsOf({ kind, userId, lent }: Principal): Promise<Memberships> {
    return isStoredCaller({ kind }) && userId !== undefined && lent !== true
      ? this.memberships.of(userId)
      : NO_MEMBERSHIPS;
  }
}
