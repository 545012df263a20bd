import type { KeptModel, KeptSettings } from '@tollgate/config';
import type { KeptAccessGroup } from './compile/group-access.js';
import type { KeptFault } from './compile/compile-kept.js';
import type { KeptCredential } from './compile/with-credential.js';

/** What of the configuration is kept in the store. */
export interface KeptContents {
  readonly models: readonly KeptModel[];
  /** That models name in `litellm_credential_name`. */
  readonly credentials: readonly KeptCredential[];
  readonly accessGroups: readonly KeptAccessGroup[];
  /** Set over the API, and going before the operator's file. */
  readonly settings: KeptSettings;
  /** What is there and cannot be read. */
  readonly faults: readonly KeptFault[];
}

/** The store's part of the configuration. */
export abstract class SnapshotSource {
  /** All of it, as one state of the store. Rejects when the store cannot be asked. */
  abstract read(): Promise<KeptContents>;
}
