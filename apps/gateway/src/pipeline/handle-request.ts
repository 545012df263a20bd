import type { CanonicalRequest, GatewayError, Principal, RouteStep } from '@tollgate/canonical';
import type { DispatchAsk, DispatchFailure } from '@tollgate/dispatch';
import type { Outcome } from '@tollgate/kernel';
import type { Exchange } from '../http/exchange.js';
import type { Ingress, PresentedCredential } from '../http/ingress.js';
import { receiveAs, type ReceivedBody } from '../http/receive-body.js';
import { continueConversation } from '../objects/continue-conversation.js';
import { withShownIds } from '../objects/object-errors.js';
import { insertItems } from '../objects/insert-items.js';
import { resolveReferences } from '../objects/resolve-references.js';
import { answer } from './answer.js';
import { answerFailure } from './answer-failure.js';
import { buildStarted, type Walked } from './build-record.js';
import { allowedFields } from './allowed-fields.js';
import { addBodyFacts, forwardedUser, readHeaderFacts } from './caller-facts.js';
import { callingTeam } from './calling-team.js';
import { conclude, journalUnavailable } from './conclude.js';
import { withRouterSuffix } from './error-suffix.js';
import { customersOf, findStanding, peekStanding } from './find-standing.js';
import { mayGoOn } from './may-go-on.js';
import { refuseClientTags } from './named-tags.js';
import { permit } from './permit.js';
import type { PipelineParts } from './pipeline-parts.js';
import { planAttempts } from './plan-attempts.js';
import { refuseRequest } from './refuse-request.js';
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
  let attempted: RouteStep['model'] | undefined;
  parts.metrics.requestBegan();
  try {
    const principal = unwrap(await parts.authenticator.authenticate(unwrap(credential)));
    const caller = readHeaderFacts(ingress.headers, principal, snapshot.settings);
    const known = { ingress, surface, snapshot, principal, caller };
    walked = known;
    const permits = (now: Principal): boolean => mayGoOn(walked ?? {}, attempted, now, parts.snapshots.current());
    const abort = (): void => exchange.revoke();
    const follow = (calling: Principal): (() => void) =>
      parts.liveRequests.add({ requestId: ingress.requestId, principal: calling, abort, permits });
    leave = follow(principal);
    received = await receiveAs(ingress.route.body, exchange, snapshot.settings, parts.byteBudget);
    walked = { ...known, body: received.body };
    traceReceived(parts.logger, walked);
    const decoded = decode(walked, received);
    walked = decoded;
    if (decoded.principal !== principal) leave = follow(decoded.principal);
    parts.liveRequests.name(ingress.requestId, customersOf(decoded.caller));
    const standing =
      peekStanding(parts, decoded.caller, snapshot.settings) ??
      (await findStanding(parts, decoded.caller, snapshot.settings));
    if (!standing.ok) walked = withoutUnknown(decoded, standing.error);
    const named = unwrap(standing);
    const granted = await goOn(parts, { ...decoded, grant: unwrap(permit(decoded, named)) });
    walked = granted;
    if (!parts.journal.accepting()) throw journalUnavailable(undefined);
    const plan = planAttempts(parts, granted, named);
    const context = streamContext(parts, granted);
    dispatching = true;
    const dispatched = await parts.dispatcher.dispatch(
      askFor(parts, granted, {
        plan,
        context,
        bodyBytes: received.bytes + (granted.conversation?.previous.conversationBytes ?? 0),
        signal: exchange.signal,
        attempting: (model) => (attempted = model),
      }),
    );
    const ending = dispatched.ok
      ? await answer(parts, granted, dispatched.value, context, exchange)
      : answerFailure(parts, granted, dispatched.error, errorShown(dispatched.error, granted), exchange);
    await conclude(parts, granted, ending);
  } catch (fault) {
    if (dispatching) parts.accounts.abandon(ingress.requestId);
    await refuseRequest(parts, { surface, ingress, walked }, fault, exchange);
  } finally {
    leave?.();
    received?.release();
    giveBack(walked);
    parts.metrics.requestEnded();
  }
}

type Decoded = Walked & Required<Pick<Walked, 'request'>>;
type Granted = Decoded & Required<Pick<Walked, 'grant'>>;

/** The body in its canonical form, and what it says of the caller. */
function decode(walked: Walked, { body, files }: Pick<ReceivedBody, 'body' | 'files'>): Decoded {
  const { surface, ingress } = walked;
  const decoded = unwrap(
    surface.format.decodeRequest({
      body,
      params: ingress.params,
      query: ingress.query,
      ...(files !== undefined && { files }),
    }),
  );
  const model = surface.modelOf?.(decoded, walked.snapshot.settings) ?? decoded.model;
  const gateway = unwrap(allowedFields(decoded.gateway, walked.snapshot.settings));
  const user = decoded.user ?? forwardedUser(ingress.headers, walked.snapshot.settings);
  const request: CanonicalRequest = {
    ...decoded,
    gateway,
    model,
    ...(user !== undefined && { user }),
    clientHeaders: clientHeadersOf(surface, ingress),
  };
  const refused = refuseClientTags(walked.snapshot.settings, ingress.headers, request);
  if (refused !== undefined) throw refused;
  const principal = callingTeam(walked.principal, model, walked.snapshot);
  const said =
    principal === walked.principal
      ? walked.caller
      : readHeaderFacts(ingress.headers, principal, walked.snapshot.settings);
  return { ...walked, principal, request, caller: addBodyFacts(said, request, principal) };
}

/** Of a customer that is refused for being unknown no sums are kept, and no name: anybody may say any. */
function withoutUnknown(decoded: Decoded, { code }: GatewayError): Decoded {
  if (code !== 'unknown_customer') return decoded;
  return { ...decoded, caller: { ...decoded.caller, customerId: undefined } };
}

/** What the request goes on from, where it does: the caller's own, kept here or at the deployment that keeps it. */
async function goOn(parts: PipelineParts, asked: Granted): Promise<Granted> {
  let walked: Granted = { ...asked, ...(await continueConversation(parts, asked)) };
  try {
    walked = { ...walked, ...(await insertItems(parts, walked)) };
    const body = walked.inserted?.body ?? walked.body;
    const referred = await resolveReferences(parts.objects, { ...walked, ...(body !== undefined && { body }) });
    return { ...walked, ...referred };
  } catch (error) {
    giveBack(walked);
    throw error;
  }
}

/** What the request took of the process's budget to go on from what is kept. */
function giveBack(walked: Walked | undefined): void {
  walked?.conversation?.release();
  walked?.inserted?.release();
}

function errorShown({ error, fallbacks }: DispatchFailure, walked: Granted): GatewayError {
  return withRouterSuffix(withShownIds(error, walked.references ?? []), walked, fallbacks);
}

function askFor(
  parts: PipelineParts,
  walked: Granted,
  {
    attempting,
    ...more
  }: Pick<DispatchAsk, 'plan' | 'context' | 'bodyBytes' | 'signal'> & {
    readonly attempting: (model: RouteStep['model']) => void;
  },
): DispatchAsk {
  const { ingress, principal, request, grant, snapshot } = walked;
  return {
    requestId: ingress.requestId,
    callId: ingress.callId,
    admittedAt: ingress.receivedAt,
    principal,
    request,
    grant,
    snapshot,
    ...more,
    started: (attempt, step, atStake, charged) => {
      attempting(step.model);
      return buildStarted(walked, attempt, step, atStake, charged, parts.clock.now());
    },
  };
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

function streamContext(parts: PipelineParts, { request }: Decoded) {
  return {
    now: parts.clock.now(),
    newId: () => parts.ids.newId(),
    requestedModel: request.model,
    includeUsage: request.streamUsage,
    request,
  };
}
