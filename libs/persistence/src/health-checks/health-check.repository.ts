import type { IdSource, Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';

/** What a deployment answered when it was asked. */
export interface HealthCheck {
  readonly deploymentId: string;
  readonly modelGroup: string;
  /** As it is named at its provider, with the prefix. */
  readonly model: string;
  readonly healthy: boolean;
  /** A text for people, without credentials; null: it answered. */
  readonly error: string | null;
  readonly responseMs: number;
  /** Who had it asked. */
  readonly checkedBy: string;
  readonly checkedAt: Instant;
}

export type StoredHealthCheck = HealthCheck & { readonly id: string };

export interface HealthCheckFilter {
  /** A model group, or a model as it is named at its provider. */
  readonly model?: string | undefined;
  readonly healthy?: boolean | undefined;
}

/** Of one deployment; what is older goes when another is kept. */
const KEPT_OF_EACH = 500;
const ERROR_CHARACTERS_MAX = 2_000;

const MEMBERS = Prisma.sql`c.id::text, c.deployment_id AS "deploymentId", c.model_group AS "modelGroup", c.model, c.healthy, c.error,
  c.response_ms AS "responseMs", c.checked_by AS "checkedBy", c.checked_at AS "checkedAt"`;

type Row = Omit<StoredHealthCheck, 'checkedAt'> & { readonly checkedAt: Date };

/** Results of checks of deployments, a bounded number of each. */
export class HealthCheckRepository {
  constructor(
    private readonly database: Database,
    private readonly ids: IdSource,
  ) {}

  async keep(check: HealthCheck): Promise<void> {
    const { deploymentId, modelGroup, model, healthy, responseMs, checkedBy, checkedAt } = check;
    const error = check.error?.slice(0, ERROR_CHARACTERS_MAX).toWellFormed() ?? null;
    await this.database.prisma.healthCheck.create({
      data: {
        id: this.ids.newId(),
        deploymentId,
        modelGroup,
        model,
        healthy,
        error,
        responseMs,
        checkedBy,
        checkedAt: new Date(checkedAt),
      },
    });
    await this.database.prisma.$executeRaw`
      DELETE FROM tollgate.health_check WHERE id IN (
        SELECT id FROM tollgate.health_check WHERE deployment_id = ${deploymentId} ORDER BY checked_at DESC, id DESC OFFSET ${KEPT_OF_EACH})`;
  }

  /** One page, newest first, and how many there are in all. */
  async list(
    { model, healthy }: HealthCheckFilter,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<{ readonly checks: readonly StoredHealthCheck[]; readonly total: number }> {
    const where = Prisma.join(
      [
        Prisma.sql`true`,
        ...(model === undefined ? [] : [Prisma.sql`(c.model_group = ${model} OR c.model = ${model})`]),
        ...(healthy === undefined ? [] : [Prisma.sql`c.healthy = ${healthy}`]),
      ],
      ' AND ',
    );
    const rows = await this.database.prisma.$queryRaw<readonly Row[]>`
      SELECT ${MEMBERS} FROM tollgate.health_check AS c WHERE ${where}
      ORDER BY c.checked_at DESC, c.id DESC LIMIT ${limit} OFFSET ${offset}`;
    const [counted] = await this.database.prisma.$queryRaw<readonly { readonly total: number }[]>`
      SELECT count(*)::int AS total FROM tollgate.health_check AS c WHERE ${where}`;
    return { checks: rows.map(toStored), total: counted?.total ?? 0 };
  }

  /** The last of each of these deployments; those that were never asked are left out. */
  async latest(deploymentIds: readonly string[]): Promise<readonly StoredHealthCheck[]> {
    const rows = await this.database.prisma.$queryRaw<readonly Row[]>`
      SELECT ${MEMBERS} FROM unnest(${deploymentIds}::text[]) WITH ORDINALITY AS asked(id, place)
      CROSS JOIN LATERAL (
        SELECT * FROM tollgate.health_check WHERE deployment_id = asked.id ORDER BY checked_at DESC, id DESC LIMIT 1
      ) AS c ORDER BY asked.place`;
    return rows.map(toStored);
  }
}

function toStored(row: Row): StoredHealthCheck {
  return { ...row, checkedAt: row.checkedAt.getTime() };
}
