import type { Instant } from '@tollgate/kernel';
import type { ProviderObject, ProviderObjectKind, Tenant } from './provider-object.js';

/** Where the owners of what providers keep are written down. Every method rejects when the store is away. */
export abstract class ProviderObjectStore {
  /** Durable when it resolves. */
  abstract insert(object: ProviderObject): Promise<void>;
  /** undefined: nobody was ever shown such an id, it was deleted, or it has expired by `now`. */
  abstract find(kind: ProviderObjectKind, publicId: string, now: Instant): Promise<ProviderObject | undefined>;
  /** What the tenant has that named one of these ids; of none where nothing of its own did. */
  abstract findNaming(tenant: Tenant, ids: readonly string[], now: Instant): Promise<readonly ProviderObject[]>;
  /** Adds ids to those that it named. Durable when it resolves. */
  abstract addNamed(kind: ProviderObjectKind, publicId: string, ids: readonly string[]): Promise<void>;
  /** From now on it is not found; again without effect. */
  abstract remove(kind: ProviderObjectKind, publicId: string, now: Instant): Promise<void>;
}
