import type { Instant } from '@tollgate/kernel';
import type { AttemptRecord, CanonicalResponse, Finish, GatewayError, RequestStatus } from '@tollgate/canonical';
import type { ClosedAttempt } from '@tollgate/dispatch';

/** How a request ends: everything the record needs, and the client's end, which waits for the record. */
export interface Ending {
  readonly status: RequestStatus;
  readonly httpStatus: number;
  readonly error: GatewayError | undefined;
  /** The last attempt that was made; it still holds what it reserved. */
  readonly closed: ClosedAttempt | undefined;
  readonly earlier: readonly AttemptRecord[];
  /** What was received of the answer, for callbacks. */
  readonly response: (() => CanonicalResponse) | undefined;
  readonly providerResponseId: string | undefined;
  readonly finish: Finish | undefined;
  readonly firstTokenAt: Instant | undefined;
  /** Sends the end. Must not throw. */
  readonly send: () => void;
  /** Sends an error instead of the end: the record could not be written. Must not throw. */
  readonly spoil: (error: GatewayError) => void;
}
