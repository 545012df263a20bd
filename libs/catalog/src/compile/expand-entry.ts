import type { ProviderDescription } from '@tollgate/canonical';
import type { ModelEntry } from '@tollgate/config';

/**
 * One entry as the deployments it stands for: one per organization of a list; and `*` to `*` (LiteLLM's "proxy all models") as one
 * wildcard for each served provider, so that each of its deployments has one provider.
 */
export function expandEntry(entry: ModelEntry, providers: readonly ProviderDescription[]): readonly ModelEntry[] {
  return expandAll(entry, providers).flatMap(expandOrganizations);
}

function expandAll(entry: ModelEntry, providers: readonly ProviderDescription[]): readonly ModelEntry[] {
  if (entry.name !== '*' || entry.params.model !== '*' || entry.params.custom_llm_provider != null) return [entry];
  return providers.flatMap((provider) => {
    const prefix = provider.prefixes[0];
    if (prefix === undefined || provider.operations.length === 0) return [];
    const name = `${prefix}/*`;
    const info = entry.info.id == null ? entry.info : { ...entry.info, id: `${entry.info.id}:${prefix}` };
    return [{ ...entry, name, params: { ...entry.params, model: name }, info }];
  });
}

function expandOrganizations(entry: ModelEntry): readonly ModelEntry[] {
  const { organization } = entry.params;
  if (!Array.isArray(organization)) return [entry];
  return organization.map((one: string, index) => {
    const info = entry.info.id == null || index === 0 ? entry.info : { ...entry.info, id: `${entry.info.id}:${one}` };
    return { ...entry, params: { ...entry.params, organization: one }, info };
  });
}
