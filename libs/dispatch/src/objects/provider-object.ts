import type { Instant } from '@tollgate/kernel';

/** What a provider can keep for a caller; of an `answer` only what it named, and its own id is never shown. */
export type ProviderObjectKind = 'answer' | 'response' | 'conversation' | 'file' | 'cached-content';

/** Whose an object is: organization, else team, else user, else key (docs/architecture.md 6, ids and forms). */
export interface Tenant {
  readonly kind: 'organization' | 'team' | 'user' | 'key';
  readonly id: string;
}

/** Something that lives at a provider, under the operator's account there, and belongs to one tenant of ours. */
export interface ProviderObject {
  readonly kind: ProviderObjectKind;
  /** The id that its client was shown: it carries nothing. */
  readonly publicId: string;
  /** The provider's own id; no client ever sees it. */
  readonly upstreamId: string;
  readonly provider: string;
  /** Where it was made: nobody else knows it. */
  readonly deploymentId: string;
  readonly tenant: Tenant;
  readonly keyId: string;
  /** Of the call that made it. */
  readonly requestId: string;
  /** The model by the name that its client asked for. */
  readonly modelRequested: string;
  /** The object that it goes on from, by the id that the client was shown. */
  readonly previousId?: string;
  /** The provider's ids of what it named beside itself, which its client was shown: its items, its audio, the containers of its tools. */
  readonly namedIds?: readonly string[];
  readonly createdAt: Instant;
  /** After it the provider has forgotten it. */
  readonly expiresAt: Instant;
}
