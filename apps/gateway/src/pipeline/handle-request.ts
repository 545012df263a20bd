import { GatewayError } from '@tollgate/canonical';
import { authorize } from '@tollgate/admission';
import type { Outcome } from '@tollgate/kernel';
import { planRoute } from '@tollgate/routing';
import type { Exchange } from '../http/exchange.js';
import type { Ingress, PresentedCredential } from '../http/ingress.js';
import { type ReceivedBody, receiveBody } from '../http/receive-body.js';
import { answer, answerFailure, sendError } from './answer.js';
import { buildRecord, buildStarted, buildTexts, type Walked } from './build-record.js';
import { readCallerFacts, scopesOfCaller } from './caller-facts.js';
import type { Ending } from './ending.js';
import { withRouterSuffix } from './error-suffix.js';
import type { PipelineParts } from './pipeline-parts.js';
import { routingWishes } from './routing-wishes.js';
import type { Surface } from './surface.js';
import { logError, traceEnded, traceReceived } from './trace-request.js';

/**
 * THE WALK: the one way of a request through the gateway (receive, authenticate, decode, authorize, plan, dispatch, relay, meter,
 * record, end), and the only try/finally of the data plane. Never throws.
 */
export async function handleRequest(
  parts: PipelineParts,
  surface: Surface,
  ingress: Ingress,
  credential: PresentedCredential,
  exchange: Exchange,
): Promise<void> {
  const snapshot = parts.snapshots.current();
  let walked: Walked | undefined;
  let leave: (() => void) | undefined;
  let received: ReceivedBody | undefined;
  parts.metrics.requestBegan();
  try {
    const principal = unwrap(await parts.authenticator.authenticate(unwrap(credential)));
    walked = { ingress, surface, snapshot, principal, caller: readCallerFacts(ingress.headers, undefined, principal, snapshot.settings) };
    leave = parts.liveRequests.add({ requestId: ingress.requestId, principal, abort: () => exchange.revoke() });
    received = await receiveBody(exchange, surface, snapshot.settings, parts.byteBudget);
    walked = { ...walked, body: received.body };
    traceReceived(parts.logger, walked);
    const decoded = unwrap(surface.format.decodeRequest({ body: received.body, params: ingress.params, query: ingress.query }));
    const request = { ...decoded, clientHeaders: clientHeadersOf(surface, ingress) };
    walked = { ...walked, request, caller: readCallerFacts(ingress.headers, request, principal, snapshot.settings) };
    const allowed = unwrap(authorize(principal, request, snapshot, ingress.path));
    const grant = { ...allowed, scopes: [...allowed.scopes, ...scopesOfCaller(walked.caller)] };
    walked = { ...walked, grant };
    if (!parts.journal.accepting()) throw journalUnavailable(undefined);
    const plan = unwrap(
      planRoute({
        model: grant.model,
        request: { gateway: routingWishes(request, ingress.headers) },
        snapshot,
        health: parts.health.view(),
        random: () => parts.ids.random(),
      }),
    );
    const context = streamContext(parts, walked);
    const known = walked;
    const dispatched = await parts.dispatcher.dispatch({
      requestId: ingress.requestId,
      callId: ingress.callId,
      admittedAt: ingress.receivedAt,
      principal,
      request,
      grant,
      plan,
      snapshot,
      context,
      bodyBytes: received.bytes,
      signal: exchange.signal,
      started: (attempt, step, reservation, charged) => buildStarted(known, attempt, step, reservation, charged, parts.clock.now()),
    });
    const ending = dispatched.ok
      ? await answer(parts, walked, dispatched.value, context, exchange)
      : answerFailure(parts, walked, dispatched.error, withRouterSuffix(dispatched.error.error, walked), exchange);
    await conclude(parts, walked, ending);
  } catch (fault) {
    await refuse(parts, surface, ingress, walked, toGatewayError(fault), exchange);
  } finally {
    leave?.();
    received?.release();
    parts.metrics.requestEnded();
  }
}

/** Record, settle, end: in this order, so that counters are repaired from the ledger and never the reverse. */
async function conclude(parts: PipelineParts, walked: Walked, ending: Ending): Promise<void> {
  const now = parts.clock.now();
  const record = buildRecord(walked, ending, now);
  let unwritten: GatewayError | undefined;
  try {
    await parts.journal.finished(record, buildTexts(walked, ending, now, () => parts.ids.newId()));
  } catch (cause) {
    unwritten = journalUnavailable(cause);
    parts.logger.error({ callId: walked.ingress.callId, err: String(cause) }, 'journal cannot be written');
  }
  if (ending.closed !== undefined) parts.accounts.settle(ending.closed);
  parts.metrics.observe(record);
  if (ending.error !== undefined) logError(parts.logger, walked, ending.error);
  traceEnded(parts.logger, walked, record, parts.clock.monotonicMs());
  if (unwritten === undefined) ending.send();
  else ending.spoil(unwritten);
}

function journalUnavailable(cause: unknown): GatewayError {
  const message = 'The journal cannot be written, so the call could not be accounted for. Try again.';
  return new GatewayError('journal_unavailable', { message, cause, retryAfterMs: 1000 });
}

/** A refusal before any attempt, or a fault of ours: recorded when the caller is known, else counted. */
async function refuse(
  parts: PipelineParts,
  surface: Surface,
  ingress: Ingress,
  walked: Walked | undefined,
  error: GatewayError,
  exchange: Exchange,
): Promise<void> {
  if (walked === undefined) {
    parts.metrics.refusedAtTheEdge(ingress.route.path, error.status, error.code);
    parts.logger.debug({ callId: ingress.callId, code: error.code, detail: error.detail }, 'refused');
    const encoded = surface.format.encodeError(error);
    exchange.send(encoded.status, { ...error.headers, ...encoded.headers, 'content-type': 'application/json' }, JSON.stringify(encoded.body));
    return;
  }
  const failed = { error, attempts: [], open: undefined, headers: {} };
  const ending = answerFailure(parts, walked, failed, withRouterSuffix(error, walked), exchange);
  try {
    await conclude(parts, walked, ending);
  } catch (fault) {
    parts.logger.error({ callId: ingress.callId, err: String(fault) }, 'a refusal could not be concluded');
    sendError(parts, walked, toGatewayError(fault), {}, exchange);
  }
}

function unwrap<T>(outcome: Outcome<T, GatewayError>): T {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
}

function toGatewayError(fault: unknown): GatewayError {
  if (fault instanceof GatewayError) return fault;
  return new GatewayError('internal_error', { message: 'Internal error.', cause: fault, detail: String(fault) });
}

function clientHeadersOf(surface: Surface, ingress: Ingress): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of surface.clientHeaders) {
    const value = ingress.headers[name];
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}

function streamContext(parts: PipelineParts, { request }: Walked) {
  return {
    now: parts.clock.now(),
    newId: () => parts.ids.newId(),
    requestedModel: request?.model ?? '',
    includeUsage: request?.streamUsage ?? false,
  };
}
