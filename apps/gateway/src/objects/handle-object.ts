import { authorizeRoute } from '@tollgate/admission';
import {
  type CanonicalRequest,
  findDeployment,
  type Principal,
  type Snapshot,
  type Timeouts,
} from '@tollgate/canonical';
import type { BridgedResponse, ObjectAnswer, ProviderObject } from '@tollgate/dispatch';
import type { Exchange } from '../http/exchange.js';
import type { Ingress, PresentedCredential } from '../http/ingress.js';
import type { Walked } from '../pipeline/build-record.js';
import { readHeaderFacts } from '../pipeline/caller-facts.js';
import { conclude, journalUnavailable } from '../pipeline/conclude.js';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import { refuseRequest } from '../pipeline/refuse-request.js';
import { traceReceived } from '../pipeline/trace-request.js';
import { OBJECT_ACTIONS, type ObjectActionId } from './object-actions.js';
import { endBridged } from './end-bridged.js';
import { endWhole } from './end-whole.js';
import { endStream } from './end-stream.js';
import { objectNotFound, objectOutOfReach } from './object-errors.js';
import type { ObjectRequest } from './object-request.js';

/** An object is read at once; what is streamed may still be in the making. */
const WHOLE_MS_MAX = 60_000;

/**
 * Reads, deletes or cancels a response that a provider keeps, or the gateway in its place: for its owner alone, free of charge, with one row like any other call. Sinks
 * are not told: they were told of the answer when it was made. Never throws.
 */
export async function handleObject(
  parts: PipelineParts,
  id: ObjectActionId,
  ingress: Ingress,
  credential: PresentedCredential,
  exchange: Exchange,
): Promise<void> {
  const action = OBJECT_ACTIONS[id];
  const { surface } = action;
  const snapshot = { ...parts.snapshots.current(), sinks: [] };
  let walked: Walked | undefined;
  let leave: (() => void) | undefined;
  parts.metrics.requestBegan();
  try {
    const principal = await authenticate(parts, credential);
    const caller = readHeaderFacts(ingress.headers, principal, snapshot.settings);
    const known: Walked = { ingress, surface, snapshot, principal, caller };
    walked = known;
    leave = parts.liveRequests.add({ requestId: ingress.requestId, principal, abort: () => exchange.revoke() });
    traceReceived(parts.logger, walked);
    const refusal = authorizeRoute(principal, ingress.path);
    if (refusal !== undefined) throw refusal;
    if (!parts.journal.accepting()) throw journalUnavailable(undefined);
    const object = await parts.objects.find(principal, 'response', ingress.params['id'] ?? '');
    if (object === undefined) {
      const response = await findBridged(parts, principal, ingress.params['id'] ?? '');
      walked = { ...known, request: requestOf(response, ingress) };
      return await conclude(parts, walked, await endBridged(parts, walked, { id, response, exchange }));
    }
    walked = { ...known, request: requestOf(object, ingress), references: [object] };
    const asked: ObjectRequest = { parts, walked, action, object, exchange };
    // what it cost can only be asked for while it is there
    if (id === 'delete') await parts.backgroundSettler.settleNow(object.requestId);
    const answer = await send(asked, snapshot);
    const ending = answer.kind === 'stream' ? await endStream(asked, answer) : await endWhole(asked, answer);
    await conclude(parts, walked, ending);
  } catch (fault) {
    await refuseRequest(parts, { surface, ingress, walked }, fault, exchange);
  } finally {
    leave?.();
    parts.metrics.requestEnded();
  }
}

async function authenticate(parts: PipelineParts, credential: PresentedCredential): Promise<Principal> {
  if (!credential.ok) throw credential.error;
  const authenticated = await parts.authenticator.authenticate(credential.value);
  if (!authenticated.ok) throw authenticated.error;
  return authenticated.value;
}

/** One that no provider keeps may be the gateway's. */
async function findBridged(parts: PipelineParts, principal: Principal, id: string): Promise<BridgedResponse> {
  const response = await parts.bridged.find(principal, id);
  if (response === undefined) throw objectNotFound('response', id);
  return response;
}

function send({ parts, walked, action, object, exchange }: ObjectRequest, snapshot: Snapshot): Promise<ObjectAnswer> {
  const deployment = findDeployment(snapshot, object.deploymentId);
  if (deployment === undefined) throw objectOutOfReach('response', object.publicId);
  const stream = walked.request?.stream === true;
  const timeouts: Timeouts = { ...snapshot.router.timeouts, ...deployment.timeouts };
  return parts.objectCalls.send({
    deployment,
    upstreamId: object.upstreamId,
    method: action.method,
    ...(action.path !== undefined && { action: action.path }),
    query: readQuery(exchange.request.url ?? '', action.query),
    stream,
    timeouts: stream ? timeouts : { ...timeouts, totalMs: Math.min(timeouts.totalMs, WHOLE_MS_MAX) },
    context: {
      now: parts.clock.now(),
      newId: () => parts.ids.newId(),
      requestedModel: object.modelRequested,
      includeUsage: true,
    },
    signal: exchange.signal,
  });
}

/** Only what the action knows, each parameter as often as it stands there. */
function readQuery(url: string, known: readonly string[]): Record<string, readonly string[]> {
  const parameters = new URLSearchParams(url.split('?', 2)[1] ?? '');
  return Object.fromEntries(
    known.filter((name) => parameters.has(name)).map((name) => [name, parameters.getAll(name)]),
  );
}

/** What its record says of the request. */
function requestOf({ modelRequested }: Pick<ProviderObject, 'modelRequested'>, { query }: Ingress): CanonicalRequest {
  return {
    operation: 'responses',
    format: 'openai-responses',
    model: modelRequested,
    messages: [],
    stream: query['stream'] === 'true',
    streamUsage: true,
    extra: {},
    gateway: {},
  };
}
