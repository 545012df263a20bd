import { fail, isJsonObject, type JsonObject, type JsonValue, type Outcome, succeed } from '@tollgate/kernel';
import type { EnvironmentReader } from '../environment/environment-reader.js';
import { REFERENCE } from '../file/resolve-references.js';
import { checkKeys, type Section } from '../keys/check-keys.js';
import type { ConfigProblem } from '../problem.js';
import { findOperatorsOwn } from './find-operators-own.js';
import { type ModelEntry, modelEntry } from './model-entry.js';
import { readValue } from './read-value.js';

/** A model as it came over the API and is kept, secrets in the clear. */
export interface KeptModel {
  readonly id: string;
  /** The public name that its callers know. */
  readonly name: string;
  /** The team whose own it is; null: all may be given it. */
  readonly teamId: string | null;
  readonly blocked: boolean;
  /** `litellm_params` */
  readonly params: JsonObject;
  /** `model_info` */
  readonly info: JsonObject;
}

/** What of the operator's a model that came over the API may still name. */
export interface KeptModelRules {
  /** Variables whose `os.environ/NAME` is read, for models that are of no team (`allow_env_references_from_api`). */
  readonly allowedReferences: readonly string[];
  readonly environment: EnvironmentReader;
}

/**
 * A kept model as an entry beside those of `model_list`. What came over the API names no variable, file or issuer of the operator's
 * (edge-and-authority 3), whoever sent it and however it came into the store.
 */
export function readKeptModel(model: KeptModel, rules: KeptModelRules): Outcome<ModelEntry, readonly ConfigProblem[]> {
  const path = `model ${model.id} (${model.name})`;
  const { params, info, problems } = readReferences(model, path, rules);
  const own = [...findOperatorsOwn(params, `${path}.litellm_params`), ...findPatterns(model, path)];
  const sections: readonly Section[] = [
    { name: 'litellm_params', path: `${path}.litellm_params`, value: params },
    { name: 'model_info', path: `${path}.model_info`, value: withoutTeam(info) },
  ];
  const found = [...problems, ...own, ...checkKeys(sections, []).problems];
  if (found.length > 0) return fail(found);
  const value = { model_name: model.name, litellm_params: params, model_info: { ...info, ...identityOf(model) } };
  const faults: ConfigProblem[] = [];
  const entry = readValue(modelEntry, value, path, faults);
  if (entry === undefined) return fail(faults);
  return succeed({
    path,
    name: entry.model_name,
    params: entry.litellm_params,
    info: entry.model_info ?? {},
    kept: model.teamId === null ? {} : { teamId: model.teamId },
  });
}

/** Patterns are matched in one order over all names: a team has models by their whole names. */
function findPatterns({ teamId, name, params }: KeptModel, path: string): readonly ConfigProblem[] {
  const isPattern = name.includes('*') || (typeof params['model'] === 'string' && params['model'].includes('*'));
  const message = "is a pattern, which a team's own model cannot be: name one model";
  return teamId !== null && isPattern ? [{ path, message }] : [];
}

function identityOf({ id, blocked }: KeptModel): JsonObject {
  return { id, ...(blocked && { blocked }) };
}

/** Here the team of a model is kept to. */
function withoutTeam({ team_id: _team, team_public_model_name: _name, ...others }: JsonObject): JsonObject {
  return others;
}

interface Read {
  readonly params: JsonObject;
  readonly info: JsonObject;
  readonly problems: readonly ConfigProblem[];
}

function readReferences({ teamId, params, info }: KeptModel, path: string, rules: KeptModelRules): Read {
  const problems: ConfigProblem[] = [];
  const allowed = new Set(teamId === null ? rules.allowedReferences : []);
  const read = (value: JsonValue, place: string): JsonValue => {
    if (typeof value === 'string') return readText(value, place);
    if (Array.isArray(value)) return value.map((item: JsonValue, index) => read(item, `${place}[${String(index)}]`));
    return isJsonObject(value) ? readMembers(value, place) : value;
  };
  const readText = (text: string, place: string): string => {
    const trimmed = text.trim();
    if (!trimmed.startsWith(REFERENCE)) return text;
    const name = trimmed.slice(REFERENCE.length).trim();
    const found = allowed.has(name) ? rules.environment.read(name) : undefined;
    if (found === undefined)
      problems.push({
        path: place,
        message: 'names an environment variable of the gateway, which what came over the API may not',
      });
    return found ?? text;
  };
  const readMembers = (members: JsonObject, place: string): JsonObject =>
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name, read(value ?? null, `${place}.${name}`)]));
  return {
    params: readMembers(params, `${path}.litellm_params`),
    info: readMembers(info, `${path}.model_info`),
    problems,
  };
}
