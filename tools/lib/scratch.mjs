import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from './lock.mjs';

/** Linux' file system in memory. */
const memory = '/dev/shm';
const roomMin = 6 * 2 ** 30;
const prefix = 'tollgate-test-';

/**
 * Runs `work` with `TMPDIR` in memory where there is room for it: the tests make hundreds of databases of a thousand files each. A `TMPDIR`
 * that is given stays.
 */
export async function withScratch(work) {
  if (process.env.TMPDIR !== undefined || !hasRoom()) return work();
  for (const name of readdirSync(memory)) if (isLeft(name)) remove(path.join(memory, name));
  const folder = path.join(memory, `${prefix}${process.pid}`);
  // PostgreSQL's own user passes through it when the tests run as root
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  try {
    return await work();
  } finally {
    delete process.env.TMPDIR;
    remove(folder);
  }
}

function hasRoom() {
  if (!existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize >= roomMin;
}

/** Of a run that was killed outright: what is left in memory would stay there. */
function isLeft(name) {
  const runner = Number(name.slice(prefix.length));
  return name.startsWith(prefix) && runner > 0 && !isAlive(runner);
}

function remove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  } catch (error) {
    process.stderr.write(`tollgate: ${folder} is left behind: ${error.message}\n`);
  }
}
