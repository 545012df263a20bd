import {
  type ConfigProblem,
  describeProblems,
  parseOptions,
  readProcessEnvironment,
  renderHelp,
} from '@tollgate/config';
import { outliveReaders } from './outlive-readers.js';
import { complain, say } from './print.js';
import { VERSION } from './version.js';

/** The command `tollgate`. Exit code 1 and one clear message for everything that can be mended; a stack trace only for faults of ours. */
async function main(argv: readonly string[]): Promise<void> {
  const options = parseOptions(argv);
  if (!options.ok) return exitWith(options.error);
  if (options.value.help === true) return say(renderHelp());
  if (options.value.version === true) return say(`tollgate ${VERSION} (Node ${process.version})`);
  for (const note of options.value.notes) complain(note);
  // what answers above needs nothing of what is loaded for a command
  const { runCommand } = await import('./run-command.js');
  const problems = await runCommand(options.value, readProcessEnvironment());
  if (problems.length > 0) exitWith(problems);
}

function exitWith(problems: readonly ConfigProblem[]): void {
  complain(
    problems.length === 1
      ? describeProblems(problems)
      : `${problems.length} things have to be mended:\n${describeProblems(problems)}`,
  );
  process.exitCode = 1;
}

outliveReaders();
void main(process.argv.slice(2)).then(
  // all is closed: a connection whose other side is silent may not hold the process
  () => process.exit(),
  (error: unknown) => {
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
