import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.mjs';
import { findRedisProgram } from './redis-program.mjs';
import { waitUntilReady } from './wait-until.mjs';

/** Starts a throw-away Redis-compatible server that keeps nothing on disk. */
export async function startRedis() {
  const program = await findRedisProgram();
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'tollgate-redis-'));
  const logFile = path.join(folder, 'log');
  const log = openSync(logFile, 'a');
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const child = spawn(program, args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const readLog = () => readFileSync(logFile, 'utf8').trim();
  try {
    await waitUntilReady({ name: path.basename(program), child, isReady: () => answers(port), readLog });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return { name: 'redis', url: `redis://127.0.0.1:${port}`, pid: child.pid, folder, stop: () => stop(child, folder) };
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    const done = (isUp) => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once('data', (data) => done(data.toString().startsWith('+PONG')));
    socket.once('error', () => done(false));
  });
}

async function stop(child, folder) {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
