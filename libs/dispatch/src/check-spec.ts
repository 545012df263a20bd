import { type Outcome, fail, succeed } from '@tollgate/kernel';
import { GatewayError, type Target } from '@tollgate/canonical';
import type { BuiltRequest } from '@tollgate/providers';
import { encodePath, UnsafePathError } from '@tollgate/upstream';

/** Compares where a built request goes with its target: same origin, beneath the target's path, no segment that leaves it. */
export function checkSpec(built: BuiltRequest, target: Target): Outcome<BuiltRequest, GatewayError> {
  const base = new URL(target.apiBase);
  let path: string;
  try {
    path = encodePath(built.spec.path);
  } catch (error) {
    if (!(error instanceof UnsafePathError)) throw error;
    return fail(new GatewayError('invalid_request', { message: `The model name '${target.model}' cannot be part of an address.`, param: 'model' }));
  }
  const prefix = base.pathname.replace(/\/$/, '');
  if (built.spec.origin !== base.origin || !(path === prefix || path.startsWith(`${prefix}/`))) {
    return fail(
      new GatewayError('internal_error', {
        message: 'The request would leave its deployment.',
        detail: `${built.spec.origin}${path} is not beneath ${base.origin}${prefix}`,
      }),
    );
  }
  return succeed(built);
}
