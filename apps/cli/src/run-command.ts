import { compileSnapshot, PriceBook, warningsOfModels } from '@tollgate/catalog';
import {
  type Command,
  type ConfigCheck,
  type ConfigProblem,
  checkConfig,
  type EnvironmentReader,
  type LoadedSettings,
  loadSettings,
  type Options,
  renderConfigCheck,
} from '@tollgate/config';
import { assertNever, type Outcome, SystemClock } from '@tollgate/kernel';
import { StartError } from '@tollgate/persistence';
import { PROVIDERS } from '@tollgate/providers';
import { importLiteLlm } from './import-litellm.js';
import { migrateOnly } from './migrate-only.js';
import { complain, say } from './print.js';
import { redeliver } from './redeliver.js';
import { reportLines } from './report-lines.js';
import { rotateSalt } from './rotate-salt.js';
import { verifyAudit } from './verify-audit.js';

/** Models that answer in the process, there by default when no config is given. */
const BUILT_IN_MODELS = ['mock/echo', 'mock/text'];

/** Runs one command to its end; a server's end is its signal. Resolves to what has to be mended; ends the process where a store cannot be used. */
export async function runCommand(options: Options, environment: EnvironmentReader): Promise<readonly ConfigProblem[]> {
  try {
    return await run(options, environment);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    complain(error.message);
    // a queue that was given up may still hold the process with its reconnecting
    process.exit(1);
  }
}

async function run(options: Options, environment: EnvironmentReader): Promise<readonly ConfigProblem[]> {
  const { command } = options;
  if (command === 'config check') {
    checkOnly(options, environment);
    return [];
  }
  const loaded = load(options, environment);
  if (loaded.ok && loaded.value.problems.length === 0) return start(command, loaded.value, options);
  for (const line of refusedReport(options, environment)) complain(`warning: ${line}`);
  return judge(loaded).problems;
}

/** A file that has to be mended is mended in one go: what it holds without effect is said beside its problems. */
function refusedReport({ config, allowUnserved }: Options, environment: EnvironmentReader): readonly string[] {
  return config === undefined ? [] : reportLines(checkConfig(config, environment, allowUnserved ?? []).report);
}

async function start(
  command: Exclude<Command, 'config check'>,
  loaded: LoadedSettings,
  options: Options,
): Promise<readonly ConfigProblem[]> {
  switch (command) {
    case 'migrate':
      await migrateOnly(loaded.settings);
      return [];
    case 'redeliver':
      await redeliver(loaded.settings, options.sink);
      return [];
    case 'salt rotate':
      await rotateSalt(loaded.settings);
      return [];
    case 'audit verify':
      await verifyAudit(loaded.settings);
      return [];
    case 'import litellm':
      await importLiteLlm(loaded.settings, options);
      return [];
    case 'serve':
    case 'gateway':
    case 'admin':
    case 'worker': {
      // no other command needs the servers, which take longer to load than most of them to run
      const { serve } = await import('./serve.js');
      return serve(command, loaded);
    }
    default:
      return assertNever(command);
  }
}

function load(options: Options, environment: EnvironmentReader): Outcome<LoadedSettings, readonly ConfigProblem[]> {
  return loadSettings({ options, environment, providers: PROVIDERS, builtInModels: BUILT_IN_MODELS });
}

function checkOnly(options: Options, environment: EnvironmentReader): void {
  const file = options.checkFile ?? '';
  const check = checkWhole(file, options, environment);
  say(renderConfigCheck(file, check));
  if (!check.ok) process.exitCode = 1;
}

/** A file is taken as far as a start would take it before it touches a store. */
function checkWhole(file: string, options: Options, environment: EnvironmentReader): ConfigCheck {
  const check = checkConfig(file, environment, options.allowUnserved ?? []);
  const judged = judge(load({ ...options, config: file }, environment));
  return { ...check, ...judged, ok: check.ok && judged.problems.length === 0 };
}

/** Everything that is wrong, of the settings and of what they mean together, in one go. */
function judge(loaded: ReturnType<typeof load>): Pick<ConfigCheck, 'problems' | 'warnings'> {
  if (!loaded.ok) return { problems: loaded.error, warnings: [] };
  const { settings, problems } = loaded.value;
  const input = { settings, providers: PROVIDERS, book: new PriceBook(), clock: new SystemClock(), version: 1 };
  const compiled = compileSnapshot(input);
  if (compiled.ok && problems.length === 0) return { problems, warnings: compiled.value.warnings };
  // of what models mean together nothing can be said before the rest is mended
  return { problems: [...problems, ...(compiled.ok ? [] : compiled.error)], warnings: warningsOfModels(input) };
}
