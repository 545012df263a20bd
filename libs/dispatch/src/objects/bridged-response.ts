import type { Instant, JsonObject } from '@tollgate/kernel';
import type { Tenant } from './provider-object.js';

/**
 * A response that a provider without the Responses API gave over chat, and that the gateway keeps instead of it, so that its client can
 * come back with its id. Immutable.
 */
export interface BridgedResponse {
  /** The id that its client was shown: it carries nothing. */
  readonly publicId: string;
  readonly tenant: Tenant;
  readonly keyId: string;
  /** Of the call that made it. */
  readonly requestId: string;
  /** Who sealed its reasoning: nobody else can open the seals. */
  readonly provider: string;
  readonly deploymentId: string;
  /** The model by the name that its client asked for. */
  readonly modelRequested: string;
  /** The response that it goes on from; one is always older, so that there is no circle. */
  readonly previousId?: string;
  /** Responses of the conversation so far, this one included. */
  readonly turns: number;
  /** Bytes of all their contents, as JSON. */
  readonly conversationBytes: number;
  /** False: it was too large, and stands here only so that its owner can be told so. */
  readonly kept: boolean;
  readonly createdAt: Instant;
  /** After it nobody finds it. */
  readonly expiresAt: Instant;
}

/** What was said: prompts and answers of a tenant. */
export interface BridgedContent {
  /** The items of its own input, each with an id: not those that it goes on from, and no instructions, which nothing inherits. */
  readonly input: readonly JsonObject[];
  /** The answer as the client was shown it; its reasoning and calls carry the seals that their provider wants back. */
  readonly response: JsonObject;
}
