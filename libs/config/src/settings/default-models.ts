import type { ProviderDescription } from '@tollgate/canonical';
import type { EnvironmentReader } from '../environment/environment-reader.js';
import type { Options } from '../options/options.js';
import type { ModelEntry } from './model-entry.js';

export interface DefaultModels {
  readonly models: readonly ModelEntry[];
  readonly origins: readonly string[];
}

/**
 * The models of a start without a config file: those that are built in, and every model of each provider whose key stands in
 * the environment.
 */
export function defaultModels(
  providers: readonly ProviderDescription[],
  builtIn: readonly string[],
  environment: EnvironmentReader,
): DefaultModels {
  const own = builtIn.map((name) => entryOf(name, name));
  const byVariable = new Map<string, ModelEntry>();
  for (const provider of providers) {
    const variable = hasAddress(provider, environment) ? keyVariableOf(provider, environment) : undefined;
    const prefix = provider.prefixes[0];
    // a second provider of the same key is another way to the same models (`text-completion-openai`)
    if (variable === undefined || prefix === undefined || byVariable.has(variable)) continue;
    byVariable.set(variable, entryOf(`${prefix}/*`, `${prefix}/*`));
  }
  return {
    models: [...own, ...byVariable.values()],
    origins: [...(own.length > 0 ? ['built in'] : []), ...byVariable.keys()],
  };
}

/** The entry that `--model NAME` asks for, with what the other options say of it. */
export function modelOfOptions(model: string, options: Options): ModelEntry {
  const params = {
    ...(options.apiBase === undefined ? {} : { api_base: options.apiBase }),
    ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
    ...(options.maxTokens === undefined ? {} : { max_tokens: options.maxTokens }),
  };
  return { path: '--model', name: model, params: { model, ...params }, info: {} };
}

function entryOf(name: string, model: string): ModelEntry {
  return { path: `default model ${name}`, name, params: { model }, info: {} };
}

function hasAddress(provider: ProviderDescription, environment: EnvironmentReader): boolean {
  return (
    provider.defaultApiBase !== undefined || environment.readFirst(provider.apiBaseEnvironment ?? []) !== undefined
  );
}

/** The variable that holds the provider's key. A provider without a required secret is not found by its environment. */
function keyVariableOf(provider: ProviderDescription, environment: EnvironmentReader): string | undefined {
  const required = provider.credentialFields.filter((field) => field.required);
  const secrets = required.filter((field) => field.secret);
  if (secrets.length === 0) return undefined;
  const complete = required.every((field) => environment.readFirst(field.environment) !== undefined);
  return complete ? secrets[0]?.environment.find((name) => environment.read(name) !== undefined) : undefined;
}
