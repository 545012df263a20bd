import type { ProviderDescription } from '@tollgate/canonical';
import type { EnvironmentReader, ModelEntry } from '@tollgate/config';

/**
 * Entries for the models that a provider serves with the environment's own key although the configuration does not name them; none for a
 * provider whose key is not there. They are found by name, and listed nowhere.
 */
export function ambientEntries(
  providers: readonly ProviderDescription[],
  environment: EnvironmentReader,
): readonly ModelEntry[] {
  return providers.flatMap(({ ambientModels = [], credentialFields, prefixes }) => {
    const required = credentialFields.filter(({ required: isRequired }) => isRequired);
    const present = required.every((field) => environment.readFirst(field.environment) !== undefined);
    const [prefix] = prefixes;
    if (!present || prefix === undefined) return [];
    return ambientModels.map((model) => ({
      path: `${prefix}/${model}`,
      name: model,
      params: { model: `${prefix}/${model}` },
      info: {},
    }));
  });
}
