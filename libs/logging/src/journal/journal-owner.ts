import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { parseProcStat } from './parse-proc-stat.js';

/** Who writes a journal: a pid alone is used again after a while, with its start time it is not. */
export interface JournalOwner {
  readonly pid: number;
  readonly processStart: string;
}

export function currentOwner(): JournalOwner {
  return { pid: process.pid, processStart: processStart(process.pid) ?? 'unknown' };
}

/** Whether that very process is still there. A stopped (paused) one is; a zombie is not. */
export function isAlive(owner: JournalOwner): boolean {
  return processStart(owner.pid) === owner.processStart;
}

/** A token of letters, digits and dashes that names the start of the process; undefined when there is no such process. */
function processStart(pid: number): string | undefined {
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
}

function startFromProc(pid: number): string | undefined {
  try {
    const { isGone, startTicks } = parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return isGone ? undefined : `${bootId()}-${startTicks}`;
  } catch {
    return undefined;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
}

function startFromPs(pid: number): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { LC_ALL: 'C' } });
  const start = (stdout ?? '').trim().replaceAll(/[^0-9A-Za-z]+/g, '-');
  return start === '' ? undefined : start;
}
