import { SystemTicker } from '@tollgate/kernel';
import { startEmbeddedPostgres, StartError } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';

/** Runs an embedded database on the folder of its first argument until SIGTERM; says so in lines of JSON. */
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function run(dataFolder: string): Promise<void> {
  const onLost = (error: Error): void => say({ lost: error.message });
  const logger = createLogger('silent');
  try {
    const embedded = await startEmbeddedPostgres({ dataFolder, ticker: new SystemTicker(), logger, onLost });
    const keepAlive = setInterval(() => undefined, 60_000);
    process.once('SIGTERM', () => {
      clearInterval(keepAlive);
      void embedded.stop().then(() => say({ stopped: true }));
    });
    say({ url: embedded.url, pid: embedded.pid, attached: embedded.attached });
  } catch (error) {
    say({ failed: error instanceof Error ? error.message : String(error), isStartError: error instanceof StartError });
    process.exitCode = 1;
  }
}

void run(process.argv[2] ?? '');
