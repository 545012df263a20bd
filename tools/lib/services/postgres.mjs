import { spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Problem } from '../problem.mjs';
import { runQuietly } from '../run.mjs';
import { freePort } from './free-port.mjs';
import { isReachableByAll, isRoot, nativePostgres, unprivileged } from './native-postgres.mjs';
import { waitUntilReady } from './wait-until.mjs';

/** Nothing here outlives the run, so nothing is synced. */
const throwAway = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];
const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC', 'max_connections=300'];

/** Starts a throw-away PostgreSQL; `folder`, `pid` and `stop` are for who ends it, `url` is the superuser's. */
export async function startPostgres() {
  const native = nativePostgres();
  const folder = makeFolder();
  try {
    const data = path.join(folder, 'data');
    await initialise(native, data);
    return await startServer(native, folder, data);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function makeFolder() {
  const parent = !isRoot || isReachableByAll(tmpdir()) ? tmpdir() : '/tmp';
  const folder = mkdtempSync(path.join(parent, 'tollgate-postgres-'));
  chmodSync(folder, 0o700);
  if (isRoot) chownSync(folder, unprivileged.uid, unprivileged.gid);
  return folder;
}

async function initialise(native, data) {
  const args = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const { code, output } = await runQuietly(path.join(native, 'bin', 'initdb'), args, { ...unprivileged, cwd: '/' });
  if (code !== 0) throw new Problem(`initdb failed:\n${output.trim()}`);
}

async function startServer(native, folder, data) {
  const port = await freePort();
  const logFile = path.join(folder, 'log');
  const log = openSync(logFile, 'a');
  const args = ['-D', data, '-p', String(port), ...[...settings, ...throwAway].flatMap((setting) => ['-c', setting])];
  // A group of its own: a terminal's Ctrl-C would take the server from under the tests that still use it.
  const options = { ...unprivileged, cwd: '/', stdio: ['ignore', log, log], detached: true };
  const child = spawn(path.join(native, 'bin', 'postgres'), args, options);
  closeSync(log);
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const readLog = () => readFileSync(logFile, 'utf8').trim();
  await waitUntilReady({ name: 'PostgreSQL', child, isReady: () => answers(url), readLog });
  return { name: 'postgres', url, pid: child.pid, folder, stop: () => stop(child, folder) };
}

async function answers(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** SIGQUIT: at once, without a checkpoint of data that is thrown away. */
async function stop(child, folder) {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGQUIT');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
