import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Standing } from '@tollgate/persistence';
import type { Request } from 'express';
import type { Judged } from './standing.js';

interface Known extends Judged {
  readonly standing: Standing;
}

const callers = new WeakMap<Request, Known>();

/** Notes who sent a request and what he may touch with it; done by the guard alone. */
export function rememberCaller(request: Request, known: Known): void {
  callers.set(request, known);
}

/** Who sent a request. Throws where the guard has not run: no handler may work without a caller. */
export function callerOf(request: Request): Principal {
  return known(request).principal;
}

/** What the sender of a request may touch with it. Throws where the guard has not run. */
export function reachOf(request: Request): Reach {
  return known(request).reach;
}

/** By what right the sender of a request changes anything. Throws where the guard has not run. */
export function standingOf(request: Request): Standing {
  return known(request).standing;
}

function known(request: Request): Known {
  const found = callers.get(request);
  if (found === undefined) throw new Error('this request was never authenticated');
  return found;
}
