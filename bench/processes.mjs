import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const probe = join(import.meta.dirname, 'probe.cjs');

/** Whether processes can be given a core each: Linux with two cores and taskset. */
export const canPin =
  process.platform === 'linux' && availableParallelism() >= 2 && spawnSync('taskset', ['--version']).status === 0;

/** The processes of one run, so that nothing but these is ended, and all of these are. */
export class Processes {
  #children = new Set();

  /** Starts a Node program on a core. `probed` adds what answers `usage`. */
  node(core, args, { env = {}, probed = false } = {}) {
    const nodeArgs = [...(probed ? ['--require', probe] : []), ...args];
    return this.start(core, process.execPath, nodeArgs, { env, ipc: probed });
  }

  start(core, program, args, { env = {}, ipc = false } = {}) {
    const [command, ...rest] = canPin ? ['taskset', '-c', String(core), program, ...args] : [program, ...args];
    const child = spawn(command, rest, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit', ...(ipc ? ['ipc'] : [])],
      env: { ...process.env, ...env },
    });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  async stop(child) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  async stopAll() {
    await Promise.all([...this.#children].map((child) => this.stop(child)));
  }
}

/** What a program prints, once `pattern` matches it; rejects when it ends before. */
export function printed(child, pattern) {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (piece) => {
      text += piece;
      const match = pattern.exec(text);
      if (match === null) return;
      child.stdout.off('data', onData).resume();
      resolve(match);
    };
    child.stdout.on('data', onData);
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)));
  });
}

/** CPU microseconds (user and system, all threads) and memory of a process that was started `probed`. */
export function usage(child) {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('a measured process has ended'));
    child.once('exit', onExit);
    child.once('message', (answer) => {
      child.off('exit', onExit);
      resolve(answer);
    });
    child.send('usage');
  });
}

/** Moves a process and its descendants, threads included, to a core. */
export function pinTree(pid, core) {
  if (!canPin) return;
  for (const one of [pid, ...descendants(pid)]) spawnSync('taskset', ['-a', '-p', '-c', String(core), String(one)]);
}

function descendants(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // it has ended since
    }
  }
  const found = [];
  for (let level = [pid]; level.length > 0;) {
    level = [...parents].filter(([, parent]) => level.includes(parent)).map(([child]) => child);
    found.push(...level);
  }
  return found;
}

/** Ticks of a core so far: all, and those it was idle. undefined where the system does not say. */
export function coreTicks(core) {
  if (process.platform !== 'linux') return undefined;
  const line = readFileSync('/proc/stat', 'utf8')
    .split('\n')
    .find((row) => row.startsWith(`cpu${core} `));
  const fields = line?.trim().split(/\s+/).slice(1, 9).map(Number);
  return fields && { all: fields.reduce((sum, ticks) => sum + ticks, 0), idle: fields[3] + fields[4] };
}

/** Share of time that a core was busy between two readings, 0 to 1. */
export function busyShare(before, after) {
  if (before === undefined || after === undefined || after.all === before.all) return undefined;
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}
