import { createPostgresBackend, createRedisBackend, type BackendFactory, type QueueBaseOptions } from 'bullmq';

/** Schema of the queue's own tables in PostgreSQL. */
const QUEUE_SCHEMA = 'bullmq';
/** A queue and a worker each have a pool of their own. */
const POOL_CONNECTIONS_MAX = 3;
/** A network that swallows everything breaks no connection for a quarter of an hour; the queue tries again on a new one. */
const ANSWER_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Where the queues live. Given to each queue and worker: nothing of the process is changed for it. */
export interface QueueBackend {
  readonly kind: 'redis' | 'postgres';
  readonly connection: QueueBaseOptions['connection'];
  readonly factory: BackendFactory;
}

/** Redis when there is one, else BullMQ's PostgreSQL backend, whose tables it creates itself. One code path from here on. */
export function queueBackend(stores: { readonly redisUrl?: string; readonly databaseUrl: string }): QueueBackend {
  if (stores.redisUrl !== undefined) {
    // a worker's blocking connection must not give up: BullMQ insists on null
    const connection = { url: stores.redisUrl, maxRetriesPerRequest: null };
    return { kind: 'redis', connection, factory: createRedisBackend };
  }
  const connection = {
    connectionString: stores.databaseUrl,
    schema: QUEUE_SCHEMA,
    migrate: true,
    max: POOL_CONNECTIONS_MAX,
    query_timeout: ANSWER_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    allowExitOnIdle: true,
  };
  // BullMQ types its queues by the Redis backend; the factory decides what it really takes
  return { kind: 'postgres', connection, factory: createPostgresBackend as unknown as BackendFactory };
}
