import type { Deployment, ProviderDescription, ScopeLimits, Timeouts, TlsSettings } from '@tollgate/canonical';
import {
  type ConfigProblem,
  isProviderAddress,
  type ModelEntry,
  PROVIDER_ADDRESS_EXPECTED,
  type Settings,
  tlsOf,
} from '@tollgate/config';
import { isSecretName, type JsonObject } from '@tollgate/kernel';
import { ownPrices } from '../prices/own-prices.js';
import type { PriceResolver } from '../prices/price-resolver.js';
import { authenticates } from './authenticates.js';
import { compileCredential } from './compile-credential.js';
import { compileTarget, configuredBase } from './compile-target.js';
import { deploymentId } from './deployment-id.js';
import { withoutResponsesPrefix } from './upstream-operation.js';
import { findProvider, hostOf, knownHosts, type ProviderOfModel } from './find-provider.js';

export interface DeploymentInput {
  readonly entry: ModelEntry;
  readonly settings: Settings;
  readonly providers: readonly ProviderDescription[];
  readonly inferBare: (name: string) => ProviderDescription | undefined;
  readonly prices: PriceResolver;
  /** Entries seen so far with the same group, model and base; counted here. */
  readonly ordinals: Map<string, number>;
}

export interface CompiledDeployment {
  readonly path: string;
  readonly id: string;
  /** undefined for a blocked entry: it is not routed to and not listed. */
  readonly deployment: Deployment | undefined;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

/** One entry of `model_list` as the hot path needs it: provider, target, credential, price; what is wrong or doubtful in it by its path. */
export function compileDeployment(input: DeploymentInput): CompiledDeployment {
  const { entry, settings, prices, ordinals } = input;
  const { params, info, path } = entry;
  const id = info.id ?? nextId(entry, ordinals);
  if (info.blocked === true) return { path, id, deployment: undefined, problems: [], warnings: [] };
  const found = providerOf(input);
  const target = compileTarget({
    deploymentId: id,
    entry,
    found,
    defaults: settings.defaults,
    environment: settings.environment,
  });
  const { credential, problems, notes } = compileCredential(entry, found.provider, settings.environment);
  prices.add(id, { entry, ...pricedAs(entry, target.apiBase, found) });
  const { price, facts } = prices.priceOf({ id } as Deployment, found.model);
  const deployment: Deployment = {
    id,
    group: entry.name,
    provider: found.id,
    served: isServed(found),
    target,
    credential,
    price,
    facts,
    ...ownPricesMember(entry),
    ...(params.weight == null ? {} : { weight: params.weight }),
    ...(params.rpm == null ? {} : { rpm: params.rpm }),
    ...(params.tpm == null ? {} : { tpm: params.tpm }),
    limits: settings.defaults.enforceModelRateLimits ? limitsOf(entry) : {},
    ...(params.region_name == null ? {} : { region: params.region_name }),
    ...(params.num_retries == null ? {} : { numRetries: params.num_retries }),
    timeouts: timeoutsOf(entry),
    ...tlsMember(tlsOf(params, settings.defaults.tls)),
    ...(info.access_groups == null ? {} : { accessGroups: info.access_groups }),
    info: { ...(info as JsonObject), id },
  };
  return {
    path,
    id,
    deployment,
    problems: [...problems, ...addressProblems(entry, target.apiBase, found, settings)],
    warnings: [...notes, ...warningsOf(path, found, deployment, configuredBase(entry))],
  };
}

function providerOf({ entry, providers, inferBare }: DeploymentInput): ProviderOfModel {
  const { model, custom_llm_provider: customProvider } = entry.params;
  const apiBase = configuredBase(entry);
  const asked = {
    model,
    ...(customProvider == null ? {} : { customProvider }),
    ...(apiBase === undefined ? {} : { apiBase }),
  };
  return withoutResponsesPrefix(findProvider(asked, providers, inferBare));
}

/** Nobody bills for what no provider answered: an answer that is given in the config is free, but at a price of the entry's own. */
function pricedAs(
  { params }: ModelEntry,
  apiBase: string,
  { provider }: ProviderOfModel,
): { readonly provider: ProviderDescription | undefined; readonly customBase: boolean } {
  return params.mock_response == null
    ? { provider, customBase: isCustomBase(apiBase, provider) }
    : { provider: undefined, customBase: true };
}

/** An address of the model's own was judged with the file; this one may come from elsewhere. */
function addressProblems(
  entry: ModelEntry,
  apiBase: string,
  { provider }: ProviderOfModel,
  { defaults }: Settings,
): readonly ConfigProblem[] {
  if (apiBase === '' || isProviderAddress(apiBase)) return [];
  const variables = provider?.apiBaseEnvironment?.join(' or ') ?? '';
  const origin = defaults.apiBase === undefined ? variables : 'litellm_settings.api_base';
  return [{ path: `${entry.path}: its address, from ${origin}`, message: PROVIDER_ADDRESS_EXPECTED }];
}

function nextId(entry: ModelEntry, ordinals: Map<string, number>): string {
  const identity = { group: entry.name, model: entry.params.model, apiBase: configuredBase(entry) ?? '' };
  const key = JSON.stringify(identity);
  const ordinal = ordinals.get(key) ?? 0;
  ordinals.set(key, ordinal + 1);
  return deploymentId({ ...identity, ordinal });
}

function isServed({ provider }: ProviderOfModel): boolean {
  return provider !== undefined && provider.operations.length > 0;
}

function isCustomBase(apiBase: string, provider: ProviderDescription | undefined): boolean {
  const host = hostOf(apiBase);
  if (host === undefined || provider === undefined || provider.addressPerCustomer === true) return false;
  return !knownHosts(provider).includes(host);
}

function limitsOf({ params }: ModelEntry): ScopeLimits {
  return {
    ...(params.rpm == null ? {} : { requestsPerMinute: params.rpm }),
    ...(params.tpm == null ? {} : { tokensPerMinute: params.tpm }),
  };
}

function ownPricesMember({ params, info }: ModelEntry): Pick<Deployment, 'ownPrices'> {
  const prices = ownPrices(params, info);
  return Object.keys(prices).length === 0 ? {} : { ownPrices: prices };
}

function tlsMember(tls: TlsSettings): Pick<Deployment, 'tls'> {
  return Object.keys(tls).length === 0 ? {} : { tls };
}

function timeoutsOf({ params }: ModelEntry): Partial<Timeouts> {
  return {
    ...(params.timeout == null ? {} : { totalMs: Math.round(params.timeout * 1000) }),
    ...(params.stream_timeout == null ? {} : { firstTokenMs: Math.round(params.stream_timeout * 1000) }),
  };
}

function warningsOf(
  path: string,
  { provider, id, model }: ProviderOfModel,
  deployment: Deployment,
  base: string | undefined,
): readonly ConfigProblem[] {
  if (!deployment.served)
    return [{ path, message: `its provider "${id}" is not served: the model is listed, and calls to it are refused` }];
  // who is not asked needs no key
  if (deployment.target.mockResponse !== undefined) return [];
  const keys = provider === undefined ? [] : missingKeys(path, provider, deployment);
  const { apiBaseEnvironment: variables = [] } = provider ?? {};
  if (deployment.target.apiBase === '' && variables.length > 0) {
    const message = `is not set, nor ${variables.join(' or ')}: calls to ${model} cannot be sent`;
    return [...keys, { path: `${path}.litellm_params.api_base`, message }];
  }
  // A server of one's own may want no key; an address that every customer has is none.
  return base === undefined || provider?.addressPerCustomer === true ? keys : [];
}

function missingKeys(
  path: string,
  provider: ProviderDescription,
  { credential, target }: Deployment,
): readonly ConfigProblem[] {
  // the operator's own headers may carry what signs
  if (authenticates(provider, credential) || Object.keys(target.extraHeaders).some(isSecretName)) return [];
  const { credentialFields, credentialChoices = [] } = provider;
  const [[first] = [], ...others] = credentialChoices;
  const missing = credentialFields.filter(({ name, required }) =>
    first === undefined ? required && credential[name] === undefined : name === first,
  );
  const known = others.filter((choice) =>
    choice.every((name) => credentialFields.some((field) => field.name === name)),
  );
  const ways = known.map((choice) => `, nor ${listed(choice)}`).join('');
  return missing.map((field) => ({
    path: `${path}.litellm_params.${field.name}`,
    message: `is not set, nor ${field.environment.join(' or ')}${ways}: the provider will refuse calls to ${target.model}`,
  }));
}

/** `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
