import type { EnvironmentReader } from '../environment/environment-reader.js';
import { checkKeys, type KeyReport } from '../keys/check-keys.js';
import { checkValues } from '../keys/check-values.js';
import type { ConfigProblem } from '../problem.js';
import { listSections, readSections, type Sections } from '../settings/read-sections.js';
import { readConfigFile } from './read-config-file.js';
import { resolveReferences } from './resolve-references.js';

/** Keys by what becomes of them. */
export type ConfigReport = Omit<KeyReport, 'problems'>;

export interface Config {
  readonly sections: Sections;
  readonly environment: EnvironmentReader;
  readonly report: ConfigReport;
  readonly problems: readonly ConfigProblem[];
}

const NOTHING: Omit<Config, 'environment'> = {
  sections: { models: [], unreadModels: [], litellm: {}, router: {}, general: {}, problems: [] },
  report: { served: [], unserved: [], unknown: [] },
  problems: [],
};

/** Reads, resolves and checks a config file; without one everything is empty. */
export function readConfig(
  file: string | undefined,
  reader: EnvironmentReader,
  allowUnserved: readonly string[],
): Config {
  if (file === undefined) return { ...NOTHING, environment: reader };
  const read = readConfigFile(file);
  const { value, environment, problems: unresolved } = resolveReferences(read.value, reader);
  const { problems: fatal, ...report } = checkKeys(listSections(value), allowUnserved);
  const known = readSections(value);
  const sections = read.problems.length === 0 ? known : { ...known, unreadModels: ['*'] };
  const values = checkValues(sections, allowUnserved);
  const inside = [...unresolved, ...sections.problems, ...fatal, ...values.problems];
  const problems = [...read.problems, ...inside.map(({ path, message }) => ({ path: `${file}: ${path}`, message }))];
  return { sections, environment, report: { ...report, unserved: [...report.unserved, ...values.unserved] }, problems };
}
