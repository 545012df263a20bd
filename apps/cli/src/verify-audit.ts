import type { Settings } from '@tollgate/config';
import { AuditRepository, Database } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { findDataDir } from './choose-data-dir.js';
import { complain, say } from './print.js';
import { provideExisting } from './provide-database.js';

const FAULTS = {
  missing: 'is missing',
  changed: 'was changed after it was written',
  unchained: 'does not follow from the row before it',
} as const;

/**
 * `tollgate audit verify`: reads the whole audit and says whether a row was changed or taken out (exit code 1). Rejects with
 * StartError when the database cannot be reached.
 */
export async function verifyAudit(settings: Settings): Promise<void> {
  const { process: own } = settings;
  const dataDir = findDataDir(settings);
  const logger = createLogger(own.logLevel);
  const provided = await provideExisting(own.databaseUrl, dataDir, logger);
  try {
    const database = new Database({ url: provided.url, role: 'audit' }, logger);
    try {
      const { rows, head, fault } = await new AuditRepository(database).verify();
      if (head !== undefined)
        say(`${counted(rows)} whole, the last is ${String(head.sequence)} with hash ${head.hash}`);
      else if (fault === undefined) say('the audit is empty');
      if (fault === undefined) return;
      complain(`row ${String(fault.sequence)} of the audit ${FAULTS[fault.what]}`);
      process.exitCode = 1;
    } finally {
      await database.close();
    }
  } finally {
    await provided.stop();
  }
}

function counted(rows: number): string {
  return rows === 1 ? '1 row of the audit is' : `${String(rows)} rows of the audit are`;
}
