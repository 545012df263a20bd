import type { CompletionRecord, GatewayError } from '@tollgate/canonical';
import { type Logger, maskHeaders, maskQuery } from '@tollgate/telemetry';
import type { Walked } from './build-record.js';

/** The request as received, at level debug: credentials masked, its body only where content may be logged. */
export function traceReceived(logger: Logger, { ingress, principal, body }: Walked): void {
  if (!logger.debugEnabled) return;
  const { callId, requestId, route, path, query, ipAddress, headers } = ingress;
  logger.debug(
    {
      callId,
      requestId,
      method: route.method,
      path,
      query: maskQuery(query),
      key: principal.keyName ?? principal.kind,
      ipAddress,
      headers: maskHeaders(headers),
      ...(logger.contentEnabled && { body }),
    },
    'request received',
  );
}

/** How it ended, with its times and its cost. */
export function traceEnded(logger: Logger, { ingress }: Walked, record: CompletionRecord, nowMs: number): void {
  if (!logger.debugEnabled) return;
  const { status, httpStatus, attempts, costNano, usage, receivedAt, firstTokenAt } = record;
  logger.debug(
    {
      callId: ingress.callId,
      status,
      httpStatus,
      attempts: attempts.length,
      costNano,
      usage,
      ...(firstTokenAt !== undefined && { firstTokenMs: firstTokenAt - receivedAt }),
      totalMs: Math.round(nowMs - ingress.startedMs),
    },
    'request ended',
  );
}

/** The one line of an error: with its stack when it is a fault of ours. */
export function logError(logger: Logger, { ingress }: Walked, error: GatewayError): void {
  const fields = {
    callId: ingress.callId,
    code: error.code,
    status: error.status,
    detail: error.detail,
    cause: error.cause,
  };
  if (error.code === 'internal_error') logger.error({ ...fields, stack: stackOf(error) }, error.message);
  else logger.debug(fields, error.message);
}

function stackOf(error: GatewayError): string | undefined {
  return error.cause instanceof Error ? error.cause.stack : error.stack;
}
