import type { PriceBook, SnapshotHolder } from '@tollgate/catalog';
import type { Settings } from '@tollgate/config';
import type { Clock, IdSource, Ticker } from '@tollgate/kernel';
import type { Logger, Metrics } from '@tollgate/telemetry';
import type { MasterKey } from '../master-key.js';

/** What the servers of one process are built from. */
export interface CompositionInput {
  readonly command: 'serve' | 'gateway' | 'admin' | 'worker';
  readonly settings: Settings;
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** undefined: a process without a data plane keeps no journal. */
  readonly journalDir: string | undefined;
  readonly masterKey: MasterKey;
  readonly snapshots: SnapshotHolder;
  readonly prices: PriceBook;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly ticker: Ticker;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
