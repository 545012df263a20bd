import type { KeptModel } from '@tollgate/config';
import type { KeptFault } from './compile/compile-kept.js';

/** What of the configuration is kept in the store. */
export interface KeptContents {
  readonly models: readonly KeptModel[];
  /** What is there and cannot be read. */
  readonly faults: readonly KeptFault[];
}

/** The store's part of the configuration. */
export abstract class SnapshotSource {
  /** All of it, as one state of the store. Rejects when the store cannot be asked. */
  abstract read(): Promise<KeptContents>;
}
