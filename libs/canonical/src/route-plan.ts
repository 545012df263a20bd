import type { GatewayError } from './gateway-error.js';
import type { FailureClass, Target } from './provider.js';
import type { ResolvedModel } from './resolve-model.js';
import type { Deployment, Timeouts } from './snapshot.js';

/** One attempt that may be made. */
export interface RouteStep {
  /** The group that it is an attempt at: what its limits go by, and what the client and the row are told. */
  readonly model: Pick<ResolvedModel, 'name' | 'group'>;
  readonly deployment: Deployment;
  readonly target: Target;
  /** Wait before it, milliseconds; a provider's Retry-After replaces a smaller one. */
  readonly delayMs: number;
  /** Made only when the attempt before failed with one of these; empty for the first. */
  readonly afterFailures: readonly FailureClass[];
  readonly timeouts: Timeouts;
}

/** Everything dispatch needs: it knows no strategy. */
export interface RoutePlan {
  /** Attempts at one group. */
  readonly steps: readonly RouteStep[];
  /** Why there are none. */
  readonly refusal?: GatewayError;
  /** Milliseconds from when its first attempt is due; no attempt of `steps` begins after it. */
  readonly deadlineMs: number;
  /** Where the request goes on when every step has failed, in this order; absent: nowhere. */
  readonly fallbacks?: readonly FallbackRoute[];
}

/** Another group that takes over. */
export interface FallbackRoute {
  /** What the attempts before have to have failed with. */
  readonly afterFailures: readonly FailureClass[];
  /** Planned when it is needed; undefined: this request cannot go there. */
  readonly plan: () => RoutePlan | undefined;
}
