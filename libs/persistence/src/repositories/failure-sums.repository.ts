import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';

/** Of which failures. Days are whole: instants of midnights, UTC, the second exclusive. */
export interface FailureFilter {
  readonly from: Instant;
  readonly to: Instant;
  /** The group that the attempt was made for. */
  readonly modelGroup?: string | undefined;
}

/** Failed attempts of one day and kind. */
export interface FailureSum {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly failureClass: string | null;
  /** The provider's HTTP status. */
  readonly status: number | null;
  readonly failures: number;
}

/** Failed attempts at one deployment, of one class. */
export interface ClassFailures {
  readonly deploymentId: string;
  /** `rate-limit`, `timeout` …; `unknown` where it has none. */
  readonly failureClass: string;
  readonly failures: number;
}

export interface DeploymentFailures extends FailureSum {
  readonly deploymentId: string;
  readonly apiBase: string;
}

/** How attempts failed, over all tenants, from the daily sums alone. */
export class FailureSumsRepository {
  constructor(private readonly database: Database) {}

  /** By day and kind; at most `limit` sums, the newest. */
  byDay(filter: FailureFilter, limit: number): Promise<readonly FailureSum[]> {
    return this.database.prisma.$queryRaw<FailureSum[]>`
      SELECT to_char(day, 'YYYY-MM-DD') AS day, failure_class AS "failureClass", status, sum(failures)::float8 AS failures
      FROM tollgate.attempt_failure_daily WHERE ${toConditions(filter)}
      GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3 LIMIT ${limit}`;
  }

  /** By deployment and class, those that another attempt made good included. */
  byClass(filter: FailureFilter): Promise<readonly ClassFailures[]> {
    return this.database.prisma.$queryRaw<ClassFailures[]>`
      SELECT deployment_id AS "deploymentId", coalesce(failure_class, 'unknown') AS "failureClass", sum(failures)::float8 AS failures
      FROM tollgate.attempt_failure_daily WHERE ${toConditions(filter)} GROUP BY 1, 2 ORDER BY 1, 2`;
  }

  /** By day and kind, of the deployments of the most failures, in the order of their place: those whose rate was limited the most first. */
  byDeployment(
    filter: FailureFilter,
    { deployments, limit }: { readonly deployments: number; readonly limit: number },
  ): Promise<readonly DeploymentFailures[]> {
    return this.database.prisma.$queryRaw<DeploymentFailures[]>`
      WITH found AS MATERIALIZED (
        SELECT * FROM tollgate.attempt_failure_daily WHERE ${toConditions(filter)}
      ), most AS (
        SELECT deployment_id, api_base,
          row_number() OVER (ORDER BY coalesce(sum(failures) FILTER (WHERE failure_class = 'rate-limit'), 0) DESC, sum(failures) DESC, deployment_id, api_base) AS place
        FROM found GROUP BY 1, 2
      )
      SELECT to_char(day, 'YYYY-MM-DD') AS day, deployment_id AS "deploymentId", api_base AS "apiBase", failure_class AS "failureClass",
        status, sum(failures)::float8 AS failures
      FROM found JOIN most USING (deployment_id, api_base) WHERE place <= ${deployments}
      GROUP BY day, deployment_id, api_base, failure_class, status, place
      ORDER BY place, day DESC, failure_class, status LIMIT ${limit}`;
  }
}

function toConditions({ from, to, modelGroup }: FailureFilter): Prisma.Sql {
  return Prisma.join(
    [
      Prisma.sql`day >= ${new Date(from)}::date AND day < ${new Date(to)}::date`,
      ...(modelGroup === undefined ? [] : [Prisma.sql`model_group = ${modelGroup}`]),
    ],
    ' AND ',
  );
}
