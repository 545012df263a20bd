import type { GatewayError } from '@tollgate/canonical';
import type { DispatchFailure } from '@tollgate/dispatch';
import type { Exchange } from '../http/exchange.js';
import type { Walked } from './build-record.js';
import type { Ending } from './ending.js';
import { goneError } from './gone-error.js';
import type { PipelineParts } from './pipeline-parts.js';
import { sendError } from './send-error.js';

/** The ending of a request that no deployment answered: refused, failed, or left by its client. */
export function answerFailure(
  parts: PipelineParts,
  walked: Walked,
  failed: DispatchFailure,
  problem: GatewayError,
  exchange: Exchange,
): Ending {
  const cancelled = exchange.signal.aborted || problem.code === 'client_closed';
  const error = cancelled ? goneError(exchange) : problem;
  return {
    status: cancelled ? 'cancelled' : failed.attempts.length === 0 ? 'refused' : 'failure',
    httpStatus: cancelled ? 499 : error.status,
    error,
    closed: failed.open,
    earlier: failed.attempts.slice(0, -1),
    response: undefined,
    providerResponseId: undefined,
    finish: undefined,
    firstTokenAt: undefined,
    send: () => sendError(parts, walked, error, failed, exchange),
    spoil: (unwritten) => sendError(parts, walked, unwritten, {}, exchange),
  };
}
