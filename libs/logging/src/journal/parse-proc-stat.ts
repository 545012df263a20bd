/** PF_EXITING: killed, its connections closed already, and not yet a zombie. It runs no code of ours any more. */
const EXITING = 0x4;

/**
 * What `/proc/<pid>/stat` says of a process (proc(5): state is field 3, flags 9, start time in ticks since boot 22). The name in
 * field 2 may hold spaces and brackets.
 */
export function parseProcStat(stat: string): { readonly isGone: boolean; readonly startTicks: string } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isGone = fields[0] === 'Z' || fields[0] === 'X' || (Number(fields[6]) & EXITING) !== 0;
  return { isGone, startTicks: fields[19] ?? '' };
}
