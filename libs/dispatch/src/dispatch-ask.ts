import type { Instant, NanoUsd } from '@tollgate/kernel';
import type {
  CanonicalRequest,
  Grant,
  Principal,
  RoutePlan,
  RouteStep,
  Snapshot,
  StartedRecord,
} from '@tollgate/canonical';
import type { StreamContext } from '@tollgate/formats';

/** A request that is authorized and planned. */
export interface DispatchAsk {
  readonly requestId: string;
  readonly callId: string;
  /** Fixed at admission: windows and row use it. */
  readonly admittedAt: Instant;
  readonly principal: Principal;
  readonly request: CanonicalRequest;
  readonly grant: Grant;
  readonly plan: RoutePlan;
  readonly snapshot: Snapshot;
  readonly context: StreamContext;
  /** Bytes of the request's body: what waiting for money keeps in memory. */
  readonly bodyBytes: number;
  readonly signal: AbortSignal;
  /** The journal's line for an attempt that is about to be sent: what it may cost, and what earlier ones were charged. */
  readonly started: (attempt: number, step: RouteStep, atStake: NanoUsd, charged: NanoUsd) => StartedRecord;
}
