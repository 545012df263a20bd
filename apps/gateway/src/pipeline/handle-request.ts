import { type GatewayError } from '@tollgate/canonical';
import { authorize } from '@tollgate/admission';
import type { Outcome } from '@tollgate/kernel';
import { planRoute } from '@tollgate/routing';
import type { Exchange } from '../http/exchange.js';
import type { Ingress, PresentedCredential } from '../http/ingress.js';
import { type ReceivedBody, receiveBody } from '../http/receive-body.js';
import { answer } from './answer.js';
import { answerFailure } from './answer-failure.js';
import { buildStarted, type Walked } from './build-record.js';
import { addBodyFacts, readHeaderFacts, scopesOfCaller } from './caller-facts.js';
import { conclude, journalUnavailable } from './conclude.js';
import { withRouterSuffix } from './error-suffix.js';
import type { PipelineParts } from './pipeline-parts.js';
import { refuseRequest } from './refuse-request.js';
import { routingWishes } from './routing-wishes.js';
import type { Surface } from './surface.js';
import { traceReceived } from './trace-request.js';

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
  let dispatching = false;
  parts.metrics.requestBegan();
  try {
    const principal = unwrap(await parts.authenticator.authenticate(unwrap(credential)));
    walked = {
      ingress,
      surface,
      snapshot,
      principal,
      caller: readHeaderFacts(ingress.headers, principal, snapshot.settings),
    };
    leave = parts.liveRequests.add({ requestId: ingress.requestId, principal, abort: () => exchange.revoke() });
    received = await receiveBody(exchange, surface, snapshot.settings, parts.byteBudget);
    walked = { ...walked, body: received.body };
    traceReceived(parts.logger, walked);
    const decoded = unwrap(
      surface.format.decodeRequest({ body: received.body, params: ingress.params, query: ingress.query }),
    );
    const request = { ...decoded, clientHeaders: clientHeadersOf(surface, ingress) };
    walked = { ...walked, request, caller: addBodyFacts(walked.caller, request, principal) };
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
    dispatching = true;
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
      started: (attempt, step, atStake, charged) =>
        buildStarted(known, attempt, step, atStake, charged, parts.clock.now()),
    });
    const ending = dispatched.ok
      ? await answer(parts, walked, dispatched.value, context, exchange)
      : answerFailure(parts, walked, dispatched.error, withRouterSuffix(dispatched.error.error, walked), exchange);
    await conclude(parts, walked, ending);
  } catch (fault) {
    if (dispatching) parts.accounts.abandon(ingress.requestId);
    await refuseRequest(parts, { surface, ingress, walked }, fault, exchange);
  } finally {
    leave?.();
    received?.release();
    parts.metrics.requestEnded();
  }
}

function unwrap<T>(outcome: Outcome<T, GatewayError>): T {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
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
