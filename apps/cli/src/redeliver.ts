import type { DeadCount } from '@tollgate/callbacks';
import type { Settings } from '@tollgate/config';
import { Database, PgDeadLetters } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { findDataDir } from './choose-data-dir.js';
import { say } from './print.js';
import { provideExisting } from './provide-database.js';

const REASONS_SHOWN_MAX = 5;
const REASON_CHARACTERS_MAX = 200;

/**
 * `tollgate redeliver [SINK]`: gives the dead callbacks of a sink back to the outbox, once; the worker that runs, or starts next,
 * sends them. Without a sink it counts them. Rejects with StartError when the database cannot be reached.
 */
export async function redeliver(settings: Settings, sink: string | undefined): Promise<void> {
  const { process: own } = settings;
  const dataDir = findDataDir(settings);
  const logger = createLogger(own.logLevel);
  const provided = await provideExisting(own.databaseUrl, dataDir, logger);
  try {
    const database = new Database({ url: provided.url, role: 'redeliver' }, logger);
    try {
      const letters = new PgDeadLetters(database);
      if (sink !== undefined)
        say(`${sink}: ${counted(await letters.redeliver(sink))} given back: the worker sends them`);
      for (const line of renderDead(await letters.counts())) say(line);
    } finally {
      await database.close();
    }
  } finally {
    await provided.stop();
  }
}

function renderDead(counts: readonly DeadCount[]): readonly string[] {
  if (counts.length === 0) return ['no dead callbacks are left'];
  return [...new Set(counts.map(({ sink }) => sink))].flatMap((sink) => {
    const own = counts.filter((one) => one.sink === sink);
    const reasons = own
      .slice(0, REASONS_SHOWN_MAX)
      .map(({ count, reason }) => `  ${count} times: ${inOneLine(reason)}`);
    const total = own.reduce((sum, { count }) => sum + count, 0);
    return [`${sink}: ${counted(total)} (send again: tollgate redeliver ${sink})`, ...reasons];
  });
}

/** A reason quotes what the sink said: that writes no line of its own and moves no cursor. */
function inOneLine(reason: string): string {
  return reason.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, REASON_CHARACTERS_MAX);
}

function counted(count: number): string {
  return count === 1 ? '1 dead callback' : `${count} dead callbacks`;
}
