import type { Principal } from '@tollgate/canonical';
import type { Request } from 'express';

const callers = new WeakMap<Request, Principal>();

/** Notes who sent a request; done by the guard alone. */
export function rememberCaller(request: Request, principal: Principal): void {
  callers.set(request, principal);
}

/** Who sent a request. Throws where the guard has not run: no handler may work without a caller. */
export function callerOf(request: Request): Principal {
  const principal = callers.get(request);
  if (principal === undefined) throw new Error('this request was never authenticated');
  return principal;
}
