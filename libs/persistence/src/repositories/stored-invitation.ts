import type { Instant } from '@tollgate/kernel';

/** An invitation of a user. Its secret is not among it: who holds that can accept. */
export interface StoredInvitation {
  readonly userId: string;
  readonly acceptedAt: Instant | null;
  readonly expiresAt: Instant;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}
