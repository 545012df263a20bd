import { type ProviderObject, type ProviderObjectKind, ProviderObjectStore, type Tenant } from '@tollgate/dispatch';
import type { Instant } from '@tollgate/kernel';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';

/** A call waits for it. */
const ANSWER_TIMEOUT_MS = 3_000;

const INSERT = `INSERT INTO tollgate.provider_object (kind, public_id, upstream_id, provider, deployment_id, tenant_kind,
    tenant_id, key_id, request_id, model_requested, previous_id, created_at, expires_at, named_ids)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;
const FIND = `SELECT * FROM tollgate.provider_object
  WHERE kind = $1 AND public_id = $2 AND deleted_at IS NULL AND expires_at > $3`;
const FIND_NAMING = `SELECT * FROM tollgate.provider_object
  WHERE named_ids && $3::text[] AND tenant_kind = $1 AND tenant_id = $2 AND deleted_at IS NULL AND expires_at > $4`;
const ADD_NAMED = `UPDATE tollgate.provider_object
  SET named_ids = ARRAY(SELECT DISTINCT unnest(named_ids || $3::text[])) WHERE kind = $1 AND public_id = $2`;
const REMOVE = `UPDATE tollgate.provider_object SET deleted_at = $3
  WHERE kind = $1 AND public_id = $2 AND deleted_at IS NULL`;

interface Row {
  readonly kind: ProviderObjectKind;
  readonly public_id: string;
  readonly upstream_id: string;
  readonly provider: string;
  readonly deployment_id: string;
  readonly tenant_kind: Tenant['kind'];
  readonly tenant_id: string;
  readonly key_id: string;
  readonly request_id: string;
  readonly model_requested: string;
  readonly previous_id: string | null;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly named_ids: readonly string[];
}

/** The table `provider_object`. */
export class PgProviderObjectStore extends ProviderObjectStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(object: ProviderObject): Promise<void> {
    const { kind, publicId, upstreamId, provider, deploymentId, tenant, keyId, requestId } = object;
    await this.ask(INSERT, [
      ...[kind, publicId, upstreamId, provider, deploymentId, tenant.kind, tenant.id, keyId, requestId],
      ...[object.modelRequested, object.previousId ?? null, timestamp(object.createdAt), timestamp(object.expiresAt)],
      object.namedIds ?? [],
    ]);
  }

  override async find(kind: ProviderObjectKind, publicId: string, now: Instant): Promise<ProviderObject | undefined> {
    const [row] = await this.ask(FIND, [kind, publicId, timestamp(now)]);
    return row === undefined ? undefined : toObject(row);
  }

  override async findNaming(tenant: Tenant, ids: readonly string[], now: Instant): Promise<readonly ProviderObject[]> {
    return (await this.ask(FIND_NAMING, [tenant.kind, tenant.id, ids, timestamp(now)])).map(toObject);
  }

  override async addNamed(kind: ProviderObjectKind, publicId: string, ids: readonly string[]): Promise<void> {
    await this.ask(ADD_NAMED, [kind, publicId, ids]);
  }

  override async remove(kind: ProviderObjectKind, publicId: string, now: Instant): Promise<void> {
    await this.ask(REMOVE, [kind, publicId, timestamp(now)]);
  }

  private async ask(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.database.pool.query<Row>(answerWithin(ANSWER_TIMEOUT_MS, sql, values))).rows;
  }
}

function timestamp(instant: Instant): string {
  return new Date(instant).toISOString();
}

function toObject(row: Row): ProviderObject {
  return {
    kind: row.kind,
    publicId: row.public_id,
    upstreamId: row.upstream_id,
    provider: row.provider,
    deploymentId: row.deployment_id,
    tenant: { kind: row.tenant_kind, id: row.tenant_id },
    keyId: row.key_id,
    requestId: row.request_id,
    modelRequested: row.model_requested,
    ...(row.previous_id !== null && { previousId: row.previous_id }),
    namedIds: row.named_ids,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
  };
}
