import type { CanonicalRequest, Target } from '@tollgate/canonical';
import { type ApiAddress, splitApiBase } from '../split-api-base.js';

/** LiteLLM's version where neither configuration nor caller names one (`AZURE_DEFAULT_API_VERSION`). */
const VERSION_DEFAULT = '2025-02-01-preview';

/** Versions that stand for the v1 API, which has no dated ones. */
const V1_VERSIONS: ReadonlySet<string> = new Set(['v1', 'latest', 'preview']);

/** LiteLLM's ways to say of a deployment what model it holds: no part of its name. */
const SERIES = /^(o_series|gpt5_series)\//;

export interface AzureEndpoint {
  readonly path: readonly string[];
  /** Stands beneath the deployment in the dated form; else beneath `openai`, and the body alone names the deployment. */
  readonly beneath: 'deployment' | 'openai';
}

export interface DeploymentAddress extends ApiAddress {
  /** The version of the API; undefined in its v1 form. */
  readonly version: string | undefined;
}

/** The operator says that the deployment holds a model that reasons. */
export function isOfReasoningSeries(model: string): boolean {
  return SERIES.test(model);
}

/** The deployment's own name. */
export function deploymentName(model: string): string {
  return model.replace(SERIES, '');
}

/**
 * Where an endpoint of a deployment is: `<base>/openai/deployments/<name>/<endpoint>?api-version=<date>`, or `<base>/openai/v1/<endpoint>`
 * where the operator's version is `v1`, `latest` or `preview` (recordings `gpt-deployment`, `gpt-tools-stream`). The base may go on as far
 * as the whole address. The caller's version counts in the dated form only: the form is the operator's.
 */
export function locateDeployment(
  request: Pick<CanonicalRequest, 'gateway'>,
  target: Target,
  { path: endpoint, beneath }: AzureEndpoint,
): DeploymentAddress {
  const { path, query = {}, ...root } = splitApiBase(target.apiBase, []);
  const configured = target.apiVersion ?? query['api-version'];
  if ((configured !== undefined && V1_VERSIONS.has(configured)) || endsWith(path, ['openai', 'v1'])) {
    const complete = completePath(path, [['openai', 'v1'], endpoint]);
    const preview = configured === 'preview' ? { 'api-version': configured } : {};
    return { ...root, path: complete, query: { ...without(query), ...preview }, version: undefined };
  }
  const { apiVersion: asked } = request.gateway;
  const dated = asked !== undefined && !V1_VERSIONS.has(asked) ? asked : undefined;
  const version = dated ?? configured ?? VERSION_DEFAULT;
  return {
    ...root,
    path: completePath(path, [...nameDeployment(path, target.model, beneath), endpoint]),
    query: { ...query, 'api-version': version },
    version,
  };
}

function nameDeployment(
  path: readonly string[],
  model: string,
  beneath: AzureEndpoint['beneath'],
): readonly (readonly string[])[] {
  if (beneath === 'openai') return [['openai']];
  return path.includes('deployments') ? [] : [['openai'], ['deployments', deploymentName(model)]];
}

/** The path with the pieces behind it, without those that it ends with already. */
function completePath(path: readonly string[], pieces: readonly (readonly string[])[]): readonly string[] {
  for (let count = pieces.length; count > 0; count -= 1) {
    if (endsWith(path, pieces.slice(0, count).flat())) return [...path, ...pieces.slice(count).flat()];
  }
  const last = pieces.at(-1) ?? [];
  return endsWith(path, last) ? path : [...path, ...pieces.flat()];
}

function endsWith(path: readonly string[], tail: readonly string[]): boolean {
  return tail.every((segment, index) => path[path.length - tail.length + index] === segment);
}

function without({ 'api-version': _version, ...others }: Readonly<Record<string, string>>): Record<string, string> {
  return others;
}
