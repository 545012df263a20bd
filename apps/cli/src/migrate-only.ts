import type { Settings } from '@tollgate/config';
import { createLogger } from '@tollgate/telemetry';
import { chooseDataDir } from './choose-data-dir.js';
import { say } from './print.js';
import { provideDatabase } from './provide-database.js';
import { untilStopped } from './until-stopped.js';

/** `tollgate migrate`: brings the database up to date and leaves. */
export async function migrateOnly(settings: Settings): Promise<void> {
  const { process: own } = settings;
  const dataDir = chooseDataDir(settings);
  const logger = createLogger(own.logLevel);
  // a signal neither breaks a migration off nor leaves the embedded database behind
  void untilStopped((signal) => logger.info({ signal }, 'stopping when the database is up to date'));
  const database = await provideDatabase(own.databaseUrl, dataDir, logger);
  await database.stop();
  say(`the database is up to date (${database.kind})`);
}
