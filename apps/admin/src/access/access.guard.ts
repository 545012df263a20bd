import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { authorizeRoute } from '@tollgate/admission';
import { findReach, MembershipSource, NO_MEMBERSHIPS, type Permission } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Request } from 'express';
import { rememberCaller } from './caller.js';
import { PERMISSION } from './permission.decorator.js';
import { refuseNonAdmin, refuseRoute } from './refusals.js';
import { VirtualKeyStrategy } from './virtual-key.strategy.js';

/**
 * Stands before every route: who is it, may this key call the route at all, may it with its roles and how far does it reach. The
 * policy table answers the last; what it does not grant is refused.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly strategy: VirtualKeyStrategy,
    private readonly reflector: Reflector,
    private readonly memberships: MembershipSource,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const principal = await this.strategy.callerOf(request);
    const refusal = authorizeRoute(principal, request.path);
    if (refusal !== undefined) throw refuseRoute(refusal);
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, [
      context.getHandler(),
      context.getClass(),
    ]);
    const reach = permission === undefined ? undefined : await this.reachOf(principal, permission);
    if (reach === undefined) throw refuseNonAdmin(principal, request.path);
    rememberCaller(request, { principal, reach });
    return true;
  }

  /** Whoever reaches everything without his memberships need not be looked up. */
  private async reachOf(principal: Principal, permission: Permission): Promise<ReturnType<typeof findReach>> {
    const alone = findReach(principal, NO_MEMBERSHIPS, permission);
    if (alone?.kind === 'all' || principal.kind !== 'key' || principal.userId === undefined) return alone;
    return findReach(principal, await this.memberships.of(principal.userId), permission);
  }
}
