import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { authorizeRoute } from '@tollgate/admission';
import type { Principal } from '@tollgate/canonical';
import { assertNever } from '@tollgate/kernel';
import type { Request } from 'express';
import { rememberCaller } from './caller.js';
import { PERMISSION, type Permission } from './permission.decorator.js';
import { refuseNonAdmin, refuseRoute } from './refusals.js';
import { VirtualKeyStrategy } from './virtual-key.strategy.js';

/** Stands before every route: who is it, may this key call the route at all, may it with its role. Denies by default. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly strategy: VirtualKeyStrategy,
    private readonly reflector: Reflector,
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
    if (!isGranted(permission, principal)) throw refuseNonAdmin(principal, request.path);
    rememberCaller(request, principal);
    return true;
  }
}

function isGranted(permission: Permission | undefined, principal: Principal): boolean {
  switch (permission) {
    case undefined:
      return false;
    case 'own_key':
      return principal.kind !== 'anonymous';
    case 'proxy_admin':
      return isProxyAdmin(principal);
    default:
      return assertNever(permission);
  }
}

/** The master key, or a key whose user is a proxy admin. */
export function isProxyAdmin(principal: Principal): boolean {
  return principal.kind === 'master' || (principal.kind === 'key' && principal.role === 'proxy_admin');
}
