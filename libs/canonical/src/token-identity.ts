import type { UserRole } from './user-role.js';

/** Who a verified token of an identity provider says that its caller is. */
export interface TokenIdentity {
  /** Empty: the operator trusts one issuer and did not name it. */
  readonly issuer: string;
  readonly userId?: string;
  readonly userEmail?: string;
  /** Teams that the caller may call for, the preferred one first. Empty: none is asked for. */
  readonly teamIds: readonly string[];
  readonly organizationId?: string;
  /** End user that its calls are for. */
  readonly customer?: string;
  /** The role that the token gives; absent: the user's own. */
  readonly role?: UserRole;
  /** A user who is not there yet is made. */
  readonly createsUser: boolean;
  /** Empty: all. */
  readonly models: readonly string[];
  /** Empty: all. */
  readonly allowedRoutes: readonly string[];
  /** Both are those of its kind (an admin's tokens, sessions), and no limits of this one. */
  readonly isUnlimited?: true;
}
