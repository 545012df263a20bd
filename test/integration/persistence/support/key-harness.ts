import { createHash } from 'node:crypto';
import { SystemIds } from '@tollgate/kernel';
import { ControlPlane, KeyRepository, PgEpochSource, PgKeyStore, type StoredKey } from '@tollgate/persistence';
import { ManualClock } from '../../../support/time/index.js';
import { buildRecord, NOON } from './build-record.js';
import { finished, LedgerHarness } from './ledger-harness.js';

/** Who makes the changes. */
export const author = { name: 'admin', changedBy: null, key: 'litellm_proxy_master_key' };
/** Sees every key. */
export const all = { kind: 'all' } as const;

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Virtual keys in a database of their own. Each test begins with `renew`, and has names of its own by `count`. */
export class KeyHarness {
  readonly controlPlane: ControlPlane;
  readonly keys: KeyRepository;
  readonly store: PgKeyStore;
  readonly epochs: PgEpochSource;
  count = 0;

  private constructor(
    readonly ledger: LedgerHarness,
    readonly clock: ManualClock,
  ) {
    this.controlPlane = new ControlPlane(ledger.database, clock, 'UTC');
    this.keys = new KeyRepository(ledger.database, this.controlPlane, clock, new SystemIds());
    this.store = new PgKeyStore(ledger.database, clock);
    this.epochs = new PgEpochSource(ledger.database);
  }

  static async start(): Promise<KeyHarness> {
    return new KeyHarness(await LedgerHarness.start(), new ManualClock(NOON));
  }

  renew(): void {
    this.clock.at = NOON;
    this.count += 1;
  }

  secret(): string {
    return `sk-secret-${this.count}`;
  }

  async create(
    settings: Parameters<KeyRepository['create']>[0]['settings'] = {},
    openingNano?: bigint,
  ): Promise<StoredKey> {
    const opening = openingNano === undefined ? {} : { openingNano };
    const key = { hash: hashOf(this.secret()), name: 'sk-...cret', settings, ...opening };
    const made = await this.keys.create(key, author);
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    return made.value;
  }

  spend(key: StoredKey, costNano: string, windows = [0]): Promise<void> {
    const charged = windows.map((start) => ({ scope: 'key', id: key.id, start }));
    return this.ledger.writer.write(finished(buildRecord({ keyId: key.id, costNano, windows: charged })));
  }

  stop(): Promise<void> {
    return this.ledger.stop();
  }
}
