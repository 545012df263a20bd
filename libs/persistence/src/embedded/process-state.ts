import { readFileSync } from 'node:fs';

/** `defunct`: dead, but nobody has taken its exit status (containers whose first process does not): its pid still exists. */
export type ProcessState = 'none' | 'defunct' | 'alive';

export function processState(pid: number): ProcessState {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return 'none';
  }
  return statFields(pid)?.[0] === 'Z' ? 'defunct' : 'alive';
}

/** When a process began, in the kernel's ticks since boot: with the pid it names one process. undefined where that is unknown. */
export function processStart(pid: number): string | undefined {
  return statFields(pid)?.[19];
}

/** Fields of /proc/<pid>/stat from the third (state) on: the second, the name, may hold anything. */
function statFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
