import {
  type Deployment,
  type ProviderDescription,
  resolveModel,
  type Snapshot,
  type WildcardGroup,
} from '@tollgate/canonical';
import type { ConfigProblem, KeptModel, Settings } from '@tollgate/config';
import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import type { PriceBook } from '../prices/price-book.js';
import { PriceResolver } from '../prices/price-resolver.js';
import { type KeptAccessGroup, groupAccess } from './group-access.js';
import { ambientEntries } from './ambient-entries.js';
import { type CompiledDeployment, compileDeployment } from './compile-deployment.js';
import { type CompiledKept, compileKept, type KeptFault } from './compile-kept.js';
import { expandEntry } from './expand-entry.js';
import { compileBareNames } from './find-provider.js';
import type { KeptCredential } from './with-credential.js';
import { unknownFallbacks } from './unknown-fallbacks.js';
import { compareSpecificity, compileWildcard, isWildcard } from './wildcard.js';

export interface SnapshotInput {
  readonly settings: Settings;
  readonly providers: readonly ProviderDescription[];
  readonly book: PriceBook;
  readonly clock: Clock;
  /** Counts up with each compile. */
  readonly version: number;
  /** Models that came over the API, after those of the settings. */
  readonly kept?: readonly KeptModel[];
  /** Credentials that these name. */
  readonly keptCredentials?: readonly KeptCredential[];
  /** Access groups that came over the API. */
  readonly keptAccessGroups?: readonly KeptAccessGroup[];
  /** Why this process may not call a kept model's deployment; undefined: it may. */
  readonly refuseKept?: (deployment: Deployment) => string | undefined;
}

export interface CompiledSnapshot {
  readonly snapshot: Snapshot;
  /** What will not work although it can be started: said once, one line each. */
  readonly warnings: readonly ConfigProblem[];
  /** Kept models that cannot be served; the others are. */
  readonly faults: readonly KeptFault[];
}

const NO_MODEL: ConfigProblem = {
  path: 'model_list',
  message: 'no model is set: every call is refused until it names one',
};

/**
 * Compiles everything that the hot path reads. A problem in what the operator wrote refuses the whole; one in a kept model leaves that model
 * out, which is told as a fault of its own.
 */
export function compileSnapshot(input: SnapshotInput): Outcome<CompiledSnapshot, readonly ConfigProblem[]> {
  const { settings, providers, book } = input;
  const { compiled, parts } = compileEntries(input);
  const { inferBare, prices } = parts;
  const kept = compileKept(input.kept ?? [], new Set(compiled.map(({ id }) => id)), {
    ...parts,
    credentials: input.keptCredentials ?? [],
    refuse: input.refuseKept,
  });
  const deployments = [...compiled.flatMap(({ deployment }) => deployment ?? []), ...ofAll(kept)];
  const ambient = ambientEntries(providers, settings.environment).flatMap(
    (entry) => compileDeployment({ entry, ...parts }).deployment ?? [],
  );
  const groups = Map.groupBy(deployments, (deployment) => deployment.group);
  const snapshot: Snapshot = {
    version: input.version,
    groups: new Map([...groups].filter(([name]) => !isWildcard(name))),
    teamGroups: teamGroupsOf(kept.deployments),
    accessGroups: groupAccess(deployments, input.keptAccessGroups ?? []),
    wildcards: wildcardsOf(groups),
    defaultDeployments: groups.get('*') ?? [],
    aliases: new Map(settings.aliases.map(({ alias, group, hidden }) => [alias, { group, hidden }])),
    // what the configuration names goes first
    upstreamNames: new Map([...upstreamNamesOf(ambient), ...upstreamNamesOf(deployments)]),
    ...(settings.forcedModel === undefined ? {} : { forcedModel: settings.forcedModel }),
    router: settings.router,
    settings: settings.gateway,
    sinks: settings.sinks,
    inferProvider: (name) => inferBare(name)?.prefixes[0],
    priceOf: prices.priceOf,
    knownModels: (id) =>
      modelsOf(
        providers.find((provider) => provider.id === id),
        book,
      ),
  };
  const faulty = distinct(compiled.flatMap((entry) => entry.problems));
  const problems = [...faulty, ...duplicateIds(compiled), ...brokenNames(settings, snapshot)];
  if (problems.length > 0) return fail(problems);
  const nothing = compiled.length === 0 ? [NO_MODEL] : [];
  const own = distinct([...compiled.flatMap(({ warnings }) => warnings), ...kept.warnings]);
  const warnings = [
    ...nothing,
    ...own,
    ...unknownFallbacks(snapshot),
    ...unprovenOf([...deployments, ...ofTeams(kept)], providers),
  ];
  return succeed({ snapshot, warnings, faults: kept.faults });
}

/** What is to know of single models of the configuration, whatever else in it has to be mended; each is said once. */
export function warningsOfModels(input: SnapshotInput): readonly ConfigProblem[] {
  return distinct(compileEntries(input).compiled.flatMap(({ warnings }) => warnings));
}

type CompileParts = Omit<Parameters<typeof compileDeployment>[0], 'entry'>;

function compileEntries({ settings, providers, book, clock }: SnapshotInput): {
  readonly compiled: readonly CompiledDeployment[];
  readonly parts: CompileParts;
} {
  const byPattern = compileBareNames(providers);
  // only of providers whose models go by their bare names in LiteLLM too: hosts of open models share theirs
  const named = providers.filter(({ bareModels }) => bareModels !== undefined);
  const inferBare = (name: string): ProviderDescription | undefined =>
    byPattern(name) ?? named.find(({ priceBookId }) => priceBookId !== undefined && book.knows(priceBookId, name));
  const parts = { settings, providers, inferBare, prices: new PriceResolver(book, clock), ordinals: new Map() };
  const entries = settings.models.flatMap((entry) => expandEntry(entry, providers));
  return { compiled: entries.map((entry) => compileDeployment({ entry, ...parts })), parts };
}

function ofAll({ deployments }: CompiledKept): readonly Deployment[] {
  return deployments.filter(({ teamId }) => teamId === undefined);
}

function ofTeams({ deployments }: CompiledKept): readonly Deployment[] {
  return deployments.filter(({ teamId }) => teamId !== undefined);
}

function teamGroupsOf(kept: readonly Deployment[]): NonNullable<Snapshot['teamGroups']> {
  const teams = new Map<string, Deployment[]>();
  for (const deployment of kept) {
    const { teamId } = deployment;
    if (teamId !== undefined) teams.set(teamId, [...(teams.get(teamId) ?? []), deployment]);
  }
  return new Map([...teams].map(([teamId, own]) => [teamId, Map.groupBy(own, ({ group }) => group)]));
}

/** Said once for each provider in use that was never seen to work with real traffic. */
function unprovenOf(
  deployments: readonly Deployment[],
  providers: readonly ProviderDescription[],
): readonly ConfigProblem[] {
  return providers.flatMap(({ id, unproven }) => {
    const groups = deployments.filter(({ provider }) => provider === id).map(({ group }) => group);
    if (unproven !== true || groups.length === 0) return [];
    const message = `is unproven: tested from its published specification, not on recorded traffic (serves ${[...new Set(groups)].join(', ')})`;
    return [{ path: `provider "${id}"`, message }];
  });
}

/** One variable serves many models, one entry several organizations: each is said once. */
function distinct(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.path}\n${problem.message}`, problem])).values()];
}

function wildcardsOf(groups: ReadonlyMap<string, readonly Deployment[]>): readonly WildcardGroup[] {
  return [...groups]
    .filter(([name]) => isWildcard(name) && name !== '*')
    .sort(([a], [b]) => compareSpecificity(a, b))
    .map(([pattern, deployments]) => ({ pattern, regex: compileWildcard(pattern), deployments }));
}

/** The names that deployments have at their providers, with and without prefix: the last resort of resolution. */
function upstreamNamesOf(deployments: readonly Deployment[]): ReadonlyMap<string, readonly Deployment[]> {
  const named = deployments.filter(({ target }) => !isWildcard(target.model));
  return new Map([
    ...Map.groupBy(named, ({ target }) => target.model),
    ...Map.groupBy(named, ({ target }) => target.litellmModel),
  ]);
}

/** An id names one deployment in records, metrics and health; a blocked one may be let in again. */
function duplicateIds(compiled: readonly CompiledDeployment[]): readonly ConfigProblem[] {
  const first = new Map<string, string>();
  return compiled.flatMap(({ path, id }) => {
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, path);
      return [];
    }
    return [{ path, message: `its id "${id}" is that of ${earlier} as well; give each a model_info.id of its own` }];
  });
}

/**
 * A name that stands for nothing would answer "unknown model" where its operator believes in it. One that an unread entry may define
 * is not wrong for that.
 */
function brokenNames({ aliases, forcedModel, unreadModels }: Settings, snapshot: Snapshot): readonly ConfigProblem[] {
  const unread = unreadModels.map(compileWildcard);
  const names = aliases.map(({ alias, group }) => ({
    path: `router_settings.model_group_alias.${alias}`,
    asked: alias,
    group,
  }));
  if (forcedModel !== undefined && !snapshot.aliases.has(forcedModel))
    names.push({ path: 'general_settings.completion_model', asked: forcedModel, group: forcedModel });
  return names
    .filter(
      ({ asked, group }) => resolveModel(snapshot, asked) === undefined && !unread.some((name) => name.test(group)),
    )
    .map(({ path, group }) => ({ path, message: `stands for "${group}", which is no model of model_list` }));
}

function modelsOf(provider: ProviderDescription | undefined, book: PriceBook): readonly string[] {
  return provider?.priceBookId === undefined ? [] : book.models(provider.priceBookId);
}
