import pino from 'pino';
import { maskSecrets } from '@tollgate/kernel';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** What the process says of itself: one JSON object a line on stderr, every string freed of credentials. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Whether debug lines are written: building them costs. */
  readonly debugEnabled: boolean;
  /** Whether prompts and answers may be in them (`--detailed-debug`). */
  readonly contentEnabled: boolean;
}

/** `content` is for `--detailed-debug` alone; `write` replaces stderr in tests. */
export function createLogger(level: LogLevel, content = false, write?: (line: string) => void): Logger {
  const destination = { write: (line: string) => (write ?? writeStderr)(maskSecrets(line)) };
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    debugEnabled: level === 'debug' || level === 'trace',
    contentEnabled: content,
  };
}

function writeStderr(line: string): void {
  process.stderr.write(line);
}
