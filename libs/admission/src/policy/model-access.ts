import { type Principal, resolveModel, type Snapshot } from '@tollgate/canonical';
import { matchesStars } from '@tollgate/kernel';

/** Whose list leaves a model out. */
export type ModelDenial = 'key' | 'team' | 'user' | 'project' | 'org';

const ALL_PROXY_MODELS = 'all-proxy-models';
const ALL_TEAM_MODELS = 'all-team-models';
/** Names no model: what stands on a list that allows none, as an empty one allows all. */
export const NO_MODELS = 'no-default-models';
/** Every name. */
const ANY = '*';
/** Words of lists of models that are no model's and no group's name, however somebody asks. */
export const SPECIAL_MODEL_NAMES: ReadonlySet<string> = new Set([ALL_PROXY_MODELS, ALL_TEAM_MODELS, NO_MODELS]);

/** A model as lists are asked for it. */
interface Asked {
  /** Every name that a list may hold it under. */
  readonly names: readonly string[];
  /** Whether an access group, by what a list calls it, takes it in; undefined: the entry is no group. */
  readonly isIn: (entry: string) => boolean | undefined;
}

/**
 * Who denies `model`, if anyone: a name asked for, after the key's own aliases and its team's. Key AND team must allow it, and the
 * team for this member, or key AND user where the key has no team, then its project and its organization (litellm-admin-api 16 and 17); an empty list allows all.
 * Operator's aliases count under both of their names. An access group on a list stands for its models as they are now: those that a call by
 * this name goes to, so that a pattern of a group takes in no model that has a place of its own. LiteLLM's special names:
 * `all-proxy-models` allows all, `all-team-models` stands for the team's list as it is now, `no-default-models` names no model and so
 * allows none. A model that is the team's own is on its list without being named there.
 */
export function findModelDenial(principal: Principal, snapshot: Snapshot, model: string): ModelDenial | undefined {
  if (hasNoList(principal)) return undefined;
  const names = namesOf(snapshot, model);
  const asked = { names, isIn: groupsOf(snapshot, model, names, principal.teamId) };
  return findDenial(principal, asked, isOwnOfTeam(principal, snapshot, model));
}

/** Of most callers: nothing has to be known of the model. */
function hasNoList(principal: Principal): boolean {
  const { models, teamModels, memberModels, userModels, projectModels, organizationModels } = principal;
  const further = [memberModels, userModels, projectModels, organizationModels];
  return models.length + teamModels.length === 0 && further.every((list) => (list?.length ?? 0) === 0);
}

/** Who does not give an access group as it stands, whatever becomes of it, if anyone; by its name or its id. */
export function findGroupDenial(principal: Principal, snapshot: Snapshot, group: string): ModelDenial | undefined {
  const name = snapshot.accessGroups?.get(group)?.name;
  const isIn = (entry: string): boolean | undefined => {
    const named = snapshot.accessGroups?.get(entry);
    return named && named.name === name;
  };
  return findDenial(principal, { names: [ANY], isIn }, false);
}

function findDenial(principal: Principal, asked: Asked, isTeams: boolean): ModelDenial | undefined {
  if (!allows(keyModels(principal), asked) && !(isTeams && followsTeam(principal)))
    return followsTeam(principal) ? 'team' : 'key';
  return findHolderDenial(principal, asked, isTeams);
}

/** By the lists that stand beside the key's own, in the order in which they are asked. */
function findHolderDenial(principal: Principal, asked: Asked, isTeams: boolean): ModelDenial | undefined {
  const { teamId, teamModels, memberModels, userModels, projectModels, organizationModels } = principal;
  if (teamId === undefined && !allows(userModels, asked)) return 'user';
  if (teamId !== undefined && !isTeams && !allows(teamModels, asked)) return 'team';
  if (!isTeams && !allows(memberModels, asked)) return 'team';
  if (!allows(projectModels, asked)) return 'project';
  return allows(organizationModels, asked) ? undefined : 'org';
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

/** By what serves the name: the model of the caller's own team where there is one, else that of all. */
function groupsOf(snapshot: Snapshot, model: string, names: readonly string[], teamId?: string): Asked['isIn'] {
  const own = teamId === undefined ? undefined : snapshot.teamGroups?.get(teamId)?.get(model);
  return (entry) => {
    if (own?.some(({ accessGroups }) => accessGroups?.includes(entry))) return true;
    const group = snapshot.accessGroups?.get(entry);
    if (group === undefined) return undefined;
    if (own !== undefined) return false;
    const { models, further = [] } = group;
    const served = resolveModel(snapshot, model)?.group;
    return (served !== undefined && models.has(served)) || further.some((held) => takesIn(held, names));
  };
}

function allows(list: readonly string[] | undefined, { names, isIn }: Asked): boolean {
  if (list === undefined || list.length === 0) return true;
  return list.some((entry) => entry === ALL_PROXY_MODELS || (isIn(entry) ?? takesIn(entry, names)));
}

/**
 * Whether everything that `entry` of a model list allows is allowed by `list` too. `*` in the entry counts as any text. An access group is
 * held by who has it, or all models, on his list: it may take in others tomorrow.
 */
export function holdsModel(snapshot: Snapshot, list: readonly string[], entry: string): boolean {
  if (list.length === 0 || list.includes(entry) || entry === NO_MODELS) return true;
  if (SPECIAL_MODEL_NAMES.has(entry)) return list.includes(ALL_PROXY_MODELS);
  const group = snapshot.accessGroups?.get(entry);
  if (group !== undefined) return list.some((held) => isAll(held) || snapshot.accessGroups?.get(held) === group);
  // what a pattern or an alias stands for may be in no group tomorrow
  const isPlain = !entry.includes('*') && !snapshot.aliases.has(entry);
  const isGroup = (held: string): boolean | undefined =>
    snapshot.accessGroups?.has(held) === true ? false : undefined;
  return allows(list, { names: [entry], isIn: isPlain ? groupsOf(snapshot, entry, [entry]) : isGroup });
}

function isAll(entry: string): boolean {
  return entry === ANY || entry === ALL_PROXY_MODELS;
}

/** Whether an entry that is no group is, or matches, one of the names. */
function takesIn(entry: string, names: readonly string[]): boolean {
  if (SPECIAL_MODEL_NAMES.has(entry)) return false;
  return names.some((name) => entry === name || (entry.includes('*') && matchesStars(entry, name)));
}
