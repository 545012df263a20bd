import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { EnvironmentReader } from '../environment/environment-reader.js';
import type { ConfigProblem } from '../problem.js';

/** Begins a text that stands for a variable of the environment. */
export const REFERENCE = 'os.environ/';

export interface Resolved {
  readonly value: JsonObject;
  /** With the values of `environment_variables` in front: what providers' variables are read from. */
  readonly environment: EnvironmentReader;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Puts the environment's values in place of `os.environ/NAME`, in any string of the file. Only for values that come from the
 * operator's files: a value that came over HTTP never passes here. `environment_variables` are resolved first and then seen by all.
 */
export function resolveReferences(file: JsonObject, reader: EnvironmentReader): Resolved {
  const problems: ConfigProblem[] = [];
  const variables: Record<string, string> = {};
  const section = file['environment_variables'];
  if (isJsonObject(section)) {
    for (const [name, value] of Object.entries(section)) {
      const resolved = resolveValue(value ?? null, `environment_variables.${name}`, reader, problems);
      if (resolved !== null && typeof resolved !== 'object') variables[name] = String(resolved);
      else if (resolved !== null) problems.push({ path: `environment_variables.${name}`, message: 'expected a text' });
    }
  } else if (section !== undefined && section !== null) {
    problems.push({ path: 'environment_variables', message: 'expected a mapping of names and values' });
  }
  const environment = reader.overlay(variables);
  const { environment_variables: _resolved, ...rest } = file;
  const value = resolveValue(rest, '', environment, problems) as JsonObject;
  return { value, environment, problems };
}

function resolveValue(value: JsonValue, path: string, reader: EnvironmentReader, problems: ConfigProblem[]): JsonValue {
  if (typeof value === 'string') return resolveText(value, path, reader, problems);
  if (Array.isArray(value))
    return value.map((item: JsonValue, index) => resolveValue(item, pathOfItem(path, index, item), reader, problems));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      resolveValue(item ?? null, path === '' ? key : `${path}.${key}`, reader, problems),
    ]),
  );
}

function resolveText(text: string, path: string, reader: EnvironmentReader, problems: ConfigProblem[]): string {
  if (!text.startsWith(REFERENCE)) return text;
  const name = text.slice(REFERENCE.length);
  const value = reader.read(name);
  if (value !== undefined) return value;
  problems.push({ path, message: `the environment variable ${name} is not set` });
  return text;
}

/** A model is named beside its place in the list: `model_list[2] (gpt-4o)`. */
export function pathOfItem(path: string, index: number, item: unknown): string {
  const name = isJsonObject(item) ? item['model_name'] : undefined;
  return typeof name === 'string' ? `${path}[${index}] (${name})` : `${path}[${index}]`;
}
