import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '@tollgate/config';
import type { Logger } from '@tollgate/telemetry';
import { chooseDataDir, findDataDir } from './choose-data-dir.js';
import { MASTER_KEY_FILE } from './master-key.js';
import { type ProvidedDatabase, provideDatabase, provideForDryRun } from './provide-database.js';
import { untilStopped } from './until-stopped.js';

/** Where an import goes. */
export interface ImportPlace {
  readonly provided: ProvidedDatabase;
  /** Where the master key's file is, or is made. */
  readonly keyFolder: string;
  end(): Promise<void>;
}

/** The database, brought up to date, and the data folder. Rejects with StartError. */
export async function prepareImport(settings: Settings, logger: Logger): Promise<ImportPlace> {
  const dataDir = chooseDataDir(settings);
  const provided = await provideDatabase(settings.process.databaseUrl, dataDir, logger);
  return { provided, keyFolder: dataDir, end: () => provided.stop() };
}

/** The same as they stand: what is missing is made in a folder of its own, which goes with the run, also where a signal ends that. */
export async function prepareDryRun(settings: Settings, logger: Logger): Promise<ImportPlace> {
  const dataDir = findDataDir(settings);
  const temporary = mkdtempSync(join(tmpdir(), 'tollgate-dry-run-'));
  // PostgreSQL may run as another user, and has to get to its own folder in this one
  chmodSync(temporary, 0o755);
  const remove = (): void => rmSync(temporary, { recursive: true, force: true });
  try {
    const provided = await provideForDryRun(settings.process.databaseUrl, { dataDir, temporary }, logger);
    let ending: Promise<void> | undefined;
    const end = (): Promise<void> => (ending ??= provided.stop().finally(remove));
    void untilStopped(() => void end().finally(() => process.exit(130)));
    const hasKey = dataDir !== undefined && existsSync(join(dataDir, MASTER_KEY_FILE));
    return { provided, keyFolder: hasKey ? dataDir : temporary, end };
  } catch (error) {
    remove();
    throw error;
  }
}
