import { findModelDenial, SPECIAL_MODEL_NAMES } from '@tollgate/admission';
import type { Reach } from '@tollgate/auth';
import {
  type Deployment,
  deploymentsOf,
  type Principal,
  type ResolvedModel,
  resolveModel,
  type Snapshot,
  substituteModel,
} from '@tollgate/canonical';

/** A public name with the deployments behind it, each with its model's name at the provider. */
export interface VisibleGroup {
  readonly name: string;
  readonly models: readonly { readonly deployment: Deployment; readonly model: string }[];
}

/**
 * Deployments that a caller may use, in the order of the configuration, wildcards as they stand: the rule is that of `GET /v1/models`. The own
 * models of a team are also for who keeps it.
 */
export function visibleDeployments(snapshot: Snapshot, caller: Principal, reach: Reach): readonly Deployment[] {
  return deploymentsOf(snapshot).filter(({ group, teamId }) => {
    if (teamId !== undefined && isKept(teamId, reach)) return true;
    return (teamId === undefined || teamId === caller.teamId) && mayUse(snapshot, caller, group);
  });
}

/** Whether who reaches so far keeps the own models of a team, or those of the operator (null). */
export function isKept(teamId: string | null, reach: Reach): boolean {
  return reach.kind === 'all' || (teamId !== null && reach.teamIds.includes(teamId));
}

/**
 * Groups that a caller may use: aliases that are not hidden (for who has no list of his own), groups, wildcards as they stand, and the
 * names of the key's and team's own lists that a wildcard takes in.
 */
export function visibleGroups(snapshot: Snapshot, caller: Principal): readonly VisibleGroup[] {
  const own = [...caller.models, ...caller.teamModels].filter((name) => !SPECIAL_MODEL_NAMES.has(name));
  const aliases = [...snapshot.aliases].flatMap(([alias, { hidden }]) => (hidden ? [] : [alias]));
  const hasList = caller.models.length > 0 || caller.teamModels.length > 0;
  const names = new Set([
    ...(hasList ? [] : aliases),
    ...ofTeam(snapshot, caller),
    ...snapshot.groups.keys(),
    ...snapshot.wildcards.map(({ pattern }) => pattern),
    ...(snapshot.defaultDeployments.length === 0 ? [] : ['*']),
    ...own.filter((name) => !name.includes('*')),
  ]);
  return [...names].flatMap((name) => visibleGroup(snapshot, caller, name) ?? []);
}

/** One group by its name, or by a name that a wildcard takes in; undefined when there is none or the caller may not use it. */
export function visibleGroup(snapshot: Snapshot, caller: Principal, name: string): VisibleGroup | undefined {
  return mayUse(snapshot, caller, name) ? findGroup(snapshot, name, caller.teamId) : undefined;
}

/** The same, whoever asks; groups of a team's own are its alone. */
export function findGroup(snapshot: Snapshot, name: string, teamId?: string): VisibleGroup | undefined {
  const pattern = deploymentsOfPattern(snapshot, name);
  if (pattern !== undefined)
    return { name, models: pattern.map((deployment) => ({ deployment, model: deployment.target.model })) };
  const resolved = resolveModel(snapshot, name, teamId);
  return resolved === undefined ? undefined : { name, models: modelsOf(resolved) };
}

function ofTeam({ teamGroups }: Snapshot, { teamId }: Principal): Iterable<string> {
  return teamId === undefined ? [] : (teamGroups?.get(teamId)?.keys() ?? []);
}

function modelsOf(resolved: ResolvedModel): VisibleGroup['models'] {
  return resolved.deployments.map((deployment) => ({ deployment, model: substituteModel(deployment, resolved) }));
}

function deploymentsOfPattern(snapshot: Snapshot, name: string): readonly Deployment[] | undefined {
  if (name === '*' && snapshot.defaultDeployments.length > 0) return snapshot.defaultDeployments;
  return snapshot.wildcards.find(({ pattern }) => pattern === name)?.deployments;
}

function mayUse(snapshot: Snapshot, caller: Principal, name: string): boolean {
  return findModelDenial(caller, snapshot, name) === undefined;
}
