import type { Command, ConfigProblem, LoadedSettings, Settings } from '@tollgate/config';
import { judgeMasterKey } from '@tollgate/config';
import { compileSnapshot, PriceBook, SnapshotHolder } from '@tollgate/catalog';
import { SystemClock, SystemIds, SystemTicker } from '@tollgate/kernel';
import { StartError } from '@tollgate/persistence';
import { PROVIDERS } from '@tollgate/providers';
import { createLogger, Metrics } from '@tollgate/telemetry';
import { banner } from './banner.js';
import { chooseDataDir } from './choose-data-dir.js';
import { composeServers, type Composition } from './compose/compose-servers.js';
import { type MasterKey, provideMasterKey } from './master-key.js';
import { complain, say } from './print.js';
import { provideDatabase } from './provide-database.js';
import { untilStopped } from './until-stopped.js';
import { VERSION } from './version.js';

type ServerCommand = Extract<Command, 'serve' | 'gateway' | 'admin' | 'worker'>;

/** Starts one of the servers, or all in one process; says so in a few lines; ends with a signal, in order. */
export async function serve(
  command: ServerCommand,
  { settings, report }: LoadedSettings,
): Promise<readonly ConfigProblem[]> {
  const { process: own } = settings;
  const clock = new SystemClock();
  const compiled = compileSnapshot({ settings, providers: PROVIDERS, book: new PriceBook(), clock, version: 1 });
  if (!compiled.ok) return compiled.error;
  const logger = createLogger(own.logLevel, own.detailedDebug);
  const dataDir = chooseDataDir(
    own.dataDirGiven ? own.dataDir : undefined,
    settings.environment.read('XDG_STATE_HOME'),
  );
  const masterKey = provideMasterKey(settings.masterKey.key, settings.environment, dataDir);
  const warnings = [
    ...checkMasterKey(masterKey, settings),
    ...compiled.value.warnings.map(({ path, message }) => `${path}: ${message}`),
    ...(report.unknown.length > 0 ? [`unknown in the configuration: ${report.unknown.join('; ')}`] : []),
    ...(report.unserved.length > 0
      ? [`in the configuration, known and not served: ${report.unserved.join(', ')}`]
      : []),
  ];
  // before the database: a signal during the start must not leave one behind
  const stopped = untilStopped((signal) => logger.info({ signal }, 'stopping: finishing what is in flight'));
  const database = await provideDatabase(own.databaseUrl, dataDir, logger);
  let composition: Composition | undefined;
  try {
    composition = await composeServers({
      command,
      settings,
      databaseUrl: database.url,
      dataDir,
      masterKey,
      snapshots: new SnapshotHolder(compiled.value.snapshot),
      clock,
      ids: new SystemIds(),
      ticker: new SystemTicker(),
      logger,
      metrics: new Metrics(),
    });
    for (const warning of warnings) complain(`warning: ${warning}`);
    const lines = banner({
      command,
      address: composition.address,
      version: VERSION,
      database: database.kind,
      models: settings.models.map((model) => model.name),
      modelOrigins: settings.modelOrigins,
      masterKey,
      noAuth: settings.gateway.noAuth,
      // from the start of the process on: the user waits for the loading of the code too
      startedInMs: Math.round(performance.now()),
    });
    say(lines.join('\n'));
    await stopped;
  } finally {
    await composition?.close();
    await database.stop();
  }
  return [];
}

function checkMasterKey(masterKey: MasterKey, settings: Settings): readonly string[] {
  const verdict = judgeMasterKey(masterKey.secret, settings.process.host, settings.masterKey.permitWeak);
  if (verdict.kind === 'refused') throw new StartError(verdict.message);
  return verdict.kind === 'warned' ? [verdict.message] : [];
}
