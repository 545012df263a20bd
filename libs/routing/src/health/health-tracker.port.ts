import type { FailureClass, UpstreamFailure } from '@tollgate/canonical';
import type { HealthView } from '../plan/health-view.js';

/** Health of deployments from the attempts themselves; no probe is ever sent. Fed by dispatch, read by planning and `/health`. */
export abstract class HealthTracker {
  /** Told of each attempt's end; no class means success. Never throws and is never awaited on the path of a request. */
  abstract recordOutcome(
    deploymentId: string,
    failureClass: FailureClass | undefined,
    failure: UpstreamFailure | undefined,
  ): void;
  /** From memory, at once. */
  abstract view(): HealthView;
}
