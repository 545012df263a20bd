import type { FailureClass, UpstreamFailure } from '@tollgate/canonical';
import type { Clock, JsonObject } from '@tollgate/kernel';
import type { DeploymentHealth, HealthView } from '../plan/health-view.js';
import { HealthTracker } from './health-tracker.port.js';

/** Failures that are the request's or the caller's and say nothing about the deployment. */
const NOT_ITS_FAULT: ReadonlySet<FailureClass> = new Set([
  'bad-request',
  'context-window',
  'content-policy',
  'unprocessable',
  'budget',
  'client-closed',
]);

/** Health in the memory of one process. Passive: no deployment cools down, `/health` shows what the last calls said. */
export class MemoryHealthTracker extends HealthTracker {
  private readonly states = new Map<string, DeploymentHealth>();

  constructor(private readonly clock: Clock) {
    super();
  }

  override recordOutcome(
    deploymentId: string,
    failureClass: FailureClass | undefined,
    failure: UpstreamFailure | undefined,
  ): void {
    if (failureClass !== undefined && NOT_ITS_FAULT.has(failureClass)) return;
    const news = failureClass === undefined ? { last_success_at: this.now() } : this.describe(failureClass, failure);
    const shown = { ...this.states.get(deploymentId)?.shown, ...news };
    this.states.set(deploymentId, { healthy: failureClass === undefined, coolingDown: false, shown });
  }

  override view(): HealthView {
    return this.states;
  }

  /** The class and status only: a provider's text can quote a caller's prompt. */
  private describe(failureClass: FailureClass, failure: UpstreamFailure | undefined): JsonObject {
    return {
      last_failure_at: this.now(),
      error: failureClass,
      ...(failure?.status === undefined ? {} : { status: failure.status }),
    };
  }

  private now(): string {
    return new Date(this.clock.now()).toISOString();
  }
}
