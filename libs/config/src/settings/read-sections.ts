import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { pathOfItem } from '../file/resolve-references.js';
import type { Section } from '../keys/check-keys.js';
import type { ConfigProblem } from '../problem.js';
import { type ModelEntry, modelEntry } from './model-entry.js';
import { readValue } from './read-value.js';
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
    litellm: readValue(litellmSettings, file['litellm_settings'], 'litellm_settings', problems) ?? {},
    router: readValue(routerSettings, file['router_settings'], 'router_settings', problems) ?? {},
    general: readValue(generalSettings, file['general_settings'], 'general_settings', problems) ?? {},
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
    const entry = readValue(modelEntry, item, path, problems);
    if (entry !== undefined)
      models.push({ path, name: entry.model_name, params: entry.litellm_params, info: entry.model_info ?? {} });
    else if (isJsonObject(item) && typeof item['model_name'] === 'string') unreadModels.push(item['model_name']);
  }
  return { models, unreadModels };
}
