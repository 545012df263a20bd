import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { findMisspelt, suggest } from '../suggest.js';
import type { ConfigProblem } from '../problem.js';
import { KNOWN_KEYS, type SectionName } from './known-keys.js';

/** What becomes of the keys of a file. */
export interface KeyReport {
  readonly served: readonly string[];
  /** LiteLLM's keys that have no effect here. */
  readonly unserved: readonly string[];
  /** Keys that nobody knows, each with the nearest known name. */
  readonly unknown: readonly string[];
  /** Fatal keys that stop the start. */
  readonly problems: readonly ConfigProblem[];
}

export interface Section {
  readonly name: SectionName;
  readonly path: string;
  readonly value: JsonObject;
}

/**
 * Sorts the keys of all sections. A fatal key that is switched off (`false`, empty) restricts nothing and counts as unserved; so does
 * one that `--allow-unserved` names, by its last word or its full path. Unknown members of `litellm_params` are parameters for the
 * provider and of `model_info` free notes: neither is reported, but for what is surely a known one misspelt (`rpmm` limits nothing).
 */
export function checkKeys(sections: readonly Section[], allowed: readonly string[]): KeyReport {
  const report = {
    served: [] as string[],
    unserved: [] as string[],
    unknown: [] as string[],
    problems: [] as ConfigProblem[],
  };
  for (const section of sections) {
    for (const [key, value] of Object.entries(section.value)) sortKey(section, key, value ?? null, allowed, report);
  }
  return { ...report, served: unique(report.served), unserved: unique(report.unserved) };
}

interface Report {
  readonly served: string[];
  readonly unserved: string[];
  readonly unknown: string[];
  readonly problems: ConfigProblem[];
}

function sortKey(section: Section, key: string, value: JsonValue, allowed: readonly string[], report: Report): void {
  const known = KNOWN_KEYS[section.name];
  const path = section.path === '' ? key : `${section.path}.${key}`;
  const general = section.name === 'top level' ? key : `${section.name}.${key}`;
  const reason = Object.hasOwn(known.fatal, key) ? known.fatal[key] : undefined;
  if (known.served.includes(key)) report.served.push(general);
  else if (reason === undefined) sortUnserved(section, key, path, general, report);
  else if (isOff(value) || allowed.includes(key) || allowed.includes(general) || allowed.includes(path))
    report.unserved.push(general);
  else
    report.problems.push({
      path,
      message: `is not served yet, and without it ${reason}. Remove it, or start with --allow-unserved ${key}`,
    });
}

function sortUnserved(section: Section, key: string, path: string, general: string, report: Report): void {
  const known = KNOWN_KEYS[section.name];
  const names = [...known.served, ...known.unserved, ...Object.keys(known.fatal)];
  const isFree = section.name === 'litellm_params' || section.name === 'model_info';
  if (known.unserved.includes(key)) report.unserved.push(general);
  else if (!isFree || findMisspelt(key, names) !== undefined) report.unknown.push(`${path}${suggest(key, names)}`);
}

function isOff(value: JsonValue): boolean {
  if (value === null || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
