import { Database } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { startTestWorker } from './start-test-worker';

/** A worker in a process of its own, to be killed: arguments are the stores as JSON and the sink's address. */
const stores = JSON.parse(process.argv[2] ?? '{}') as { databaseUrl: string; redisUrl?: string };
const database = new Database({ url: stores.databaseUrl, role: 'worker' }, createLogger('silent'));
void startTestWorker(database, stores, process.argv[3] ?? '');
