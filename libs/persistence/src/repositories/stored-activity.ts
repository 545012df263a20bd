import type { LabelKind } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';

/** Whose activity is asked for. */
export type ActivityOf = 'user' | 'team' | 'organization' | LabelKind;

export interface ActivityFilter {
  /** First day, and the day after the last: instants of midnights, UTC. */
  readonly from: Instant;
  readonly to: Instant;
  /** Absent: all that the caller may see. */
  readonly ids?: readonly string[] | undefined;
  readonly excludedIds?: readonly string[] | undefined;
  readonly keyHash?: string | undefined;
  /** Name of the model as calls are shown, its group, or the provider's name for it. */
  readonly model?: string | undefined;
}

/** A page of days, from 1, and what it is made of at most. */
export interface ActivityPageRef {
  readonly page: number;
  readonly size: number;
  readonly rowsMax: number;
  /** Over everybody: keys or entities of its days, added up, that are told without a cut. */
  readonly wholeMax: number;
}

/** Sums over some calls. */
export interface ActivitySums {
  readonly costNano: bigint;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly requests: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly durationMs: number;
}

/** Sums of one day for one combination of holder, key, model and route; what is null is not told apart, or was not said. */
export interface ActivityRow extends ActivitySums {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly entityId: string | null;
  readonly keyId: string | null;
  readonly modelGroup: string | null;
  readonly litellmModel: string | null;
  readonly provider: string | null;
  readonly route: string | null;
}

/** A key that calls were made with, also one that is deleted. */
export interface ActivityKey {
  readonly keyId: string;
  readonly hash: string;
  /** Its newest secret, masked; null of a key that is deleted. */
  readonly name: string | null;
  readonly alias: string | null;
  readonly teamId: string | null;
  readonly userId: string | null;
  readonly userEmail: string | null;
  readonly exists: boolean;
}

/** Calls of the keys of an alias. */
export interface CallKind {
  readonly alias: string | null;
  readonly callType: string | null;
  readonly litellmModel: string | null;
  readonly requests: number;
  readonly failed: number;
  readonly completionTokens: number;
  readonly cacheReadTokens: number;
}

export interface ActivityPage {
  /** Newest first. */
  readonly days: readonly string[];
  readonly dayCount: number;
  /** Sums of each day, whole. */
  readonly totals: readonly (ActivitySums & { readonly day: string })[];
  readonly parts: ActivityParts;
  /** Whether there is more than the parts tell. */
  readonly isCut: boolean;
  /** Keys that a day shows at most, and entities; absent: it shows all of them. */
  readonly shownMax?: number;
  readonly keys: readonly ActivityKey[];
}

/** What the sums of days are made of, each from the rows that tell it; they may be the same rows. */
export interface ActivityParts {
  /** Models, providers and routes. */
  readonly whole: readonly ActivityRow[];
  /** The same by key. */
  readonly keys: readonly KeyedRow[];
  readonly entities: readonly ActivityRow[];
  readonly keysOfEntities: readonly KeyedRow[];
}

export type KeyedRow = ActivityRow & { readonly keyId: string };
