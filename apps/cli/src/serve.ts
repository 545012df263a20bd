import type { Command, ConfigProblem, ConfigReport, LoadedSettings, Settings } from '@tollgate/config';
import { judgeMasterKey } from '@tollgate/config';
import { compileSnapshot, PriceBook, SnapshotHolder } from '@tollgate/catalog';
import type { Snapshot } from '@tollgate/canonical';
import { fail, type Outcome, succeed, SystemClock, SystemIds, SystemTicker } from '@tollgate/kernel';
import { StartError } from '@tollgate/persistence';
import { PROVIDERS } from '@tollgate/providers';
import { findRedisProblem } from '@tollgate/redis';
import { createLogger, Metrics } from '@tollgate/telemetry';
import { banner } from './banner.js';
import { chooseDataDir } from './choose-data-dir.js';
import { chooseJournalDir } from './choose-journal-dir.js';
import type { CompositionInput } from './compose/composition-input.js';
import { composeServers, type Composition } from './compose/compose-servers.js';
import { isEveryAddress } from './every-address.js';
import { findFirstModel } from './first-model.js';
import { type MasterKey, provideMasterKey } from './master-key.js';
import { findOwnAddresses } from './own-address.js';
import { complain, say } from './print.js';
import { provideDatabase, type ProvidedDatabase } from './provide-database.js';
import { reportLines } from './report-lines.js';
import { untilStopped } from './until-stopped.js';
import { VERSION } from './version.js';

type ServerCommand = Extract<Command, 'serve' | 'gateway' | 'admin' | 'worker'>;

const BESIDE_LITELLM =
  "this database holds LiteLLM's tables, which stay as they are: `tollgate import litellm` takes keys, teams, users, budgets and spend over";

/** Starts one of the servers, or all in one process; says so in a few lines; ends with a signal, in order. */
export async function serve(
  command: ServerCommand,
  { settings, report }: LoadedSettings,
): Promise<readonly ConfigProblem[]> {
  const prepared = prepare(command, settings, report);
  if (!prepared.ok) return prepared.error;
  const { input, warnings } = prepared.value;
  await checkRedis(command, settings);
  // before the database: a signal during the start must not leave one behind
  const stopped = untilStopped((signal) => input.logger.info({ signal }, 'stopping: finishing what is in flight'));
  const database = await provideDatabase(settings.process.databaseUrl, input.dataDir, input.logger);
  let composition: Composition | undefined;
  try {
    composition = await composeServers({ ...input, databaseUrl: database.url });
    for (const warning of warnings) complain(`warning: ${warning}`);
    if (composition.besideLiteLlm) complain(`warning: ${BESIDE_LITELLM}`);
    say(bannerOf(input, composition, database));
    await stopped;
  } finally {
    await composition?.close();
    await database.stop();
  }
  return [];
}

type Input = Omit<CompositionInput, 'databaseUrl'>;

interface Prepared {
  readonly input: Input;
  readonly warnings: readonly string[];
}

/** All that can be known and refused before a store is touched. Throws StartError for folders and master key. */
function prepare(
  command: ServerCommand,
  settings: Settings,
  report: ConfigReport,
): Outcome<Prepared, readonly ConfigProblem[]> {
  const { process: own } = settings;
  const clock = new SystemClock();
  const prices = new PriceBook();
  const compiled = compileSnapshot({ settings, providers: PROVIDERS, book: prices, clock, version: 1 });
  if (!compiled.ok) return compiled;
  const { snapshot, warnings } = compiled.value;
  const loops = ownAddresses(command, snapshot, settings);
  if (loops.length > 0) return fail(loops);
  const dataDir = chooseDataDir(settings);
  const journalDir = hasDataPlane(command) ? chooseJournalDir(own.journalDir, dataDir) : undefined;
  const masterKey = provideMasterKey(settings.masterKey, dataDir);
  const input: Input = {
    command,
    settings,
    dataDir,
    journalDir,
    masterKey,
    snapshots: new SnapshotHolder(snapshot),
    prices,
    clock,
    ids: new SystemIds(),
    ticker: new SystemTicker(),
    logger: createLogger(own.logLevel, own.detailedDebug),
    metrics: new Metrics(),
  };
  const lines = warnings.map(({ path, message }) => `${path}: ${message}`);
  return succeed({ input, warnings: [...checkMasterKey(masterKey, settings), ...lines, ...reportLines(report)] });
}

/** Only a process that calls providers can call itself. */
function ownAddresses(command: ServerCommand, snapshot: Snapshot, settings: Settings): readonly ConfigProblem[] {
  return hasDataPlane(command) ? findOwnAddresses(snapshot, settings, PROVIDERS) : [];
}

function hasDataPlane(command: ServerCommand): boolean {
  return command === 'serve' || command === 'gateway';
}

/** Only the worker uses Redis; once it runs, Redis may go away and come back. */
async function checkRedis(command: ServerCommand, { process: { redisUrl } }: Settings): Promise<void> {
  if (redisUrl === undefined || (command !== 'serve' && command !== 'worker')) return;
  const problem = await findRedisProblem(redisUrl);
  if (problem !== undefined) throw new StartError(problem);
}

function bannerOf(
  { command, settings, masterKey, snapshots }: Input,
  { address }: Composition,
  { kind }: ProvidedDatabase,
): string {
  const models = settings.models.map((model) => model.name);
  const lines = banner({
    command,
    address,
    everywhere: isEveryAddress(settings.process.host),
    version: VERSION,
    database: kind,
    models,
    modelOrigins: settings.modelOrigins,
    firstModel: findFirstModel(snapshots.current(), models),
    masterKey,
    noAuth: settings.gateway.noAuth,
    // from the start of the process on: the user waits for the loading of the code too
    startedInMs: Math.round(performance.now()),
  });
  return lines.join('\n');
}

function checkMasterKey(masterKey: MasterKey, settings: Settings): readonly string[] {
  const verdict = judgeMasterKey(masterKey.secret, settings.process.host, settings.masterKey.permitWeak);
  if (verdict.kind === 'refused') throw new StartError(verdict.message);
  return verdict.kind === 'warned' ? [verdict.message] : [];
}
