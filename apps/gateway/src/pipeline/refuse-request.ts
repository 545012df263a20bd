import { GatewayError, internalError } from '@tollgate/canonical';
import type { Exchange } from '../http/exchange.js';
import type { Ingress } from '../http/ingress.js';
import { answerFailure } from './answer-failure.js';
import type { Walked } from './build-record.js';
import { conclude } from './conclude.js';
import { withRouterSuffix } from './error-suffix.js';
import type { PipelineParts } from './pipeline-parts.js';
import { sendPlainError } from './send-error.js';
import type { Surface } from './surface.js';

/**
 * A refusal before any attempt, or a fault of ours: recorded when the caller is known; before that only counted, so that a flood of 401
 * does not fill the ledger. Never throws.
 */
export async function refuseRequest(
  parts: PipelineParts,
  known: { readonly surface: Surface; readonly ingress: Ingress; readonly walked: Walked | undefined },
  fault: unknown,
  exchange: Exchange,
): Promise<void> {
  const { surface, ingress, walked } = known;
  const error = toGatewayError(fault);
  if (walked !== undefined) {
    const failed = { error, attempts: [], open: undefined, headers: {}, fallbacks: [] };
    return conclude(parts, walked, answerFailure(parts, walked, failed, withRouterSuffix(error, walked), exchange));
  }
  parts.metrics.refusedAtTheEdge(ingress.route.path, error.status, error.code);
  const fields = { callId: ingress.callId, code: error.code, detail: error.detail };
  if (error.code === 'internal_error') parts.logger.error(fields, error.message);
  else parts.logger.debug(fields, 'refused');
  sendPlainError(surface.format, error, exchange);
}

function toGatewayError(fault: unknown): GatewayError {
  return fault instanceof GatewayError ? fault : internalError(fault);
}
