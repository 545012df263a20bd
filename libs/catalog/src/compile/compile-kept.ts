import type { Deployment } from '@tollgate/canonical';
import {
  type ConfigProblem,
  EnvironmentReader,
  type KeptModel,
  type ModelEntry,
  readKeptModel,
  type Settings,
} from '@tollgate/config';
import { compileDeployment, type CompiledDeployment, type DeploymentInput } from './compile-deployment.js';
import { configuredBase } from './compile-target.js';
import { expandEntry } from './expand-entry.js';
import { type KeptCredential, withCredential } from './with-credential.js';

/** A kept model that cannot be served, and why. */
export interface KeptFault {
  readonly model: KeptModel;
  readonly problems: readonly ConfigProblem[];
}

export interface CompiledKept {
  readonly deployments: readonly Deployment[];
  readonly faults: readonly KeptFault[];
  readonly warnings: readonly ConfigProblem[];
}

export type KeptParts = Omit<DeploymentInput, 'entry'> & {
  readonly credentials: readonly KeptCredential[];
  /** Why this process may not call a deployment; undefined: it may. */
  readonly refuse?: ((deployment: Deployment) => string | undefined) | undefined;
};

/**
 * Models that came over the API. Each stands for itself: one that is wrong, or has the id of another (`taken`, or of an earlier one), is a
 * fault and no more.
 */
export function compileKept(models: readonly KeptModel[], taken: ReadonlySet<string>, parts: KeptParts): CompiledKept {
  const ids = new Set(taken);
  const credentials = new Map(parts.credentials.map((credential) => [credential.name, credential]));
  const faults: KeptFault[] = [];
  const compiled: CompiledDeployment[] = [];
  for (const model of models) {
    const whole = withCredential(model, credentials);
    const own = whole.ok ? compileOne(whole.value, parts) : [wrong(model, whole.error)];
    const repeated = own.filter(({ id }) => ids.has(id)).map(idTaken);
    const refused = own.flatMap(({ path, deployment }) => {
      const message = deployment && parts.refuse?.(deployment);
      return message === undefined ? [] : [{ path, message }];
    });
    const problems = [...own.flatMap((deployment) => deployment.problems), ...repeated, ...refused];
    if (problems.length > 0) faults.push({ model, problems });
    else compiled.push(...own);
    for (const { id } of own) ids.add(id);
  }
  return {
    deployments: compiled.flatMap(({ deployment }) => deployment ?? []),
    faults,
    warnings: compiled.flatMap(({ warnings }) => warnings),
  };
}

function compileOne(model: KeptModel, parts: KeptParts): readonly CompiledDeployment[] {
  const { allowedEnvReferences: allowedReferences } = parts.settings.admin;
  const read = readKeptModel(model, { allowedReferences, environment: parts.settings.environment });
  if (!read.ok) return [wrong(model, read.error)];
  const settings = settingsFor(read.value, parts.settings);
  return expandEntry(read.value, parts.providers).map((entry) => {
    const compiled = compileDeployment({ ...parts, entry, settings });
    const { deployment } = compiled;
    return deployment === undefined ? compiled : { ...compiled, deployment: asKept(deployment, entry, settings) };
  });
}

function wrong({ id }: KeptModel, problems: readonly ConfigProblem[]): CompiledDeployment {
  return { path: id, id, deployment: undefined, problems, warnings: [] };
}

/**
 * What of the operator's own goes along with calls: all of it to the provider's own address, nothing of it to one that came over the API or
 * that a team chose. Otherwise whoever names an address would be sent the keys of the environment.
 */
function settingsFor(entry: ModelEntry, settings: Settings): Settings {
  if (entry.kept?.teamId === undefined && configuredBase(entry) === undefined) return settings;
  const { apiBase: _base, organization: _organization, ...defaults } = settings.defaults;
  const { certificate: _certificate, ...tls } = defaults.tls;
  return {
    ...settings,
    defaults: { ...defaults, headers: {}, tls, forwardsOrganization: false },
    environment: new EnvironmentReader({}),
  };
}

function asKept(deployment: Deployment, { kept }: ModelEntry, { admin }: Settings): Deployment {
  const teamId = kept?.teamId;
  const privateNetworks = teamId === undefined ? 'allowed' : 'refused';
  return {
    ...deployment,
    kept: true,
    ...(teamId !== undefined && { teamId }),
    addresses: { privateNetworks, allowed: admin.allowedAddresses },
  };
}

function idTaken({ id }: CompiledDeployment): ConfigProblem {
  return { path: 'model_info.id', message: `is that of another model as well: "${id}"` };
}
