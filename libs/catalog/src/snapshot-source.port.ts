import type { ModelEntry } from '@tollgate/config';

/** Models that are kept elsewhere than in the config file (in the database). */
export abstract class SnapshotSource {
  /** Every stored model, decrypted. Rejects when the store cannot be read: the snapshot in use stays. */
  abstract loadModels(): Promise<readonly ModelEntry[]>;
}
