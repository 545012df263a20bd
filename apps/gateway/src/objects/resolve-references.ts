import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@tollgate/kernel';
import {
  type CanonicalRequest,
  type Deployment,
  findDeployment,
  GatewayError,
  type Grant,
  type Principal,
  type Snapshot,
} from '@tollgate/canonical';
import type { OwnedObjects, ProviderObject } from '@tollgate/dispatch';
import { findProviderIds, responseReferences, withProviderIds } from '@tollgate/formats';
import { isAskedOverResponses } from './is-asked-over-responses.js';
import { objectNotFound, objectOutOfReach } from './object-errors.js';

interface Referring {
  readonly principal: Principal;
  readonly snapshot: Snapshot;
  readonly request: CanonicalRequest;
  readonly grant: Grant;
  /** As the client sent it. */
  readonly body?: JsonObject;
}

/** A request that goes on from what a provider keeps. */
export interface Referred {
  /** With the provider's ids. */
  readonly request: CanonicalRequest;
  /** Of the deployments, those that know them. */
  readonly grant: Grant;
  readonly references: readonly ProviderObject[];
}

/** An id as the client sent it, and where it stands. */
interface Asked {
  readonly member: string;
  readonly id: string;
  readonly kind: string;
}

/** What keeps it: the object itself, or the answer that named it. */
type Resolved = Asked & { readonly object: ProviderObject };

/**
 * Looks up whose everything is that a request names by an id: at the provider all tenants are one account. Throws 404 for what is not the
 * caller's, and is not one of the operator's that all may use; 400 where the model asked for is not served by the account that keeps it.
 * undefined: it names nothing, and no store was asked.
 */
export async function resolveReferences(objects: OwnedObjects, asking: Referring): Promise<Referred | undefined> {
  const { principal, snapshot, request, grant, body } = asking;
  const owned = ({ id }: Asked): boolean => snapshot.settings.sharedProviderObjects?.has(id) !== true;
  const shown = responseReferences(request).filter(owned);
  const named = body === undefined ? [] : findProviderIds(request.format, body).filter(owned);
  if (shown.length === 0 && named.length === 0) return undefined;
  const own = await Promise.all(
    shown.map(async (asked): Promise<Resolved> => {
      const object = await objects.find(principal, asked.kind, asked.id);
      if (object === undefined) throw objectNotFound(asked.kind, asked.id, asked.member);
      return { ...asked, object };
    }),
  );
  const { resolved, unsealed } = await findNamed(objects, principal, named);
  const homes = [...own, ...resolved];
  const references = [...new Map(homes.map(({ object }) => [object.publicId, object])).values()];
  const deployments = keepers(asking, homes, unsealed);
  return {
    request: withProviderIds(request, new Map(own.map(({ id, object }) => [id, object.upstreamId]))),
    grant: { ...grant, model: { ...grant.model, deployments: homeAlone(deployments, references) } },
    references,
  };
}

/**
 * The answers that named these ids to the caller. Reasoning of which nobody knows is told apart: it was the gateway's own word for what a
 * provider of another dialect said, and those ask nobody for it.
 */
async function findNamed(
  objects: OwnedObjects,
  principal: Principal,
  named: readonly Asked[],
): Promise<{ readonly resolved: readonly Resolved[]; readonly unsealed: Asked | undefined }> {
  if (named.length === 0) return { resolved: [], unsealed: undefined };
  const answers = await objects.findNaming(principal, [...new Set(named.map(({ id }) => id))]);
  const makers = new Map(answers.flatMap((object) => (object.namedIds ?? []).map((id) => [id, object] as const)));
  const resolved: Resolved[] = [];
  let unsealed: Asked | undefined;
  for (const asked of named) {
    const object = makers.get(asked.id);
    if (object !== undefined) resolved.push({ ...asked, object });
    else if (asked.kind === 'reasoning item') unsealed ??= asked;
    else throw objectNotFound(asked.kind, asked.id, asked.member);
  }
  return { resolved, unsealed };
}

/** Of the model's deployments, those at the accounts that keep all of it. */
function keepers(
  { snapshot, request, grant }: Referring,
  homes: readonly Resolved[],
  unsealed: Asked | undefined,
): readonly Deployment[] {
  let { deployments } = grant.model;
  for (const asked of homes) {
    const home = findDeployment(snapshot, asked.object.deploymentId);
    if (home === undefined) throw objectOutOfReach(asked.kind, asked.id, asked.member);
    deployments = deployments.filter((deployment) => isSameAccount(deployment, home));
    if (deployments.length === 0) throw keptElsewhere(asked, request.model);
  }
  if (unsealed === undefined) return deployments;
  const bridged = deployments.filter(({ target }) => !isAskedOverResponses(target));
  if (bridged.length === 0) throw objectNotFound(unsealed.kind, unsealed.id, unsealed.member);
  return bridged;
}

/** The call stays at the deployment that keeps the object; another one of the same account only where that one is not of the model. */
function homeAlone(deployments: readonly Deployment[], references: readonly ProviderObject[]): readonly Deployment[] {
  const home = deployments.filter(({ id }) => references.some(({ deploymentId }) => deploymentId === id));
  return home.length > 0 ? home : deployments;
}

function isSameAccount(deployment: Deployment, home: Deployment): boolean {
  if (deployment.id === home.id) return true;
  return (
    deployment.provider === home.provider &&
    deployment.target.apiBase === home.target.apiBase &&
    isDeepStrictEqual(deployment.credential, home.credential)
  );
}

function keptElsewhere({ kind, id, member, object }: Resolved, model: string): GatewayError {
  const { modelRequested } = object;
  return new GatewayError('invalid_request', {
    message:
      `The ${kind} '${id}' is kept where the model '${modelRequested}' is served, and '${model}' is not served there. ` +
      `Ask '${modelRequested}', or send the conversation so far as input.`,
    param: member,
  });
}
