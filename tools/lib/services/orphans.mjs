import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../lock.mjs';
import { fromRoot } from '../paths.mjs';

const registry = fromRoot('.cache', 'services');

/** Notes who started which services, so that a run that was killed outright leaves nothing behind for long. */
export function noteServices(services) {
  mkdirSync(registry, { recursive: true });
  const notes = services.map(({ pid, folder }) => ({ pid, folder }));
  writeFileSync(noteOf(process.pid), JSON.stringify(notes));
}

export function forgetServices() {
  rmSync(noteOf(process.pid), { force: true });
}

/** Ends the services of runs that are dead. A pid may have been given to another process: the folder it works in tells. */
export async function endOrphans() {
  for (const name of listNotes()) {
    const runner = Number(path.basename(name, '.json'));
    if (isAlive(runner)) continue;
    const note = noteOf(runner);
    for (const { pid, folder } of readNote(note)) await endService(pid, folder);
    rmSync(note, { force: true });
  }
}

async function endService(pid, folder) {
  if (worksIn(pid, folder)) process.kill(pid, 'SIGQUIT');
  for (let attempt = 0; attempt < 100 && worksIn(pid, folder); attempt += 1) await delay(50);
  rmSync(folder, { recursive: true, force: true });
}

/** Two runs may find the same note at once; the slower one finds it gone. */
function readNote(note) {
  try {
    return JSON.parse(readFileSync(note, 'utf8'));
  } catch {
    return [];
  }
}

function noteOf(runnerPid) {
  return path.join(registry, `${runnerPid}.json`);
}

function listNotes() {
  try {
    return readdirSync(registry).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

function worksIn(pid, folder) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    return false;
  }
}
