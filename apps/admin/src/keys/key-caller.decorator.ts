import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { callerOf, reachOf } from '../access/caller.js';
import type { KeyCaller } from './key-caller.js';

/** The authenticated caller of a handler, with what he may touch. */
export const KeysCaller = createParamDecorator((_: unknown, context: ExecutionContext): KeyCaller => {
  const request = context.switchToHttp().getRequest<Request>();
  return { principal: callerOf(request), reach: reachOf(request) };
});
