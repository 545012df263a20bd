import type { FailureClass, UpstreamFailure } from '@tollgate/canonical';
import type { Clock, Instant, JsonObject } from '@tollgate/kernel';
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
  private readonly states = new Map<string, State>();

  constructor(private readonly clock: Clock) {
    super();
  }

  override recordOutcome(
    deploymentId: string,
    failureClass: FailureClass | undefined,
    failure: UpstreamFailure | undefined,
  ): void {
    if (failureClass !== undefined && NOT_ITS_FAULT.has(failureClass)) return;
    const known = this.states.get(deploymentId);
    if (failureClass === undefined && known?.healthy === true) {
      known.succeededAt = this.clock.now();
      return;
    }
    const state = new State(failureClass === undefined, known?.succeededAt, known?.failure);
    if (failureClass === undefined) state.succeededAt = this.clock.now();
    else state.failure = this.describe(failureClass, failure);
    this.states.set(deploymentId, state);
  }

  override view(): HealthView {
    return this.states;
  }

  /** The class and status only: a provider's text can quote a caller's prompt. */
  private describe(failureClass: FailureClass, failure: UpstreamFailure | undefined): JsonObject {
    return {
      last_failure_at: timeOf(this.clock.now()),
      error: failureClass,
      ...(failure?.status === undefined ? {} : { status: failure.status }),
    };
  }
}

/** A success is noted with each call and shown seldom, so its text is made when it is asked for. */
class State implements DeploymentHealth {
  readonly coolingDown = false;

  constructor(
    readonly healthy: boolean,
    public succeededAt: Instant | undefined,
    public failure: JsonObject | undefined,
  ) {}

  get shown(): JsonObject {
    return { ...(this.succeededAt !== undefined && { last_success_at: timeOf(this.succeededAt) }), ...this.failure };
  }
}

function timeOf(at: Instant): string {
  return new Date(at).toISOString();
}
