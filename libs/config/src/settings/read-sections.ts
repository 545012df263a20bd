import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { z } from 'zod';
import { pathOfItem } from '../file/resolve-references.js';
import type { Section } from '../keys/check-keys.js';
import type { ConfigProblem } from '../problem.js';
import { type ModelEntry, modelEntry } from './model-entry.js';
import {
  type GeneralSettings,
  generalSettings,
  type LitellmSettings,
  litellmSettings,
  routerSettings,
  type RouterSection,
} from './sections.js';

/** The file's sections in their types. A section with a problem is left out; `problems` says why. */
export interface Sections {
  readonly models: readonly ModelEntry[];
  /** Names of the entries of `model_list` that have a problem; `*`, any name, where a whole file could not be read. */
  readonly unreadModels: readonly string[];
  readonly litellm: LitellmSettings;
  readonly router: RouterSection;
  readonly general: GeneralSettings;
  readonly problems: readonly ConfigProblem[];
}

export function readSections(file: JsonObject): Sections {
  const problems: ConfigProblem[] = [];
  return {
    ...readModels(file['model_list'], problems),
    litellm: read(litellmSettings, file['litellm_settings'], 'litellm_settings', problems) ?? {},
    router: read(routerSettings, file['router_settings'], 'router_settings', problems) ?? {},
    general: read(generalSettings, file['general_settings'], 'general_settings', problems) ?? {},
    problems,
  };
}

/** Every mapping of the file whose keys are known by name. */
export function listSections(file: JsonObject): readonly Section[] {
  const named = (['litellm_settings', 'router_settings', 'general_settings'] as const).flatMap((name) =>
    sectionOf(name, name, file[name]),
  );
  const models = (Array.isArray(file['model_list']) ? file['model_list'] : []) as readonly JsonValue[];
  const ofModels = models.flatMap((model, index) => {
    if (!isJsonObject(model)) return [];
    const path = pathOfItem('model_list', index, model);
    return [
      ...sectionOf('litellm_params', `${path}.litellm_params`, model['litellm_params']),
      ...sectionOf('model_info', `${path}.model_info`, model['model_info']),
    ];
  });
  return [{ name: 'top level', path: '', value: file }, ...named, ...ofModels];
}

function sectionOf(name: Section['name'], path: string, value: JsonValue | undefined): readonly Section[] {
  return isJsonObject(value) ? [{ name, path, value }] : [];
}

function readModels(list: JsonValue | undefined, problems: ConfigProblem[]): Pick<Sections, 'models' | 'unreadModels'> {
  const models: ModelEntry[] = [];
  const unreadModels: string[] = [];
  if (list !== undefined && list !== null && !Array.isArray(list))
    problems.push({ path: 'model_list', message: 'expected a list' });
  for (const [index, item] of (Array.isArray(list) ? (list as readonly JsonValue[]) : []).entries()) {
    const path = pathOfItem('model_list', index, item);
    const entry = read(modelEntry, item, path, problems);
    if (entry !== undefined)
      models.push({ path, name: entry.model_name, params: entry.litellm_params, info: entry.model_info ?? {} });
    else if (isJsonObject(item) && typeof item['model_name'] === 'string') unreadModels.push(item['model_name']);
  }
  return { models, unreadModels };
}

function read<S extends z.ZodType>(
  schema: S,
  value: JsonValue | undefined,
  path: string,
  problems: ConfigProblem[],
): z.output<S> | undefined {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    problems.push({ path: joinPath(path, issue.path), message: messageOf(issue, value) });
  return undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
};

/** The schema's own words; where it has none, the validator's are put into ours. */
function messageOf(issue: z.core.$ZodIssue, value: JsonValue | undefined): string {
  if (!issue.message.startsWith('Invalid input')) return issue.message;
  const kind = issue.code === 'invalid_type' ? KINDS[issue.expected] : undefined;
  const expected = kind === undefined ? 'expected another kind of value' : `expected ${kind}`;
  return issue.path.length > 0 && memberAt(value, issue.path) === undefined ? `is missing: ${expected}` : expected;
}

function memberAt(value: JsonValue | undefined, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part], value);
}

function joinPath(base: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (joined, part) => (typeof part === 'number' ? `${joined}[${part}]` : `${joined}.${String(part)}`),
    base,
  );
}
