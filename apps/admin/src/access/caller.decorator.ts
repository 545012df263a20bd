import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal } from '@tollgate/canonical';
import { callerOf } from './caller.js';

/** The authenticated caller of a handler. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal =>
  callerOf(context.switchToHttp().getRequest()),
);
