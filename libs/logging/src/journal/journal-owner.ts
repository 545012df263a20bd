import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

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
export function processStart(pid: number): string | undefined {
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
}

/** PF_EXITING: killed, its connections already closed, and not yet a zombie. It runs no code of ours any more. */
const EXITING = 0x4;

/** proc(5): state is field 3, flags 9, start time in ticks since boot 22; the name before them may hold spaces and brackets. */
function startFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isGone = fields[0] === 'Z' || fields[0] === 'X' || (Number(fields[6]) & EXITING) !== 0;
    if (isGone) return undefined;
    return `${bootId()}-${fields[19] ?? ''}`;
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
