import type { HeldLimits, Label } from '@tollgate/canonical';

/** Loads customers and tags by their own ids. Both throw when the store cannot be asked. */
export abstract class LabelStore {
  /** Those that are there, in any order. */
  abstract find(ids: readonly string[]): Promise<readonly Label[]>;
  /** Limits of a budget by id; undefined: no such budget. */
  abstract findBudget(id: string): Promise<HeldLimits | undefined>;
}
