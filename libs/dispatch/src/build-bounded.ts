import { GatewayError, internalError, type Reservation, type RouteStep } from '@tollgate/canonical';
import { fail, type Outcome } from '@tollgate/kernel';
import type { BuiltRequest, ProviderOperation } from '@tollgate/providers';
import { checkSpec } from './check-spec.js';
import type { DispatchAsk } from './dispatch-ask.js';

/**
 * Builds a request's bytes; refuses them when the limit in them is not the one that is held. A limit of the operator's own that is
 * larger than what is held is lowered to it. Never throws.
 */
export function buildBounded(
  operation: Pick<ProviderOperation, 'buildRequest' | 'outputLimit'>,
  { request }: Pick<DispatchAsk, 'request'>,
  { target }: Pick<RouteStep, 'target'>,
  reservation: Pick<Reservation, 'limitUpstream' | 'outputTokens'>,
): Outcome<BuiltRequest, GatewayError> {
  const held = reservation.outputTokens;
  try {
    const asIs = operation.buildRequest(request, target, reservation.limitUpstream ? held : undefined);
    if (!asIs.ok) return asIs;
    const exceeds = !reservation.limitUpstream && isAbove(asIs.value.outputLimit, held);
    const limit = reservation.limitUpstream || exceeds ? held : undefined;
    const built = exceeds ? operation.buildRequest(request, target, limit) : asIs;
    if (!built.ok) return built;
    const inBytes = built.value.outputLimit;
    // an operator's own smaller limit may stand there; a larger one, or none, is not what is held
    if (limit !== undefined && (inBytes === undefined || inBytes > limit)) {
      return fail(
        new GatewayError('internal_error', {
          message: 'The output limit could not be applied to the request.',
          detail: `held ${limit}, in the bytes ${String(inBytes)} (${target.litellmModel})`,
        }),
      );
    }
    return checkSpec(withoutUntrue(built.value, operation), target);
  } catch (cause) {
    return fail(internalError(cause));
  }
}

/** A limit that was to be left out (`additional_drop_params`) and stands in the bytes all the same, since it is held for, was not dropped. */
function withoutUntrue(built: BuiltRequest, { outputLimit }: Pick<ProviderOperation, 'outputLimit'>): BuiltRequest {
  if (outputLimit === 'none' || built.outputLimit === undefined || built.warnings.length === 0) return built;
  const limits = [outputLimit.field, ...outputLimit.siblings];
  return {
    ...built,
    warnings: built.warnings.filter(({ code, path }) => code !== 'dropped' || !limits.includes(path)),
  };
}

function isAbove(limit: number | undefined, held: number | undefined): boolean {
  return limit !== undefined && held !== undefined && limit > held;
}
