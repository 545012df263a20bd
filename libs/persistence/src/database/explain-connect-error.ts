import { StartError } from '../start-error.js';

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET']);

/** Turns the driver's error at connecting into one that says how to mend it; anything else comes back as it is. */
export function explainConnectError(error: unknown, url: string): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = codeOf(cause);
  const { username, host, pathname } = new URL(url);
  const server = host === '' ? 'the server of DATABASE_URL' : host;
  switch (code) {
    case '28P01':
    case '28000':
      return explain(`PostgreSQL at ${server} refuses the user "${decodeURIComponent(username)}": check name and password in DATABASE_URL`, cause);
    case '3D000':
      return explain(`the database "${decodeURIComponent(pathname.slice(1))}" does not exist at ${server}: create it, or name another in DATABASE_URL`, cause);
    case '53300':
      return explain(`PostgreSQL at ${server} has no connection left: raise max_connections, or end what holds them`, cause);
    default:
      break;
  }
  const unreachable = UNREACHABLE.has(code) || /timeout/i.test(cause.message);
  return unreachable ? explain(`PostgreSQL at ${server} cannot be reached (${code || cause.message}): is it running, and is DATABASE_URL right?`, cause) : cause;
}

function explain(message: string, cause: Error): StartError {
  return new StartError(message, { cause });
}

function codeOf(error: Error): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code: unknown = first instanceof Error && 'code' in first ? first.code : undefined;
  return typeof code === 'string' ? code : '';
}
