import type { Principal, Snapshot } from '@tollgate/canonical';
import { matchesStars } from '@tollgate/kernel';

/** Whose list leaves a model out. */
export type ModelDenial = 'key' | 'team' | 'user' | 'project' | 'org';

const ALL_PROXY_MODELS = 'all-proxy-models';
const ALL_TEAM_MODELS = 'all-team-models';
const NO_MODELS = 'no-default-models';
/** Words of a list that are no model's name, however somebody asks. */
const SPECIAL_NAMES: ReadonlySet<string> = new Set([ALL_PROXY_MODELS, ALL_TEAM_MODELS, NO_MODELS]);

/**
 * Who denies `model`, if anyone: a name asked for, after the key's own aliases and its team's. Key AND team must allow it, and the
 * team for this member, or key AND user where the key has no team, then its project and its organization (litellm-admin-api 16 and 17); an empty list allows all.
 * Operator's aliases count under both of their names. LiteLLM's special names: `all-proxy-models` allows all, `all-team-models`
 * stands for the team's list as it is now, `no-default-models` names no model and so allows none. A model that is the team's own is on
 * its list without being named there.
 */
export function findModelDenial(principal: Principal, snapshot: Snapshot, model: string): ModelDenial | undefined {
  const names = namesOf(snapshot, model);
  const isTeams = isOwnOfTeam(principal, snapshot, model);
  if (!allows(keyModels(principal), names) && !(isTeams && followsTeam(principal)))
    return followsTeam(principal) ? 'team' : 'key';
  return findHolderDenial(principal, names, isTeams);
}

/** By the lists that stand beside the key's own, in the order in which they are asked. */
function findHolderDenial(principal: Principal, names: readonly string[], isTeams: boolean): ModelDenial | undefined {
  const { teamId, teamModels, memberModels, userModels, projectModels, organizationModels } = principal;
  if (teamId === undefined && !allows(userModels, names)) return 'user';
  if (teamId !== undefined && !isTeams && !allows(teamModels, names)) return 'team';
  if (!isTeams && !allows(memberModels, names)) return 'team';
  if (!allows(projectModels, names)) return 'project';
  return allows(organizationModels, names) ? undefined : 'org';
}

function isOwnOfTeam({ teamId }: Principal, { teamGroups }: Snapshot, model: string): boolean {
  return teamId !== undefined && teamGroups?.get(teamId)?.has(model) === true;
}

/** A key whose list stands for its team's denies nothing of its own (recording "team lifecycle"). */
function followsTeam({ models, teamId }: Principal): boolean {
  return teamId !== undefined && models.includes(ALL_TEAM_MODELS);
}

function keyModels(principal: Principal): readonly string[] {
  if (!principal.models.includes(ALL_TEAM_MODELS)) return principal.models;
  if (principal.teamId === undefined || principal.teamModels.length === 0) return [];
  return [...principal.models, ...principal.teamModels];
}

/** Every name that a list may hold it under: as asked, the operator's alias target, each also with the inferred provider. */
function namesOf(snapshot: Snapshot, model: string): readonly string[] {
  const target = snapshot.aliases.get(model)?.group;
  const plain = target === undefined ? [model] : [model, target];
  const prefixed = plain.flatMap((name) => {
    const provider = name.includes('/') ? undefined : snapshot.inferProvider(name);
    return provider === undefined ? [] : [`${provider}/${name}`];
  });
  return [...plain, ...prefixed];
}

function allows(list: readonly string[] | undefined, names: readonly string[]): boolean {
  if (list === undefined || list.length === 0) return true;
  return list.some((entry) => entry === ALL_PROXY_MODELS || names.some((name) => matchesEntry(entry, name)));
}

/** Whether everything that `entry` of a model list allows is allowed by `list` too. `*` in the entry counts as any text. */
export function holdsModel(list: readonly string[], entry: string): boolean {
  if (list.length === 0 || list.includes(entry) || entry === NO_MODELS) return true;
  if (SPECIAL_NAMES.has(entry)) return list.includes(ALL_PROXY_MODELS);
  return allows(list, [entry]);
}

function matchesEntry(entry: string, name: string): boolean {
  if (SPECIAL_NAMES.has(entry)) return false;
  return entry === name || (entry.includes('*') && matchesStars(entry, name));
}
