import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';

/** Calls of a deployment on a day (UTC) that succeeded, or that did not. */
export interface DeploymentSum {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly deploymentId: string;
  readonly succeeded: boolean;
  readonly requests: number;
  readonly outputTokens: number;
  readonly durationMs: number;
  /** Those of which it is known when their first token came, and how long that took together. */
  readonly streamed: number;
  readonly firstTokenMs: number;
  /** Those that took longer than five minutes. */
  readonly slow: number;
}

/** Days are whole: instants of midnights, UTC, the second exclusive. */
export interface DeploymentSumFilter {
  readonly from: Instant;
  readonly to: Instant;
  readonly modelGroup?: string | undefined;
}

/** How deployments answered, from the daily sums alone. */
export class DeploymentSumsRepository {
  constructor(private readonly database: Database) {}

  /** By day, and then by deployment and end. */
  async list({ from, to, modelGroup }: DeploymentSumFilter): Promise<readonly DeploymentSum[]> {
    const ofGroup = modelGroup === undefined ? Prisma.empty : Prisma.sql`AND model_group = ${modelGroup}`;
    return this.database.prisma.$queryRaw<DeploymentSum[]>`
      SELECT to_char(day, 'YYYY-MM-DD') AS day, deployment_id AS "deploymentId", succeeded,
        sum(requests)::float8 AS requests, sum(output)::float8 AS "outputTokens", sum(duration_ms)::float8 AS "durationMs",
        sum(streamed)::float8 AS streamed, sum(first_token_ms)::float8 AS "firstTokenMs", sum(slow)::float8 AS slow
      FROM tollgate.deployment_daily WHERE day >= ${dayOf(from)}::date AND day < ${dayOf(to)}::date ${ofGroup}
      GROUP BY 1, 2, 3 HAVING sum(requests) > 0 ORDER BY 1, 2, 3`;
  }
}

function dayOf(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}
