import type { Deployment, Timeouts } from './snapshot.js';
import type { FailureClass, Target } from './provider.js';

/** One attempt that may be made. */
export interface RouteStep {
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
  readonly steps: readonly RouteStep[];
  /** Milliseconds from the plan's making; no attempt begins after it. */
  readonly deadlineMs: number;
}
