import { SystemTicker } from '@tollgate/kernel';
import {
  findMissingMigrations,
  hasEmbeddedDatabase,
  migrate,
  StartError,
  startEmbeddedPostgres,
} from '@tollgate/persistence';
import type { Logger } from '@tollgate/telemetry';

export interface ProvidedDatabase {
  readonly url: string;
  /** For the lines of the start. */
  readonly kind: string;
  stop(): Promise<void>;
}

/** The database that was given, else an embedded one in the data folder; brought up to date either way. Rejects with StartError. */
export async function provideDatabase(
  given: string | undefined,
  dataDir: string,
  logger: Logger,
): Promise<ProvidedDatabase> {
  const database = given === undefined ? await startEmbedded(dataDir, logger) : asGiven(given);
  await stoppingOnError(database, migrate(database.url));
  return database;
}

async function stoppingOnError<T>(database: ProvidedDatabase, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** For commands that work on what is there, brought up to date. Rejects with StartError where Tollgate has never been: a mistyped address would look empty. */
export async function provideExisting(
  given: string | undefined,
  dataDir: string | undefined,
  logger: Logger,
): Promise<ProvidedDatabase> {
  const there = await openThere(given, dataDir, logger);
  const missing = there && (await stoppingOnError(there, findMissingMigrations(there.url)));
  if (there === undefined || missing === 'all') {
    await there?.stop();
    throw new StartError(NEVER_HERE);
  }
  await stoppingOnError(there, migrate(there.url));
  return there;
}

const NEVER_HERE =
  'Tollgate has never been started here: say which database it is with DATABASE_URL, or which folder with --data-dir';
const BEHIND =
  'the database is of an earlier version, and a dry run writes nothing: bring it up to date with `tollgate migrate`, and repeat this';

/**
 * For who compares and writes nothing: the database that is there where it is of this version; where Tollgate has never been (or there is no
 * data folder: undefined), an empty one in the folder `temporary`. Rejects with StartError, also where it is of an earlier version.
 */
export async function provideForDryRun(
  given: string | undefined,
  { dataDir, temporary }: { readonly dataDir: string | undefined; readonly temporary: string },
  logger: Logger,
): Promise<ProvidedDatabase> {
  const there = await openThere(given, dataDir, logger);
  const missing = there && (await stoppingOnError(there, findMissingMigrations(there.url)));
  if (there !== undefined && missing === 'none') return there;
  await there?.stop();
  if (missing === 'some') throw new StartError(BEHIND);
  return provideDatabase(undefined, temporary, logger);
}

/** undefined: there is none, and to look into one would make it. */
async function openThere(
  given: string | undefined,
  dataDir: string | undefined,
  logger: Logger,
): Promise<ProvidedDatabase | undefined> {
  if (given !== undefined) return asGiven(given);
  return dataDir !== undefined && hasEmbeddedDatabase(dataDir) ? startEmbedded(dataDir, logger) : undefined;
}

function asGiven(url: string): ProvidedDatabase {
  return { url, kind: 'PostgreSQL as given', stop: () => Promise.resolve() };
}

async function startEmbedded(dataDir: string, logger: Logger): Promise<ProvidedDatabase> {
  const embedded = await startEmbeddedPostgres({
    dataFolder: dataDir,
    ticker: new SystemTicker(),
    logger,
    onLost: (error) => {
      logger.error({ err: error.message }, 'the embedded database is lost: ending');
      // whoever supervises this process has to know that it did not end by their wish
      process.exitCode = 1;
      process.kill(process.pid, 'SIGTERM');
    },
  });
  return { url: embedded.url, kind: 'embedded PostgreSQL', stop: () => embedded.stop() };
}
