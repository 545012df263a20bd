import type { Instant } from '@tollgate/kernel';

/** An access group that the store keeps, and who was given it by its id. */
export interface StoredAccessGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** As they were given: public names of models, and what lists take in their place. */
  readonly models: readonly string[];
  /** Of an import; nothing is decided by them. */
  readonly mcpServerIds: readonly string[];
  readonly agentIds: readonly string[];
  readonly teams: readonly { readonly id: string; readonly name: string | null }[];
  /** By the hash of their newest secret. */
  readonly keys: readonly { readonly hash: string; readonly name: string | null }[];
  readonly createdAt: Instant;
  readonly createdBy: string | null;
  readonly updatedAt: Instant;
  readonly updatedBy: string | null;
}

/** What can be said about an access group. Absent: nothing. */
export interface AccessGroupSettings {
  readonly name?: string;
  readonly description?: string | null;
  readonly models?: readonly string[];
  /** All teams that are to have it by its id. */
  readonly teamIds?: readonly string[];
  /** All keys that are to: by id, alias, hash or secret. */
  readonly keyRefs?: readonly string[];
}

/** Why an access group could not be written. */
export type AccessGroupProblem =
  | { readonly kind: 'name_taken' }
  | { readonly kind: 'unknown_team'; readonly id: string }
  | { readonly kind: 'unknown_key'; readonly ref: string };
