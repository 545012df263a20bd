import { writeSync } from 'node:fs';
import { SystemClock } from '@tollgate/kernel';
import { FileJournal } from '@tollgate/logging';
import { createLogger } from '@tollgate/telemetry';
import { finishedRecord, startedRecord } from './build-records';

const feed = { appended: () => undefined, closed: () => undefined };
const folder = process.argv[2] ?? '';
const journal = new FileJournal(
  { folder, instanceId: 'child', segmentBytesMax: 200_000 },
  feed,
  new SystemClock(),
  createLogger('silent'),
);

/** Prints `+id` for what was resolved and `-id` for what was rejected. */
async function appendForever(worker: number): Promise<void> {
  for (let index = 0; ; index += 1) {
    const requestId = `${worker}-${index}`;
    try {
      await journal.started(startedRecord(requestId));
      await journal.finished(finishedRecord(requestId), undefined);
      print(`+${requestId}`);
    } catch {
      print(`-${requestId}`);
      while (!journal.probe()) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** With a synchronous write, so that nothing printed can be lost with the process. */
function print(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

for (let worker = 0; worker < 4; worker += 1) void appendForever(worker);
