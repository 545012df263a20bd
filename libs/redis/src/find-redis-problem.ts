import { endsWithin } from '@tollgate/kernel';
import { Redis } from 'ioredis';
import { maskAddress } from './mask-address.js';

/** For name, connection, password and first answer together, milliseconds. */
const PATIENCE_MS = 4_000;
/** ioredis waits this long for the end of a connection, also of one that has ended. */
const DISCONNECT_MS = 100;

/**
 * Whether the Redis at an address can be used: undefined, or what is wrong with it and how to mend it, naming REDIS_URL. Asks once
 * and leaves no connection behind; takes four seconds at most. No password is in the text.
 */
export async function findRedisProblem(url: string): Promise<string | undefined> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    disconnectTimeout: DISCONNECT_MS,
  });
  let fault: Error | undefined;
  // what the server says comes here; what `connect` rejects with is often only that the connection is closed
  client.on('error', (error: Error) => (fault ??= error));
  try {
    if (!(await endsWithin(PATIENCE_MS, ask(client)))) throw new Error(`no answer within ${PATIENCE_MS / 1000} s`);
    return fault === undefined ? undefined : explain(url, fault);
  } catch (error) {
    return explain(url, fault ?? (error as Error));
  } finally {
    client.disconnect();
  }
}

async function ask(client: Redis): Promise<void> {
  await client.connect();
  await client.ping();
}

function explain(url: string, error: Error): string {
  const place = `Redis at ${maskAddress(url)}`;
  if (/WRONGPASS|NOAUTH|NOPERM|invalid (username-)?password/i.test(error.message))
    return `${place} refuses the user or password: check both in REDIS_URL`;
  if (/DB index/i.test(error.message)) return `${place} has no such database: check the number at the end of REDIS_URL`;
  const reason = (error as NodeJS.ErrnoException).code ?? error.message;
  return `${place} cannot be reached (${reason}): start it, or mend REDIS_URL; without REDIS_URL the queues are kept in PostgreSQL`;
}
