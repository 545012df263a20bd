/**
 * What this process says is not what it is for: when nobody reads it any more (`| tee` ended, a terminal was closed, the disk of a
 * log is full) the lines are lost, and the service goes on and still ends in order. Without a listener the first failed write would
 * end the process, and leave the embedded database running.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
