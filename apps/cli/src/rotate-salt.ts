import type { Settings } from '@tollgate/config';
import { Database, type RotationProgress, SealRotation, StartError } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { chooseDataDir, findDataDir } from './choose-data-dir.js';
import { sealsOf } from './compose/seals.js';
import { provideMasterKey } from './master-key.js';
import { complain, say } from './print.js';
import { provideExisting } from './provide-database.js';

/**
 * `tollgate salt rotate`: encrypts with the salt key what earlier ones encrypted, with progress; exit code 1 where some of it is opened by
 * none of them. Rejects with StartError when no earlier one is named, or the database cannot be reached.
 */
export async function rotateSalt(settings: Settings): Promise<void> {
  const { process: own } = settings;
  if ((own.previousSaltKeys ?? []).length === 0)
    throw new StartError('PREVIOUS_SALT_KEYS names no earlier salt key: there is nothing to encrypt anew');
  const logger = createLogger(own.logLevel);
  const provided = await provideExisting(own.databaseUrl, findDataDir(settings), logger);
  try {
    const seals = sealsOf({ settings, masterKey: provideMasterKey(settings.masterKey, chooseDataDir(settings)) });
    const database = new Database({ url: provided.url, role: 'salt' }, logger);
    try {
      const last = new Map<string, RotationProgress>();
      await new SealRotation(database, { ...seals }).run((progress) => {
        last.set(progress.what, progress);
        say(lineOf(progress));
      });
      conclude([...last.values()]);
    } finally {
      await database.close();
    }
  } finally {
    await provided.stop();
  }
}

function lineOf({ what, seen, renewed }: RotationProgress): string {
  return `${what}: ${String(renewed)} encrypted anew, of ${String(seen)} looked at`;
}

function conclude(tables: readonly RotationProgress[]): void {
  const lost = tables.filter(({ unreadable }) => unreadable > 0);
  for (const { what, unreadable } of lost)
    complain(`${String(unreadable)} of the ${what} can be read with none of the keys`);
  if (lost.length === 0) say('PREVIOUS_SALT_KEYS can be taken out once every process has the new key');
  else process.exitCode = 1;
}
