import type { Settings } from '@tollgate/config';
import { createLogger } from '@tollgate/telemetry';
import { chooseDataDir } from './choose-data-dir.js';
import { say } from './print.js';
import { provideDatabase } from './provide-database.js';

/** `tollgate migrate`: brings the database up to date and leaves. */
export async function migrateOnly({ process: own, environment }: Settings): Promise<void> {
  const dataDir = chooseDataDir(own.dataDirGiven ? own.dataDir : undefined, environment.read('XDG_STATE_HOME'));
  const database = await provideDatabase(own.databaseUrl, dataDir, createLogger(own.logLevel));
  await database.stop();
  say(`the database is up to date (${database.kind})`);
}
