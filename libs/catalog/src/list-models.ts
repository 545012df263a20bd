import { type Deployment, type Principal, resolveModel, type Snapshot, substituteModel } from '@tollgate/canonical';

/** A model as `GET /v1/models` shows it. */
export interface ListedModel {
  readonly id: string;
  /** The provider of its first deployment. */
  readonly provider: string;
  readonly mode?: string;
  readonly maxInputTokens?: number;
  readonly maxOutputTokens?: number;
}

/** Models that a deployment's provider has, by its own names. */
export type ModelsAt = (deployment: Deployment) => readonly string[];

/**
 * The models that a caller may use: aliases that are not hidden, exact names in the order of the config, wildcards expanded by the
 * provider's known models, and the names of the key's and team's own lists that a wildcard takes in. Who has such a list is shown
 * the aliases that it names, and no others (recording `key-lifecycle`). `mayUse` is the access rule; `modelsAt` says what a deployment's
 * provider has, by its own names: absent, what the price book knows.
 */
export function listModels(
  snapshot: Snapshot,
  principal: Pick<Principal, 'models' | 'teamModels' | 'teamId'>,
  mayUse: (name: string) => boolean,
  modelsAt: ModelsAt = ({ provider }) => snapshot.knownModels(provider),
): readonly ListedModel[] {
  const own = [...principal.models, ...principal.teamModels];
  const aliases = own.length === 0 ? publicAliases(snapshot) : [];
  const { teamId } = principal;
  const ofTeam = teamId === undefined ? [] : (snapshot.teamGroups?.get(teamId)?.keys() ?? []);
  const names = new Set([
    ...aliases,
    ...publicNames(snapshot, modelsAt),
    ...ofTeam,
    ...own.filter((name) => !name.includes('*')),
  ]);
  return [...names].flatMap((name) => (mayUse(name) ? (listedModel(snapshot, name, teamId) ?? []) : []));
}

/** One model by name; undefined when it does not exist or the caller may not use it. */
export function findListedModel(
  snapshot: Snapshot,
  name: string,
  { teamId }: Pick<Principal, 'teamId'>,
  mayUse: (name: string) => boolean,
): ListedModel | undefined {
  return mayUse(name) ? listedModel(snapshot, name, teamId) : undefined;
}

function publicAliases(snapshot: Snapshot): readonly string[] {
  return [...snapshot.aliases].flatMap(([alias, { hidden }]) => (hidden ? [] : [alias]));
}

function publicNames(snapshot: Snapshot, modelsAt: ModelsAt): readonly string[] {
  const expanded = [...snapshot.wildcards].flatMap(({ pattern, deployments }) =>
    expand(pattern, deployments, modelsAt),
  );
  return [...snapshot.groups.keys(), ...expanded, ...expand('*', snapshot.defaultDeployments, modelsAt)];
}

/** A provider's models put into the pattern's one star; a pattern with more stars names nothing that can be listed. */
function expand(pattern: string, deployments: readonly Deployment[], modelsAt: ModelsAt): readonly string[] {
  const [before, after, ...more] = pattern.split('*');
  if (before === undefined || after === undefined || more.length > 0) return [];
  return deployments.flatMap((deployment) => {
    const template = deployment.target.model.split('*');
    if (template.length !== 2) return [];
    const [head = '', tail = ''] = template;
    const fitting = modelsAt(deployment).filter(
      (model) => model.startsWith(head) && model.endsWith(tail) && model.length > head.length + tail.length,
    );
    return fitting.map((model) => `${before}${model.slice(head.length, model.length - tail.length)}${after}`);
  });
}

function listedModel(snapshot: Snapshot, name: string, teamId: string | undefined): ListedModel | undefined {
  const resolved = resolveModel(snapshot, name, teamId);
  const deployment = resolved?.deployments[0];
  if (resolved === undefined || deployment === undefined) return undefined;
  const { facts } = snapshot.priceOf(deployment, substituteModel(deployment, resolved));
  return {
    id: name,
    provider: deployment.provider,
    ...(facts.mode === undefined ? {} : { mode: facts.mode }),
    ...(facts.maxInputTokens === undefined ? {} : { maxInputTokens: facts.maxInputTokens }),
    ...(facts.maxOutputTokens === undefined ? {} : { maxOutputTokens: facts.maxOutputTokens }),
  };
}
