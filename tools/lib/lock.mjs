import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fromRoot } from './paths.mjs';

const lockFile = fromRoot('.cache', 'bring.lock');

/** One process at a time installs, generates or builds in this tree; a lock whose holder is dead is taken over. */
export async function withLock(work) {
  mkdirSync(fromRoot('.cache'), { recursive: true });
  let announced = false;
  while (!tryLock()) {
    if (!announced) process.stderr.write('tollgate: waiting for another build in this folder\n');
    announced = true;
    await delay(100);
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function tryLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld()) rmSync(lockFile, { force: true });
    return false;
  }
}

function isHeld() {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'));
    // Between its creation and its writing the file is empty: somebody is taking it.
    return pid === 0 || isAlive(pid);
  } catch {
    return false;
  }
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
