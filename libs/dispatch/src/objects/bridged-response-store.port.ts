import type { Instant } from '@tollgate/kernel';
import type { BridgedContent, BridgedResponse } from './bridged-response.js';
import type { Tenant } from './provider-object.js';

/** Where the responses that the gateway keeps are written down. Every method rejects when the store is away. */
export abstract class BridgedResponseStore {
  /** Durable when it resolves. `content` is the JSON of a BridgedContent; undefined: it is not kept. `itemIds` are those of its answer. */
  abstract insert(response: BridgedResponse, content: string | undefined, itemIds: readonly string[]): Promise<void>;
  /** What the tenant has whose answer holds one of these items, oldest first; without what is not kept. */
  abstract findNaming(tenant: Tenant, itemIds: readonly string[], now: Instant): Promise<readonly NamingResponse[]>;
  /** undefined: nobody was ever shown such an id, it was deleted, or it has expired by `now`. Brings no content. */
  abstract find(publicId: string, now: Instant): Promise<BridgedResponse | undefined>;
  /**
   * What a response and those before it said, oldest first, at most `turnsMax` of them. undefined in the place of one that cannot be read
   * (the key of its encryption has changed); shorter than the response's `turns` where one before it was deleted or has expired.
   */
  abstract readConversation(
    response: BridgedResponse,
    now: Instant,
    turnsMax: number,
  ): Promise<readonly (KeptTurn | undefined)[]>;
  /** Its content is gone when it resolves; again without effect. */
  abstract remove(publicId: string): Promise<void>;
}

/** A response by the items of its answer. */
export interface NamingResponse {
  readonly response: BridgedResponse;
  /** Of its content, as it is stored. */
  readonly bytes: number;
}

/** One response of a conversation. */
export interface KeptTurn extends BridgedContent {
  readonly publicId: string;
  readonly provider: string;
}
