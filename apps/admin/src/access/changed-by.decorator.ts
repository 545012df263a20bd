import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Author } from '@tollgate/persistence';
import type { Request } from 'express';
import { authorOf } from './author.js';
import { callerOf, standingOf } from './caller.js';

/** Who makes the change that a handler is asked for. */
export const ChangedBy = createParamDecorator((_: unknown, context: ExecutionContext): Author => {
  const request = context.switchToHttp().getRequest<Request>();
  return { ...authorOf(callerOf(request), request.get('litellm-changed-by')), standing: standingOf(request) };
});
