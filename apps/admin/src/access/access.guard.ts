import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { authorizeRoute } from '@tollgate/admission';
import { EpochPoller, NO_REACH, type Permission } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';
import type { Request } from 'express';
import { rememberCaller } from './caller.js';
import { OWN_KEY } from './own-key.decorator.js';
import { PERMISSION } from './permission.decorator.js';
import { PUBLIC } from './public.decorator.js';
import { Reaches } from './reaches.js';
import { refusePermission, refuseRoute } from './refusals.js';
import { holdersOf, type Judged, refuseChanged } from './standing.js';
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
    private readonly reaches: Reaches,
    private readonly epochs: EpochPoller,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get<boolean | undefined>(PUBLIC, context.getHandler()) === true) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const epoch = this.epochs.heard;
    const judged = await this.judge(context, request);
    const confirm = () => this.confirm(context, request, epoch, judged);
    rememberCaller(request, { ...judged, standing: { epoch, holders: holdersOf(judged), confirm } });
    return true;
  }

  private async judge(context: ExecutionContext, request: Request): Promise<Judged> {
    const principal = await this.strategy.callerOf(request);
    const refusal = authorizeRoute(principal, request.path);
    const isForItself = refusal !== undefined && this.reflector.get<boolean | undefined>(OWN_KEY, context.getHandler());
    if (refusal !== undefined && isForItself !== true) throw refuseRoute(refusal);
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, [
      context.getHandler(),
      context.getClass(),
    ]);
    const reach = permission === undefined ? undefined : await this.reaches.judged(principal, permission);
    if (reach === undefined) throw refusePermission(permission, principal, request.path);
    const own = { ...NO_REACH, keyIds: [principal.keyId] };
    return { principal, reach: isForItself === true ? own : reach };
  }

  /** The same judgement by what the control plane has written since. */
  private async confirm(context: ExecutionContext, request: Request, epoch: bigint, judged: Judged): Promise<void> {
    await this.epochs.poll();
    if (this.epochs.heard <= epoch) throw new GatewayError('store_unavailable', { message: UNHEARD });
    const refusal = refuseChanged(judged, await this.judge(context, request));
    if (refusal !== undefined) throw refusal;
  }
}

const UNHEARD = 'The database cannot be asked what you may do now. Nothing was written: repeat the request.';
