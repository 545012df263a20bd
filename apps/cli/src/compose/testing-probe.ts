import { DeploymentProbe, type ProbeResult } from '@apps/gateway';
import { authorOf } from '@apps/admin';
import type { Deployment, Principal, Snapshot } from '@tollgate/canonical';
import { type ConnectionTester, TESTED_MODES } from '@tollgate/dispatch';
import type { Clock } from '@tollgate/kernel';
import type { HealthCheck, HealthCheckRepository, ModelRepository } from '@tollgate/persistence';
import type { Logger } from '@tollgate/telemetry';

/** Calls at once, over all who ask. */
const AT_ONCE = 8;

/** Asks deployments like a test of a connection does, books what it cost in the same way, and keeps what came of it. */
export class TestingProbe extends DeploymentProbe {
  private readonly running = new Map<string, Promise<ProbeResult>>();
  private free = AT_ONCE;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly tester: Pick<ConnectionTester, 'test'>,
    private readonly ledger: Pick<ModelRepository, 'bookTest'>,
    private readonly history: Pick<HealthCheckRepository, 'keep'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super();
  }

  override probe(
    deployments: readonly Deployment[],
    snapshot: Snapshot,
    caller: Principal,
  ): Promise<readonly ProbeResult[]> {
    return Promise.all(deployments.map((deployment) => this.join(deployment, snapshot, caller)));
  }

  /** Who asks while a deployment is being asked gets what it says then. */
  private join(deployment: Deployment, snapshot: Snapshot, caller: Principal): Promise<ProbeResult> {
    const known = this.running.get(deployment.id);
    if (known !== undefined) return known;
    const started = this.inTurn(() => this.ask(deployment, snapshot, caller))
      .catch((error: unknown): ProbeResult => {
        this.logger.error({ deployment: deployment.id, error: String(error) }, 'a deployment could not be asked');
        return { kind: 'skipped', reason: 'It could not be asked: the log says why.' };
      })
      .finally(() => this.running.delete(deployment.id));
    this.running.set(deployment.id, started);
    return started;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.free -= 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }

  private async ask(deployment: Deployment, snapshot: Snapshot, caller: Principal): Promise<ProbeResult> {
    const { target } = deployment;
    if (target.model.includes('*')) return { kind: 'skipped', reason: 'It is a pattern, and names no model to ask.' };
    const { price, facts } = snapshot.priceOf(deployment, target.model);
    const own = deployment.info['mode'];
    const asked = typeof own === 'string' ? own : (facts.mode ?? 'chat');
    const mode = TESTED_MODES.find((tested) => tested === asked);
    if (mode === undefined) return { kind: 'skipped', reason: `Models of the mode ${asked} are not asked.` };
    const [checkedAt, begun] = [this.clock.now(), this.clock.monotonicMs()];
    const { answer, costNano } = await this.tester.test({ deployment, facts, price, mode });
    await this.keep(deployment, caller, {
      healthy: answer.ok,
      error: answer.ok ? null : answer.error,
      responseMs: this.clock.monotonicMs() - begun,
      checkedAt,
    });
    if (costNano > 0n)
      await this.ledger.bookTest(
        { keyId: caller.keyId, model: target.litellmModel, costNano },
        authorOf(caller, undefined),
      );
    return answer.ok ? { kind: 'answered' } : { kind: 'failed', error: answer.error };
  }

  /** What was said is said also where it cannot be kept. */
  private async keep(
    { id, group, target }: Deployment,
    caller: Principal,
    result: Pick<HealthCheck, 'healthy' | 'error' | 'responseMs' | 'checkedAt'>,
  ): Promise<void> {
    const named = { deploymentId: id, modelGroup: group, model: target.litellmModel };
    const checkedBy = authorOf(caller, undefined).name;
    try {
      await this.history.keep({ ...named, ...result, checkedBy });
    } catch (error) {
      this.logger.warn({ deployment: id, error: String(error) }, 'the check of a deployment could not be kept');
    }
  }
}
