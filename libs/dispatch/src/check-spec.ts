import { type Outcome, fail, succeed } from '@tollgate/kernel';
import { GatewayError, type HttpRequestSpec, type Target } from '@tollgate/canonical';
import type { BuiltRequest } from '@tollgate/providers';
import { encodePath, UnsafePathError } from '@tollgate/upstream';

/** Compares where a built request goes with its target: same origin, beneath the target's path, no segment that leaves it. */
export function checkSpec(
  built: BuiltRequest,
  target: Pick<Target, 'apiBase' | 'model'>,
): Outcome<BuiltRequest, GatewayError> {
  for (const spec of [built.spec, ...(built.more ?? [])]) {
    const refusal = refuseSpec(spec, target);
    if (refusal !== undefined) return fail(refusal);
  }
  return succeed(built);
}

function refuseSpec(spec: HttpRequestSpec, target: Pick<Target, 'apiBase' | 'model'>): GatewayError | undefined {
  const base = baseOf(target.apiBase);
  let path: string;
  try {
    path = encodePath(spec.path);
  } catch (error) {
    if (!(error instanceof UnsafePathError)) throw error;
    return new GatewayError('invalid_request', {
      message: `The model name '${target.model}' cannot be part of an address.`,
      param: 'model',
    });
  }
  if (spec.origin === base.origin && (path === base.path || path.startsWith(`${base.path}/`))) return undefined;
  return new GatewayError('internal_error', {
    message: 'The request would leave its deployment.',
    detail: `${spec.origin}${path} is not beneath ${base.origin}${base.path}`,
  });
}

interface Base {
  readonly origin: string;
  readonly path: string;
}

/** Parsed addresses of deployments: a URL is dear to parse, and there are as many as the configuration names. */
const BASES = new Map<string, Base>();
const BASES_MAX = 1_000;

function baseOf(apiBase: string): Base {
  const known = BASES.get(apiBase);
  if (known !== undefined) return known;
  const url = new URL(apiBase);
  const base = { origin: url.origin, path: url.pathname.replace(/\/$/, '') };
  if (BASES.size >= BASES_MAX) BASES.clear();
  BASES.set(apiBase, base);
  return base;
}
