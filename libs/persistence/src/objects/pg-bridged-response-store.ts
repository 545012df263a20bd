import {
  type BridgedResponse,
  BridgedResponseStore,
  type KeptTurn,
  type NamingResponse,
  type Tenant,
} from '@tollgate/dispatch';
import { type Instant, isJsonObject, type JsonObject, parseJson } from '@tollgate/kernel';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import type { SealedBox } from '../sealing/sealed-box.js';

/** A call waits for it. */
const ANSWER_TIMEOUT_MS = 3_000;
/** For a conversation of some dozen megabytes. */
const CONTENT_TIMEOUT_MS = 10_000;

const INSERT = `INSERT INTO tollgate.bridged_response (public_id, tenant_kind, tenant_id, key_id, request_id, provider, deployment_id,
    model_requested, previous_id, turns, conversation_bytes, content, created_at, expires_at, item_ids)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;
const FACTS = `public_id, tenant_kind, tenant_id, key_id, request_id, provider, deployment_id, model_requested, previous_id, turns,
    conversation_bytes, content IS NOT NULL AS kept, created_at, expires_at`;
const FIND = `SELECT ${FACTS} FROM tollgate.bridged_response WHERE public_id = $1 AND expires_at > $2`;
const FIND_NAMING = `SELECT ${FACTS}, octet_length(content) AS bytes FROM tollgate.bridged_response
  WHERE item_ids && $3::text[] AND tenant_kind = $1 AND tenant_id = $2 AND content IS NOT NULL AND expires_at > $4
  ORDER BY created_at, public_id`;
/** From the last to the first. One of another tenant is no part of it, whoever wrote its id there. */
const READ = `WITH RECURSIVE conversation AS (
    SELECT public_id, previous_id, tenant_kind, tenant_id, 1 AS step FROM tollgate.bridged_response
    WHERE public_id = $1 AND expires_at > $2
  UNION ALL
    SELECT before.public_id, before.previous_id, before.tenant_kind, before.tenant_id, step + 1 FROM conversation AS after
    JOIN tollgate.bridged_response AS before ON before.public_id = after.previous_id
      AND before.tenant_kind = after.tenant_kind AND before.tenant_id = after.tenant_id
    WHERE step < $3 AND before.expires_at > $2)
  SELECT public_id, provider, tenant_kind, tenant_id, content
  FROM conversation JOIN tollgate.bridged_response USING (public_id, tenant_kind, tenant_id) ORDER BY step DESC`;
const REMOVE = 'DELETE FROM tollgate.bridged_response WHERE public_id = $1';

interface Row {
  readonly public_id: string;
  readonly tenant_kind: Tenant['kind'];
  readonly tenant_id: string;
  readonly key_id: string;
  readonly request_id: string;
  readonly provider: string;
  readonly deployment_id: string;
  readonly model_requested: string;
  readonly previous_id: string | null;
  readonly turns: number;
  readonly conversation_bytes: number;
  readonly kept: boolean;
  readonly created_at: Date;
  readonly expires_at: Date;
}

interface ContentRow extends Pick<Row, 'public_id' | 'provider' | 'tenant_kind' | 'tenant_id'> {
  readonly content: Buffer | null;
}

/** The table `bridged_response`; what was said stands in it encrypted. */
export class PgBridgedResponseStore extends BridgedResponseStore {
  constructor(
    private readonly database: Database,
    private readonly box: SealedBox,
  ) {
    super();
  }

  override async insert(
    response: BridgedResponse,
    content: string | undefined,
    itemIds: readonly string[],
  ): Promise<void> {
    const { publicId, tenant, keyId, requestId, provider, deploymentId, modelRequested, previousId } = response;
    const sealed = content === undefined ? null : await this.box.seal(content, placeOfResponse(publicId, tenant));
    await this.ask(INSERT, CONTENT_TIMEOUT_MS, [
      ...[publicId, tenant.kind, tenant.id, keyId, requestId, provider, deploymentId, modelRequested],
      ...[previousId ?? null, response.turns, response.conversationBytes, sealed],
      ...[timestamp(response.createdAt), timestamp(response.expiresAt), itemIds],
    ]);
  }

  override async find(publicId: string, now: Instant): Promise<BridgedResponse | undefined> {
    const [row] = await this.ask<Row>(FIND, ANSWER_TIMEOUT_MS, [publicId, timestamp(now)]);
    return row === undefined ? undefined : toResponse(row);
  }

  override async findNaming(
    tenant: Tenant,
    itemIds: readonly string[],
    now: Instant,
  ): Promise<readonly NamingResponse[]> {
    const values = [tenant.kind, tenant.id, itemIds, timestamp(now)];
    const rows = await this.ask<Row & { readonly bytes: number }>(FIND_NAMING, ANSWER_TIMEOUT_MS, values);
    return rows.map((row) => ({ response: toResponse(row), bytes: row.bytes }));
  }

  override async readConversation(
    { publicId }: BridgedResponse,
    now: Instant,
    turnsMax: number,
  ): Promise<readonly (KeptTurn | undefined)[]> {
    const rows = await this.ask<ContentRow>(READ, CONTENT_TIMEOUT_MS, [publicId, timestamp(now), turnsMax]);
    return Promise.all(rows.map((row) => this.open(row)));
  }

  override async remove(publicId: string): Promise<void> {
    await this.ask(REMOVE, ANSWER_TIMEOUT_MS, [publicId]);
  }

  private async open(row: ContentRow): Promise<KeptTurn | undefined> {
    if (row.content === null) return undefined;
    const place = placeOfResponse(row.public_id, { kind: row.tenant_kind, id: row.tenant_id });
    const text = await this.box.open(row.content, place);
    const content = text === undefined ? undefined : parseJson(text);
    if (!isJsonObject(content)) return undefined;
    const { input, response } = content;
    return {
      publicId: row.public_id,
      provider: row.provider,
      input: input as readonly JsonObject[],
      response: response as JsonObject,
    };
  }

  private async ask<R extends object>(
    sql: string,
    timeoutMs: number,
    values: readonly unknown[],
  ): Promise<readonly R[]> {
    return (await this.database.pool.query<R>(answerWithin(timeoutMs, sql, values))).rows;
  }
}

export function placeOfResponse(publicId: string, tenant: Tenant): readonly string[] {
  return ['bridged_response', publicId, tenant.kind, tenant.id];
}

function timestamp(instant: Instant): string {
  return new Date(instant).toISOString();
}

function toResponse(row: Row): BridgedResponse {
  return {
    publicId: row.public_id,
    tenant: { kind: row.tenant_kind, id: row.tenant_id },
    keyId: row.key_id,
    requestId: row.request_id,
    provider: row.provider,
    deploymentId: row.deployment_id,
    modelRequested: row.model_requested,
    ...(row.previous_id !== null && { previousId: row.previous_id }),
    turns: row.turns,
    conversationBytes: row.conversation_bytes,
    kept: row.kept,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
  };
}
