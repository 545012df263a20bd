import type { HttpRequestSpec } from '@tollgate/canonical';
import { type Logger, maskHeaders, maskMembers, maskQuery } from '@tollgate/telemetry';
import type { DispatchAsk } from './dispatch-ask.js';
import type { LiveAttempt } from './dispatched.js';
import type { Sent } from './sent.js';

/** The exact upstream request, at level debug: credentials masked, its body only where content may be logged. */
export function traceRequest(logger: Logger, ask: DispatchAsk, live: LiveAttempt, signed: HttpRequestSpec): void {
  if (!logger.debugEnabled) return;
  const { target } = live.step;
  const query = signed.query === undefined ? '' : `?${maskQuery(signed.query)}`;
  logger.debug(
    {
      callId: ask.callId,
      requestId: ask.requestId,
      attempt: live.number,
      deployment: target.deploymentId,
      model: target.litellmModel,
      organization: target.organization,
      method: signed.method,
      url: `${signed.origin}/${signed.path.join('/')}${query}`,
      headers: maskHeaders(signed.headers),
      ...(logger.contentEnabled && signed.body !== undefined && { body: maskMembers(signed.body) }),
      heldNano: String(live.reservation.heldNano),
    },
    'upstream request',
  );
}

/** Status and time of the answer's beginning (of a stream: its first token), or what failed. */
export function traceAnswer(logger: Logger, ask: DispatchAsk, live: LiveAttempt, sent: Sent, nowMs: number): void {
  if (!logger.debugEnabled) return;
  const outcome =
    sent.kind === 'failed'
      ? { failure: { ...sent.failure, raw: undefined }, class: sent.failureClass }
      : { status: sent.status };
  const elapsedMs = Math.round(nowMs - live.startedMs);
  logger.debug({ callId: ask.callId, attempt: live.number, ...outcome, elapsedMs }, 'upstream answer');
}
