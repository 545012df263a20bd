import { isDeepStrictEqual } from 'node:util';
import {
  type CanonicalRequest,
  type Deployment,
  GatewayError,
  type Grant,
  type Principal,
  type Snapshot,
} from '@tollgate/canonical';
import type { OwnedObjects, ProviderObject } from '@tollgate/dispatch';
import { type ResponseReference, responseReferences, withProviderIds } from '@tollgate/formats';
import { findDeployment } from './find-deployment.js';
import { objectNotFound, objectOutOfReach } from './object-errors.js';

interface Referring {
  readonly principal: Principal;
  readonly snapshot: Snapshot;
  readonly request: CanonicalRequest;
  readonly grant: Grant;
}

/** A request that goes on from what a provider keeps. */
export interface Referred {
  /** With the provider's ids. */
  readonly request: CanonicalRequest;
  /** Of the deployments, those that know them. */
  readonly grant: Grant;
  readonly references: readonly ProviderObject[];
}

/**
 * Looks up whose the responses and conversations are that a request goes on from: at the provider all tenants are one account. Throws 404
 * for one that is not the caller's (an item alone never is), 400 where the model asked for is not served by the account that keeps it.
 * undefined: it goes on from nothing, and no store was asked.
 */
export async function resolveReferences(
  objects: OwnedObjects,
  { principal, snapshot, request, grant }: Referring,
): Promise<Referred | undefined> {
  const named = responseReferences(request);
  if (named.length === 0) return undefined;
  const references = await Promise.all(named.map((reference) => find(objects, principal, reference)));
  const [first] = named;
  const param = first?.member ?? '';
  let { deployments } = grant.model;
  for (const object of references) {
    const home = findDeployment(snapshot, object.deploymentId);
    if (home === undefined) throw objectOutOfReach(object.kind, object.publicId, param);
    deployments = deployments.filter((deployment) => isSameAccount(deployment, home));
    if (deployments.length === 0) throw keptElsewhere(object, request.model, param);
  }
  return {
    request: withProviderIds(request, new Map(references.map(({ publicId, upstreamId }) => [publicId, upstreamId]))),
    grant: { ...grant, model: { ...grant.model, deployments: homeAlone(deployments, references) } },
    references,
  };
}

async function find(
  objects: OwnedObjects,
  principal: Principal,
  { kind, id, member }: ResponseReference,
): Promise<ProviderObject> {
  const object = kind === 'item' ? undefined : await objects.find(principal, kind, id);
  if (object === undefined) throw objectNotFound(kind, id, member);
  return object;
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

function keptElsewhere({ kind, publicId, modelRequested }: ProviderObject, model: string, param: string): GatewayError {
  return new GatewayError('invalid_request', {
    message:
      `The ${kind} '${publicId}' is kept where the model '${modelRequested}' is served, and '${model}' is not served there. ` +
      `Ask '${modelRequested}', or send the conversation so far as input.`,
    param,
  });
}
