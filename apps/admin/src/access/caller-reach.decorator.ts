import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import { reachOf } from './caller.js';

/** What the caller may touch with the route's permission: goes into every query of the handler. */
export const CallerReach = createParamDecorator((_: unknown, context: ExecutionContext): Reach =>
  reachOf(context.switchToHttp().getRequest()),
);
