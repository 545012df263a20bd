import type { EpochChange, EpochListener } from '@tollgate/auth';
import type { Deployment } from '@tollgate/canonical';
import { SnapshotLoader, type SnapshotSource } from '@tollgate/catalog';
import { type Database, PgSnapshotSource } from '@tollgate/persistence';
import { PROVIDERS } from '@tollgate/providers';
import type { Logger } from '@tollgate/telemetry';
import { refuseDestination } from '@tollgate/upstream';
import { isOwnAddress } from '../own-address.js';
import type { CompositionInput } from './composition-input.js';
import type { Seals } from './seals.js';

/** Kinds of change that the snapshot is compiled from. */
const KINDS: ReadonlySet<string> = new Set(['model', 'credential', 'access_group', 'config']);

/** Compiles the snapshot anew with each change of what the store keeps of the configuration, in every process. */
export class KeptConfiguration implements EpochListener {
  constructor(
    private readonly loader: SnapshotLoader,
    private readonly logger: Logger,
  ) {}

  changed(changes: readonly EpochChange[]): void {
    if (changes.some(({ kind }) => KINDS.has(kind))) this.everything();
  }

  everything(): void {
    this.loader.reload().catch((error: unknown) => {
      this.logger.warn({ error: String(error) }, 'changed models could not be read; they are asked for again');
    });
  }

  /** The store answers again. */
  polled(): void {
    if (this.loader.stale) this.everything();
  }
}

export function snapshotLoader(
  { command, settings, prices, clock, snapshots, logger }: CompositionInput,
  database: Database,
  seals: Seals,
): SnapshotLoader {
  const { host, port } = settings.process;
  // only who calls providers can call itself
  const callsProviders = command === 'serve' || command === 'gateway';
  return new SnapshotLoader({
    settings,
    providers: PROVIDERS,
    book: prices,
    clock,
    source: keptContents(settings, database, seals),
    holder: snapshots,
    logger,
    refuseKept: (deployment) =>
      refuseDestination(deployment) ?? (callsProviders ? refuseOwnAddress(deployment, host, port) : undefined),
  });
}

/** Of an operator who keeps models in his file alone (`store_model_in_db: false`), access groups are all that the store adds. */
function keptContents({ admin }: CompositionInput['settings'], database: Database, seals: Seals): SnapshotSource {
  const source = new PgSnapshotSource(database, seals);
  if (admin.keepsModels) return source;
  return { read: async () => ({ ...(await source.read()), models: [], credentials: [], settings: {}, faults: [] }) };
}

function refuseOwnAddress({ target }: Deployment, host: string, port: number): string | undefined {
  return isOwnAddress(target.apiBase, host, port)
    ? 'its address is the one that this gateway listens on, which would call itself'
    : undefined;
}
