import { spawn } from 'node:child_process';
import { closeSync, existsSync, fchownSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { errorCode } from '../database/error-code.js';
import { StartError } from '../start-error.js';
import { readPostmasterFile, removePostmasterFile } from './postmaster-file.js';
import { processState } from './process-state.js';
import type { ServerUser } from './unprivileged.js';
import { waitUntil } from './wait-until.js';

const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC'];
const START_TIMEOUT_MS = 60_000;
/** A server whose predecessor was killed has to wait until the predecessor's children have let go of port and memory. */
const TAKEOVER_TIMEOUT_MS = 15_000;
const IN_THE_WAY = /lock file|shared memory|still in use|Address already in use/i;
/** What this process has closed takes moments to be seen as closed; whoever else is connected is not waited for longer. */
const SESSIONS_TIMEOUT_MS = 2_000;
const STOP_TIMEOUT_MS = 20_000;
const LOG_BYTES_MAX = 10 * 1024 * 1024;
/** Of the log of a start that failed, characters. */
const LOG_SHOWN_MAX = 2_000;

/** What is needed to start the server of one data folder. */
export interface ServerPlace {
  readonly native: string;
  readonly data: string;
  readonly log: string;
  readonly password: string;
  readonly user: ServerUser;
}

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** It was running already: a killed predecessor left it. */
  readonly attached: boolean;
}

/** Attaches to the server that runs on the folder, if one answers; else starts one. */
export async function attachOrStart(place: ServerPlace, port?: number): Promise<RunningServer> {
  const deadline = performance.now() + TAKEOVER_TIMEOUT_MS;
  for (;;) {
    const left = await findLeft(place);
    if (left !== undefined) return left;
    const started = await start(place, port ?? (await freePort()));
    if (typeof started !== 'string') return started;
    if (performance.now() > deadline || !IN_THE_WAY.test(started)) {
      throw new StartError(`the embedded database does not start: ${started} (whole log: ${place.log})`);
    }
    await waitUntil(() => false, 200);
  }
}

/**
 * Ends a server gracefully, at once if it does not: by its pid, since a predecessor may have started it. First it lets sessions end
 * by themselves: a pool's connections are still open for a moment after the pool has ended.
 */
export async function stopServer(pid: number): Promise<void> {
  const ended = (): boolean => processState(pid) !== 'alive';
  signal(pid, 'SIGTERM');
  if (await waitUntil(ended, SESSIONS_TIMEOUT_MS)) return;
  signal(pid, 'SIGINT');
  if (await waitUntil(ended, STOP_TIMEOUT_MS)) return;
  signal(pid, 'SIGQUIT');
  await waitUntil(ended, STOP_TIMEOUT_MS);
}

export function urlOf(port: number, password: string): string {
  return `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}

async function findLeft(place: ServerPlace): Promise<RunningServer | undefined> {
  const file = readPostmasterFile(place.data);
  if (file === undefined) return undefined;
  const state = processState(file.pid);
  if (state === 'alive' && file.ready) {
    const answer = await ask(file.port, place.password);
    if (answer === 'yes') return { pid: file.pid, port: file.port, attached: true };
    if (answer === 'denied') {
      throw new StartError(
        `the embedded database that runs on ${place.data} does not take the password of this folder: stop it (pid ${file.pid}) and start again`,
      );
    }
  }
  if (state === 'defunct') removePostmasterFile(place.data);
  return undefined;
}

/** The server, or what it said when it ended. It gets a group of its own: Ctrl-C would end it before the gateway has drained. */
async function start(place: ServerPlace, port: number): Promise<RunningServer | string> {
  const log = openLog(place);
  const from = statSync(place.log).size;
  const args = ['-D', place.data, '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])];
  const options = {
    ...place.user,
    cwd: '/',
    stdio: ['ignore', log, log] as ['ignore', number, number],
    detached: true,
  };
  const child = spawn(join(place.native, 'bin', 'postgres'), args, options);
  closeSync(log);
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  child.unref();
  const ended = (): boolean => failure !== undefined || child.exitCode !== null || child.signalCode !== null;
  let isDenied = false;
  const isDecided = async (): Promise<boolean> => {
    if (ended()) return true;
    const answer = await ask(port, place.password);
    isDenied = answer === 'denied';
    return answer !== 'no';
  };
  const inTime = await waitUntil(isDecided, START_TIMEOUT_MS);
  if (isDenied && child.pid !== undefined) {
    await stopServer(child.pid);
    throw new StartError(
      `the embedded database in ${place.data} does not take the password in the file beside it: put the right one back`,
    );
  }
  if (ended()) return failure?.message ?? readLogFrom(place.log, from);
  if (!inTime || child.pid === undefined) return `no answer within ${START_TIMEOUT_MS / 1000} s`;
  return { pid: child.pid, port, attached: false };
}

function openLog({ log: file, user: { uid, gid } }: ServerPlace): number {
  if (existsSync(file) && statSync(file).size > LOG_BYTES_MAX) truncateSync(file);
  const log = openSync(file, 'a', 0o600);
  if (uid !== undefined && gid !== undefined) fchownSync(log, uid, gid);
  return log;
}

function readLogFrom(file: string, from: number): string {
  return readFileSync(file).subarray(from).toString().trim().slice(-LOG_SHOWN_MAX);
}

/** A TCP connection proves nothing: children of a killed server still hold the listening socket for a moment. */
async function ask(port: number, password: string): Promise<'yes' | 'denied' | 'no'> {
  const client = new pg.Client({ connectionString: urlOf(port, password), connectionTimeoutMillis: 1_500 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return 'yes';
  } catch (error) {
    return errorCode(error) === '28P01' ? 'denied' : 'no';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone already
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
