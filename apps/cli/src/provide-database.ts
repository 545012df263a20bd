import { SystemTicker } from '@tollgate/kernel';
import { migrate, startEmbeddedPostgres } from '@tollgate/persistence';
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
  if (given !== undefined) {
    await migrate(given);
    return { url: given, kind: 'PostgreSQL as given', stop: () => Promise.resolve() };
  }
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
  try {
    await migrate(embedded.url);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  return { url: embedded.url, kind: 'embedded PostgreSQL', stop: () => embedded.stop() };
}
