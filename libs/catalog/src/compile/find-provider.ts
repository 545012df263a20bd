import type { ProviderDescription, Target } from '@tollgate/canonical';
import { compareSpecificity, compileWildcard } from './wildcard.js';

export interface ProviderOfModel {
  /** undefined: no provider of this build. */
  readonly provider: ProviderDescription | undefined;
  /** Id for records and messages, also of a provider that is not served. */
  readonly id: string;
  /** Model name at the provider. */
  readonly model: string;
  /** See Target. */
  readonly upstreamOperation?: Target['upstreamOperation'];
}

export interface ModelAddress {
  readonly model: string;
  readonly customProvider?: string;
  readonly apiBase?: string;
}

/**
 * Whose model it is, in LiteLLM's order: `custom_llm_provider`, the prefix before the first slash, the host of `api_base`, the lists
 * of bare names. `inferBare` is the last of them.
 */
export function findProvider(
  address: ModelAddress,
  providers: readonly ProviderDescription[],
  inferBare: (name: string) => ProviderDescription | undefined,
): ProviderOfModel {
  const { model, customProvider, apiBase } = address;
  const slash = model.indexOf('/');
  const prefix = slash < 0 ? undefined : model.slice(0, slash);
  if (customProvider !== undefined) {
    const provider = byPrefix(customProvider, providers);
    return {
      provider,
      id: provider?.id ?? customProvider,
      model: prefix === customProvider ? model.slice(slash + 1) : model,
    };
  }
  const prefixed = prefix === undefined ? undefined : byPrefix(prefix, providers);
  if (prefixed !== undefined) return { provider: prefixed, id: prefixed.id, model: model.slice(slash + 1) };
  const found = byHost(apiBase, providers) ?? (prefix === undefined ? inferBare(model) : undefined);
  return { provider: found, id: found?.id ?? prefix ?? 'unknown', model };
}

/**
 * Finds the provider whose `bareModels` hold a name, the most specific pattern first (`gpt-3.5-turbo-instruct*` before `gpt-*`). Compiled
 * once: the result is asked for each bare name that a wildcard serves.
 */
export function compileBareNames(
  providers: readonly ProviderDescription[],
): (name: string) => ProviderDescription | undefined {
  const patterns = providers
    .flatMap((provider) =>
      (provider.bareModels ?? []).map((pattern) => ({ provider, pattern, regex: compileWildcard(pattern) })),
    )
    .sort((a, b) => compareSpecificity(a.pattern, b.pattern));
  return (name) => patterns.find(({ regex }) => regex.test(name))?.provider;
}

function byPrefix(prefix: string, providers: readonly ProviderDescription[]): ProviderDescription | undefined {
  return providers.find((provider) => provider.prefixes.includes(prefix));
}

function byHost(
  apiBase: string | undefined,
  providers: readonly ProviderDescription[],
): ProviderDescription | undefined {
  const host = hostOf(apiBase);
  // where a self-hosted server stands by default (localhost) tells nothing
  const telling = providers.filter(({ selfHosted }) => selfHosted !== true);
  return host === undefined ? undefined : telling.find((provider) => knownHosts(provider).includes(host));
}

/** Hosts of the provider's own API. */
export function knownHosts(provider: ProviderDescription): readonly string[] {
  return [...(provider.hosts ?? []), hostOf(provider.defaultApiBase) ?? []].flat();
}

export function hostOf(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).hostname : undefined;
}
