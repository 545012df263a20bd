import type { Deployment, Snapshot } from './snapshot.js';

/** Every deployment of a snapshot, in its order; those of teams last. */
export function deploymentsOf({
  groups,
  wildcards,
  defaultDeployments,
  teamGroups = new Map(),
}: Pick<Snapshot, 'groups' | 'wildcards' | 'defaultDeployments' | 'teamGroups'>): readonly Deployment[] {
  const ofTeams = [...teamGroups.values()].flatMap((own) => [...own.values()]);
  return [
    ...groups.values(),
    ...wildcards.map(({ deployments }) => deployments),
    defaultDeployments,
    ...ofTeams,
  ].flat();
}
