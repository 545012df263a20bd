import { deploymentsOf } from './deployments-of.js';
import type { Deployment, Snapshot } from './snapshot.js';

/** The deployment of an id, wherever in the configuration it stands; undefined: it is not configured any more. */
export function findDeployment(snapshot: Snapshot, id: string): Deployment | undefined {
  let known = deployments.get(snapshot);
  if (known === undefined) deployments.set(snapshot, (known = indexOf(snapshot)));
  return known.get(id);
}

const deployments = new WeakMap<Snapshot, ReadonlyMap<string, Deployment>>();

function indexOf(snapshot: Snapshot): ReadonlyMap<string, Deployment> {
  return new Map(deploymentsOf(snapshot).map((deployment) => [deployment.id, deployment]));
}
