import { asPrismaError, createDatabase, databaseNameOf, dropDatabase, queryOn } from './database.mjs';
import { logLine } from './log.mjs';

const commands = {
  'can-connect-to-database': (url) => queryOn(url, databaseNameOf(url), 'SELECT 1'),
  'create-database': createDatabase,
  'drop-database': dropDatabase,
};

/** Runs one of the engine's one-shot commands; returns the exit code. */
export async function runCommand({ command, datasource }) {
  try {
    const run = commands[command];
    if (run === undefined) throw new Error(`unknown command ${command}`);
    await run(datasource.url);
    logLine('INFO', { message: 'Connection successful' });
    return 0;
  } catch (cause) {
    const error = asPrismaError(cause, datasource.url);
    logLine('ERROR', { is_panic: false, message: error.message, meta: null, error_code: error.code ?? 'P1011' });
    return 1;
  }
}
