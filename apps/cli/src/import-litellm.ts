import type { Options, Settings } from '@tollgate/config';
import { SystemClock, SystemIds } from '@tollgate/kernel';
import {
  ControlPlane,
  CredentialRepository,
  Database,
  type ImportOptions,
  type ImportReport,
  LiteLlmImport,
  LiteLlmSource,
  ModelRepository,
} from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { refuseDestination } from '@tollgate/upstream';
import { sealsOf } from './compose/seals.js';
import { provideMasterKey } from './master-key.js';
import { say } from './print.js';
import { prepareDryRun, prepareImport } from './import-place.js';

/** Between two lines of progress. */
const PROGRESS_OBJECTS = 5_000;

/**
 * `tollgate import litellm`: takes over what LiteLLM's database holds, and says what was taken, changed and left. Reads without writing
 * there. Rejects with StartError when one of the databases cannot be used.
 */
export async function importLiteLlm(settings: Settings, options: Options): Promise<void> {
  const { process: own } = settings;
  const { sourceDatabaseUrl, dryRun = false, allowUnserved = [] } = options;
  const logger = createLogger(own.logLevel);
  const place = await (dryRun ? prepareDryRun(settings, logger) : prepareImport(settings, logger));
  try {
    const { provided } = place;
    const source = await LiteLlmSource.open(sourceDatabaseUrl ?? own.databaseUrl ?? provided.url);
    const database = new Database({ url: provided.url, role: 'import' }, logger);
    try {
      const clock = new SystemClock();
      const controlPlane = new ControlPlane(database, clock, settings.admin.timeZone);
      const masterKey = provideMasterKey(settings.masterKey, place.keyFolder);
      const seals = sealsOf({ settings, masterKey });
      const taking = new LiteLlmImport(database, controlPlane, clock, {
        models: new ModelRepository(controlPlane, clock, seals.models),
        credentials: new CredentialRepository(database, controlPlane, clock, new SystemIds(), seals.credentials),
      });
      // LiteLLM's rule as well: the salt key, else the master key
      const saltKey = options.sourceSaltKey ?? own.saltKey ?? masterKey.secret;
      const refuseAddress = refuseOf(settings.admin.allowedAddresses);
      const report = await taking.run(source, {
        dryRun,
        allowUnserved,
        saltKey,
        refuseAddress,
        onProgress: progress(),
      });
      for (const line of report.lines()) say(line);
      say(dryRun ? 'nothing was written: this was a dry run' : 'LiteLLM’s database is as it was');
    } finally {
      await database.close();
      await source.close();
    }
  } finally {
    await place.end();
  }
}

/** As models that are kept in the database are judged when they are served: those of teams reach no private network. */
function refuseOf(allowed: readonly string[]): ImportOptions['refuseAddress'] {
  return (apiBase, teamId) =>
    refuseDestination({
      target: { apiBase },
      addresses: { allowed, privateNetworks: teamId === null ? 'allowed' : 'refused' },
    });
}

function progress(): (plural: string, report: ImportReport) => void {
  const said = new Map<string, number>();
  return (plural, report) => {
    const seen = report.seen(plural);
    if (seen - (said.get(plural) ?? 0) < PROGRESS_OBJECTS) return;
    said.set(plural, seen);
    say(`${plural}: ${String(seen)} so far`);
  };
}
