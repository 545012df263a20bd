import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeLangfuse } from '../../support/fake-langfuse/index.js';
import {
  callGateway,
  createKey,
  GatewayProcess,
  makeDataFolder,
  queryDatabase,
  removeDataFolder,
  rowsOfKey,
  waitFor,
} from '../../support/gateway/index.js';
import { createMigratedDatabase, type TestDatabase } from '../../support/services/index.js';
import { freePort } from '../cli/free-port.js';

const MASTER_KEY = 'sk-master-of-the-killed-worker';
/** A dead worker's job is given to another when its lock of 30 s has run out and somebody looks, which is done every 30 s. */
const GIVEN_BACK_MS = 90_000;
/** Deliveries that a worker has in hand at once. */
const IN_HAND = 16;
/** Of those the ones that Langfuse took without the worker knowing. */
const UNKNOWN = 6;
const DONE_BEFORE = 5;
const CALLS = 40;

let langfuse: FakeLangfuse;
let database: TestDatabase;
let folder: string;
let config: string;
beforeEach(async () => {
  langfuse = await FakeLangfuse.start();
  database = await createMigratedDatabase();
  folder = makeDataFolder();
  config = join(folder, 'config.yaml');
  const echo = { model_name: 'mock/echo', litellm_params: { model: 'mock/echo' } };
  writeFileSync(config, JSON.stringify({ model_list: [echo], litellm_settings: { callbacks: ['langfuse'] } }));
});
afterEach(async () => {
  await langfuse.stop();
  await removeDataFolder(folder);
  await database.drop();
});

it('a kill -9 of `tollgate worker` with jobs in hand: each observation is delivered, twice only where nobody knew whether the first had arrived', async () => {
  const [admin, gateway] = [await start('admin'), await start('gateway')];
  let worker = await start('worker');
  try {
    const { key, hash } = await createKey(admin);
    const call = async (times: number): Promise<void> => {
      const body = { model: 'mock/echo', messages: [{ role: 'user', content: 'Hello!' }] };
      const answers = Array.from({ length: times }, () =>
        callGateway(gateway, 'POST /v1/chat/completions', { key, body }),
      );
      for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
    };
    await call(DONE_BEFORE);
    await waitFor('the first deliveries', () => langfuse.spans.length === DONE_BEFORE, 30_000);
    // their jobs are done, not only sent
    await waitFor('an empty outbox', async () => (await outboxRows()) === 0);

    langfuse.failNext(...Array.from({ length: IN_HAND }, (_, index) => (index < UNKNOWN ? 'hang-after' : 'hang')));
    await call(CALLS);
    await waitFor('a full hand', () => langfuse.arrived === DONE_BEFORE + IN_HAND, 30_000);
    const unknown = langfuse.spans.slice(DONE_BEFORE).map(({ traceId }) => traceId);
    expect(unknown).toHaveLength(UNKNOWN);
    await worker.process.endWith('SIGKILL', 30_000);
    worker = await start('worker');

    await waitFor('every observation', () => langfuse.spans.length >= DONE_BEFORE + CALLS + UNKNOWN, GIVEN_BACK_MS);
    await waitFor('an empty outbox', async () => (await outboxRows()) === 0);
    const rows = await rowsOfKey(database.url, hash);
    const times = new Map<string, number>();
    for (const { traceId } of langfuse.spans) times.set(traceId, (times.get(traceId) ?? 0) + 1);
    expect([...times.keys()].sort()).toEqual(rows.map((row) => row.request_id.replaceAll('-', '')).sort());
    expect([...times].filter(([, count]) => count > 1).sort()).toEqual(unknown.map((traceId) => [traceId, 2]).sort());
  } finally {
    await Promise.all([admin, gateway, worker].map((part) => part.process.endWith('SIGTERM', 30_000)));
  }
}, 240_000);

async function outboxRows(): Promise<number> {
  const [counted] = await queryDatabase<{ n: number }>(
    database.url,
    'SELECT count(*)::int AS n FROM tollgate.callback_outbox',
  );
  return counted?.n ?? 0;
}

interface Part {
  readonly process: GatewayProcess;
  readonly url: string;
  readonly masterKey: string;
}

/** Starts one of the commands on the shared database. */
async function start(command: 'admin' | 'gateway' | 'worker'): Promise<Part> {
  const port = String(await freePort());
  const env = {
    DATABASE_URL: database.url,
    MASTER_KEY,
    LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
    LANGFUSE_SECRET_KEY: langfuse.secretKey,
    LANGFUSE_HOST: langfuse.host,
    PORT: port,
    ADMIN_PORT: port,
    WORKER_PORT: port,
  };
  const process = new GatewayProcess([command, '--data-dir', folder, '--config', config], env, folder);
  await waitFor(
    `the ${command} to listen`,
    () => {
      if (process.exit !== undefined) throw new Error(`the ${command} ended:\n${process.stderr}`);
      return process.stdout.includes(`listening on http://127.0.0.1:${port}`);
    },
    30_000,
  );
  return { process, url: `http://127.0.0.1:${port}`, masterKey: MASTER_KEY };
}
