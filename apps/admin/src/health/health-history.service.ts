import { Injectable } from '@nestjs/common';
import { deploymentsOf } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import { HealthCheckRepository, type StoredHealthCheck } from '@tollgate/persistence';
import { toTime } from '../shown/to-time.js';
import type { HealthHistoryQuery } from './dto/health-history.query.js';

/** What deployments answered when `GET /health` had them asked. */
@Injectable()
export class HealthHistory {
  constructor(
    private readonly checks: HealthCheckRepository,
    private readonly snapshots: SnapshotHolder,
  ) {}

  /** A page, newest first. Unlike LiteLLM's, `total_records` counts all pages. */
  async list({ model, status_filter: status, limit, offset }: HealthHistoryQuery): Promise<object> {
    const healthy = status === undefined ? undefined : status === 'healthy';
    const { checks, total } = await this.checks.list({ model, healthy }, { limit, offset });
    return { health_checks: checks.map(toRow), total_records: total, limit, offset };
  }

  /** The last of each deployment that there is now, by its id. */
  async latest(): Promise<object> {
    const ids = deploymentsOf(this.snapshots.current()).map(({ id }) => id);
    const checks = await this.checks.latest(ids);
    return {
      latest_health_checks: Object.fromEntries(checks.map((check) => [check.deploymentId, toRow(check)])),
      total_models: checks.length,
    };
  }
}

/** A row of LiteLLM's table of health checks, which holds groups of deployments; here each is of one. */
function toRow(check: StoredHealthCheck): object {
  const { id, deploymentId, modelGroup, model, healthy, error, responseMs, checkedBy } = check;
  const checkedAt = toTime(check.checkedAt);
  return {
    health_check_id: id,
    model_name: modelGroup,
    model_id: deploymentId,
    status: healthy ? 'healthy' : 'unhealthy',
    healthy_count: healthy ? 1 : 0,
    unhealthy_count: healthy ? 0 : 1,
    error_message: error,
    response_time_ms: responseMs,
    details: { model },
    checked_by: checkedBy,
    checked_at: checkedAt,
    created_at: checkedAt,
  };
}
