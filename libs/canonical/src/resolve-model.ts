import { isModelName } from './is-model-name.js';
import type { Deployment, Snapshot } from './snapshot.js';

/** A public name resolved to the deployments that serve it. */
export interface ResolvedModel {
  /** The name asked for, after aliases: what access lists are compared with and what the client is shown. */
  readonly name: string;
  /** The group's own name: the exact public name, or the wildcard's pattern. */
  readonly group: string;
  readonly deployments: readonly Deployment[];
  /** What each `*` of the pattern stood for; empty for an exact name. */
  readonly captures: readonly string[];
}

/**
 * The one resolver of names, for authorization, routing, `/models` and the admin.
 * Order: the model of the caller's own team, alias, exact public name, wildcard (as given, then as `<inferred provider>/<name>`), default deployment (`*`),
 * `litellm_params.model` of some deployment. A name that the operator wrote is taken as it stands; one that only a pattern takes is the
 * client's own text, and is judged here, wherever in the request it stood (`isModelName`).
 */
export function resolveModel(snapshot: Snapshot, requested: string, teamId?: string): ResolvedModel | undefined {
  const own = teamId === undefined ? undefined : snapshot.teamGroups?.get(teamId)?.get(requested);
  if (own !== undefined) return { name: requested, group: requested, deployments: own, captures: [] };
  const alias = snapshot.aliases.get(requested);
  const name = alias?.group ?? requested;
  const exact = snapshot.groups.get(name);
  if (exact !== undefined) return { name: requested, group: name, deployments: exact, captures: [] };
  const pattern = alias !== undefined || isModelName(name) ? matchPattern(snapshot, requested, name) : undefined;
  if (pattern !== undefined) return pattern;
  const upstream = snapshot.upstreamNames.get(name);
  return upstream === undefined ? undefined : { name: requested, group: name, deployments: upstream, captures: [] };
}

function matchPattern(snapshot: Snapshot, requested: string, name: string): ResolvedModel | undefined {
  const wild = matchWildcard(snapshot, requested, name) ?? matchInferred(snapshot, requested, name);
  if (wild !== undefined || snapshot.defaultDeployments.length === 0) return wild;
  return { name: requested, group: '*', deployments: snapshot.defaultDeployments, captures: [name] };
}

function matchWildcard(snapshot: Snapshot, requested: string, name: string): ResolvedModel | undefined {
  for (const wildcard of snapshot.wildcards) {
    const match = wildcard.regex.exec(name);
    if (match !== null) {
      return { name: requested, group: wildcard.pattern, deployments: wildcard.deployments, captures: match.slice(1) };
    }
  }
  return undefined;
}

function matchInferred(snapshot: Snapshot, requested: string, name: string): ResolvedModel | undefined {
  if (name.includes('/')) return undefined;
  const provider = snapshot.inferProvider(name);
  return provider === undefined ? undefined : matchWildcard(snapshot, requested, `${provider}/${name}`);
}

/**
 * The model name to use at a deployment: the captures of the public pattern put into its stars, left to right; a name without
 * stars as it stands; the whole requested name when there are more captures than stars.
 */
export function substituteModel(deployment: Deployment, resolved: ResolvedModel): string {
  const template = deployment.target.model;
  if (!template.includes('*')) return template;
  const stars = template.split('*').length - 1;
  if (resolved.captures.length > stars) return resolved.name;
  let index = 0;
  return template.replace(/\*/g, () => resolved.captures[index++] ?? '');
}
