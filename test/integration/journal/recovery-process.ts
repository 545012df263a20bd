import { once } from 'node:events';
import { SystemClock } from '@tollgate/kernel';
import { BatchSender, recoverJournals, type Recovery } from '@tollgate/logging';
import { createLogger } from '@tollgate/telemetry';
import { MemoryLedger } from './memory-ledger';

export interface RecoveredByOne extends Recovery {
  readonly requestIds: readonly string[];
}

/** Says that it is ready, recovers the folder of its first argument when it is told to, and prints what it brought. */
async function run(folder: string): Promise<void> {
  const ledger = new MemoryLedger();
  const logger = createLogger('silent');
  const sender = new BatchSender(ledger, logger);
  const told = once(process.stdin, 'data');
  process.stdout.write('ready\n');
  await told;
  const recovery = await recoverJournals(folder, sender, new SystemClock(), logger);
  process.stdout.write(
    `${JSON.stringify({ ...recovery, requestIds: [...ledger.rows.keys()] } satisfies RecoveredByOne)}\n`,
  );
}

void run(process.argv[2] ?? '');
