import { findDeployment } from './find-deployment.js';
import { resolveModel } from './resolve-model.js';
import type { Snapshot } from './snapshot.js';

/** Whether a name stands for something that a request can go to: a model, a deployment by its id, or some team's own model. */
export function isServedName(snapshot: Snapshot, name: string): boolean {
  if (resolveModel(snapshot, name) !== undefined || findDeployment(snapshot, name) !== undefined) return true;
  return [...(snapshot.teamGroups?.values() ?? [])].some((groups) => groups.has(name));
}
