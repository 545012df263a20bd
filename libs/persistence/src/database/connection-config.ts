import { hostname } from 'node:os';
import type pg from 'pg';

/** PostgreSQL cuts application names at 63 bytes. */
const NAME_BYTES_MAX = 63;
const CONNECT_TIMEOUT_MS = 5_000;
/** Of silence before the kernel asks whether the other side is still there, and gives up after ten unanswered seconds. */
const KEEP_ALIVE_MS = 10_000;

/**
 * How every connection is opened. The session's time zone is UTC, since Prisma's adapter writes instants without a zone; the
 * application name says who holds a connection or a lock.
 */
export function connectionConfig(url: string, role: string): pg.ClientConfig {
  const name = `tollgate ${role} ${process.pid}@${hostname()}`;
  return {
    connectionString: withoutForeignParameters(url),
    application_name: Buffer.from(name).subarray(0, NAME_BYTES_MAX).toString(),
    options: '-c timezone=UTC',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
}

/** LiteLLM's users carry Prisma's own parameters in the address; some mean something else to the driver. */
function withoutForeignParameters(url: string): string {
  const address = new URL(url);
  for (const name of ['schema', 'connection_limit', 'pool_timeout', 'pgbouncer', 'application_name', 'options']) {
    address.searchParams.delete(name);
  }
  return address.toString();
}
