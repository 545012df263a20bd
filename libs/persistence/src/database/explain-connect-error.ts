import { StartError } from '../start-error.js';
import { errorCode, errorMessage } from './error-code.js';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNRESET',
]);

/**
 * Turns the driver's error at connecting into one that says how to mend it; anything else comes back as it is. `setting` is where the
 * address was given.
 */
export function explainConnectError(cause: unknown, url: string, setting = 'DATABASE_URL'): unknown {
  const message = explain(errorCode(cause), errorMessage(cause), new URL(url), setting);
  return message === undefined ? cause : new StartError(message, { cause });
}

function explain(
  code: string,
  message: string,
  { username, host, pathname }: URL,
  setting: string,
): string | undefined {
  const server = host === '' ? `the server of ${setting}` : host;
  if (UNREACHABLE.has(code) || /timeout/i.test(message)) {
    return `PostgreSQL at ${server} cannot be reached (${code === '' ? message : code}): is it running, and is ${setting} right?`;
  }
  if (message.startsWith('SASL:')) {
    return `PostgreSQL at ${server} wants a password for "${decodeURIComponent(username)}": add it to ${setting}`;
  }
  switch (code) {
    case '28P01':
    case '28000':
      return `PostgreSQL at ${server} refuses the user "${decodeURIComponent(username)}": check name and password in ${setting}`;
    case '3D000':
      return `the database "${decodeURIComponent(pathname.slice(1))}" does not exist at ${server}: create it, or name another in ${setting}`;
    case '53300':
      return `PostgreSQL at ${server} has no connection left: raise max_connections, or end what holds them`;
    default:
      return undefined;
  }
}
