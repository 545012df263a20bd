import type { EnvironmentReader } from './environment/environment-reader.js';
import { type ConfigReport, readConfig } from './file/read-config.js';
import type { ConfigProblem } from './problem.js';

export interface ConfigCheck {
  readonly report: ConfigReport;
  readonly problems: readonly ConfigProblem[];
  /** What will not work although it can be started, or was mended; of single models also where something else stands in the way of a start. */
  readonly warnings: readonly ConfigProblem[];
  /** False when the start would fail or a key is known to nobody. */
  readonly ok: boolean;
}

/** `tollgate config check FILE`: reads the file and the environment, and no database. */
export function checkConfig(
  file: string,
  environment: EnvironmentReader,
  allowUnserved: readonly string[],
): ConfigCheck {
  const { report, problems } = readConfig(file, environment, allowUnserved);
  return { report, problems, warnings: [], ok: problems.length === 0 && report.unknown.length === 0 };
}

/** What `config check` prints. */
export function renderConfigCheck(file: string, { report, problems, warnings, ok }: ConfigCheck): string {
  const block = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`), ''];
  return [
    ...block('served', report.served),
    ...block('known, not served (no effect)', report.unserved),
    ...block('unknown', report.unknown),
    ...block('to know', warnings.map(lineOf)),
    ...block('to be mended', problems.map(lineOf)),
    ok
      ? `${file} can be used`
      : `${file} has to be mended: ${countOf(problems, 'problem')}, ${countOf(report.unknown, 'unknown key')}`,
    '',
  ].join('\n');
}

function lineOf({ path, message }: ConfigProblem): string {
  return `${path}: ${message}`;
}

function countOf(list: readonly unknown[], name: string): string {
  return `${list.length === 0 ? 'no' : list.length} ${name}${list.length === 1 ? '' : 's'}`;
}
