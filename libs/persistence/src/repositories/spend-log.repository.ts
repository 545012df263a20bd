import type { Instant, JsonValue, NanoUsd } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';
import { type SpendVisibility, visibleSpend } from './visible-spend.js';

/** A fact of the ledger with its attributes, under the names of their columns. */
export interface SpendLog {
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly endedAt: Date;
  readonly firstTokenAt: Date | null;
  readonly status: string;
  readonly httpStatus: number;
  readonly errorCode: string | null;
  readonly attempts: number;
  readonly callType: string;
  readonly keyId: string;
  readonly keyHash: string;
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly projectId: string | null;
  readonly organizationId: string | null;
  readonly modelGroup: string | null;
  readonly litellmModel: string | null;
  readonly provider: string | null;
  readonly deploymentId: string | null;
  /** null: the price is unknown. */
  readonly costNano: bigint | null;
  readonly inputUncached: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  readonly inputAudio: number | null;
  readonly inputImage: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
  readonly outputAudio: number | null;
  readonly outputImage: number | null;
  readonly images: number | null;
  readonly seconds: number | null;
  readonly characters: number | null;
  readonly callId: string;
  readonly providerResponseId: string | null;
  readonly sessionId: string | null;
  readonly modelRequested: string;
  readonly keyAlias: string | null;
  readonly customer: string | null;
  readonly tags: readonly string[];
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly apiBase: string | null;
  readonly errorMessage: string | null;
  readonly spendLogsMetadata: JsonValue;
  readonly costBreakdown: JsonValue;
  /** The provider's own usage block. */
  readonly usageRaw: JsonValue;
}

/** Spend of one UTC day for one combination of key, user and model. */
export interface DaySpend {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly keyHash: string;
  readonly userId: string | null;
  readonly litellmModel: string | null;
  readonly costNano: bigint;
}

export interface SpendLogFilter {
  /** Hash of any secret of a key, deleted keys included, else the hash that the record names (the master key's). */
  readonly keyHash?: string | undefined;
  readonly userId?: string | undefined;
  /** Our request id, the call id, or the id in the provider's answer. */
  readonly requestId?: string | undefined;
  /** From this instant on. */
  readonly from?: Instant | undefined;
  /** Before this instant. */
  readonly to?: Instant | undefined;
  readonly teamId?: string | undefined;
  /** At least this cost. A cost that is unknown is neither above nor below anything. */
  readonly minCostNano?: NanoUsd | undefined;
  /** At most this cost. */
  readonly maxCostNano?: NanoUsd | undefined;
  /** `failure`: whatever is no success, cancelled and interrupted calls too. */
  readonly outcome?: 'success' | 'failure' | undefined;
  /** Name of the model as the row shows it, its group, or the provider's name for it. */
  readonly model?: string | undefined;
  /** Alias that the key had at the call. */
  readonly keyAlias?: string | undefined;
  /** Customer (end user) by the name that the call gave. */
  readonly customer?: string | undefined;
}

export interface SpendLogPage {
  readonly rows: readonly SpendLog[];
  /** Never less than the rows up to this page. */
  readonly total: number;
  /** Whether there may be more than `total`: the count stopped at `countMax`. */
  readonly isCapped: boolean;
}

/** Rows that are found by one id, the latest. */
const SAME_ID_MAX = 1_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What was spent: rows and daily sums. Each takes the caller's visibility. */
export class SpendLogRepository {
  constructor(private readonly database: Database) {}

  /** What all keys together have spent so far, those that are deleted included. */
  async total(): Promise<NanoUsd> {
    const { rows } = await this.database.pool.query<{ total: string }>(
      `SELECT coalesce(sum(amount_nano), 0)::text AS total FROM tollgate.scope_balance
       WHERE scope = 'key' AND window_start = to_timestamp(0)`,
    );
    return BigInt(rows[0]?.total ?? 0);
  }

  /**
   * A page of rows, newest first, and how many there are in all. With `countMax` the count looks at so many of the newest rows at
   * most: those of the range, key, user, team or id, for which there are indexes.
   */
  async list(
    filter: SpendLogFilter,
    visibility: SpendVisibility,
    page: { readonly page: number; readonly size: number; readonly countMax?: number },
  ): Promise<SpendLogPage> {
    const indexed = Prisma.sql`${await this.toWhere(filter)} AND ${visibleSpend(visibility)}`;
    const narrow = toNarrow(filter);
    const where = Prisma.sql`${indexed} AND ${narrow}`;
    const offset = (page.page - 1) * page.size;
    const rows = await this.database.prisma.$queryRaw<SpendLog[]>`
      SELECT f.request_id AS "requestId", f.received_at AS "receivedAt", f.ended_at AS "endedAt", f.first_token_at AS "firstTokenAt",
        f.status, f.http_status AS "httpStatus", f.error_code AS "errorCode", f.attempts, f.call_type AS "callType",
        f.key_id AS "keyId", f.key_hash AS "keyHash", f.user_id AS "userId", f.team_id AS "teamId", f.project_id AS "projectId",
        f.organization_id AS "organizationId", f.model_group AS "modelGroup", f.litellm_model AS "litellmModel", f.provider,
        f.deployment_id AS "deploymentId", f.cost_nano AS "costNano", f.input_uncached AS "inputUncached", f.cache_read AS "cacheRead",
        f.cache_write_5m AS "cacheWrite5m", f.cache_write_1h AS "cacheWrite1h", f.input_audio AS "inputAudio", f.input_image AS "inputImage", f.output, f.reasoning,
        f.output_audio AS "outputAudio", f.output_image AS "outputImage", f.images, f.seconds, f.characters, a.call_id AS "callId", a.provider_response_id AS "providerResponseId",
        a.session_id AS "sessionId", a.model_requested AS "modelRequested", a.key_alias AS "keyAlias", a.customer,
        coalesce(a.tags, '{}') AS tags, a.user_agent AS "userAgent", a.ip_address AS "ipAddress", a.api_base AS "apiBase",
        a.error_message AS "errorMessage", a.spend_logs_metadata AS "spendLogsMetadata", a.cost_breakdown AS "costBreakdown", a.usage_raw AS "usageRaw"
      FROM (SELECT * FROM tollgate.request_fact AS f WHERE ${where}
        ORDER BY received_at DESC, request_id DESC LIMIT ${page.size} OFFSET ${offset}) AS f
        CROSS JOIN LATERAL (SELECT * FROM tollgate.request_attribute AS beside
          WHERE beside.request_id = f.request_id AND beside.received_at = f.received_at OFFSET 0) AS a
      ORDER BY f.received_at DESC, f.request_id DESC`;
    const counted = await this.count(indexed, narrow, page.countMax);
    const shown = rows.length === 0 ? 0 : offset + rows.length;
    return { rows, total: Math.max(counted.total, shown), isCapped: counted.isCapped };
  }

  private async count(
    indexed: Prisma.Sql,
    narrow: Prisma.Sql,
    max: number | undefined,
  ): Promise<Omit<SpendLogPage, 'rows'>> {
    const newest = max === undefined ? Prisma.empty : Prisma.sql`ORDER BY received_at DESC LIMIT ${max + 1}`;
    const [counted] = await this.database.prisma.$queryRaw<{ total: bigint; examined: bigint }[]>`
      SELECT count(*) FILTER (WHERE ${narrow}) AS total, count(*) AS examined
      FROM (SELECT * FROM tollgate.request_fact AS f WHERE ${indexed} ${newest}) AS f`;
    const isCapped = max !== undefined && Number(counted?.examined ?? 0) > max;
    return { total: Math.min(Number(counted?.total ?? 0), max ?? Infinity), isCapped };
  }

  /** Sums of UTC days: from the daily roll-ups where the range is of whole days, else from the facts. Costs that are unknown are not in them. */
  async sumByDay(
    filter: Pick<SpendLogFilter, 'keyHash' | 'userId' | 'from' | 'to'>,
    visibility: SpendVisibility,
  ): Promise<readonly DaySpend[]> {
    const wholeDays = isMidnight(filter.from) && isMidnight(filter.to);
    const [source, time] = wholeDays
      ? [Prisma.sql`tollgate.spend_daily`, Prisma.sql`f.day`]
      : [FACTS_BY_DAY, Prisma.sql`f.received_at`];
    // the column stands alone on its side, so that its index serves
    const edge = (at: Instant): Prisma.Sql =>
      wholeDays ? Prisma.sql`${new Date(at)}::date` : Prisma.sql`${new Date(at)}`;
    const conditions = [
      ...(filter.from === undefined ? [] : [Prisma.sql`${time} >= ${edge(filter.from)}`]),
      ...(filter.to === undefined ? [] : [Prisma.sql`${time} < ${edge(filter.to)}`]),
      ...(filter.userId === undefined ? [] : [Prisma.sql`f.user_id = ${filter.userId}`]),
      ...(filter.keyHash === undefined
        ? []
        : [Prisma.sql`f.key_id = ${(await this.findKeyId(filter.keyHash)) ?? null}::uuid`]),
      visibleSpend(visibility),
    ];
    return this.database.prisma.$queryRaw<DaySpend[]>`
      SELECT to_char(f.day, 'YYYY-MM-DD') AS day, f.user_id AS "userId", f.provider || '/' || f.model AS "litellmModel",
        coalesce(
          (SELECT hash FROM tollgate.key_secret AS s WHERE s.key_id = f.key_id ORDER BY s.created_at DESC, s.hash LIMIT 1),
          (SELECT hashes[1] FROM tollgate.deleted_key AS d WHERE d.id = f.key_id), f.key_id::text) AS "keyHash",
        sum(f.cost_nano)::bigint AS "costNano"
      FROM ${source} AS f WHERE ${Prisma.join(conditions, ' AND ')}
      GROUP BY f.day, f.key_id, f.user_id, f.provider, f.model ORDER BY f.day, f.key_id`;
  }

  private async toWhere(filter: SpendLogFilter): Promise<Prisma.Sql> {
    const conditions = [
      Prisma.sql`true`,
      ...(filter.from === undefined ? [] : [Prisma.sql`f.received_at >= ${new Date(filter.from)}`]),
      ...(filter.to === undefined ? [] : [Prisma.sql`f.received_at < ${new Date(filter.to)}`]),
      ...(filter.userId === undefined ? [] : [Prisma.sql`f.user_id = ${filter.userId}`]),
      ...(filter.teamId === undefined ? [] : [Prisma.sql`f.team_id = ${filter.teamId}`]),
      ...(filter.keyHash === undefined ? [] : [await this.ofKey(filter.keyHash)]),
      ...(filter.requestId === undefined ? [] : [await this.ofRequest(filter.requestId)]),
    ];
    return Prisma.join(conditions, ' AND ');
  }

  /** Each of the three ids has an index beside the facts; a client may repeat its call id without end. */
  private async ofRequest(id: string): Promise<Prisma.Sql> {
    const own = UUID.test(id)
      ? Prisma.sql`UNION SELECT received_at, request_id FROM tollgate.request_attribute WHERE request_id = ${id}::uuid`
      : Prisma.empty;
    const keys = await this.database.prisma.$queryRaw<{ receivedAt: Date; requestId: string }[]>`
      SELECT received_at AS "receivedAt", request_id AS "requestId" FROM (
        SELECT received_at, request_id FROM tollgate.request_attribute WHERE call_id = ${id}
        UNION SELECT received_at, request_id FROM tollgate.request_attribute WHERE provider_response_id = ${id} ${own}
      ) AS found ORDER BY received_at DESC LIMIT ${SAME_ID_MAX}`;
    const instants = keys.map((key) => key.receivedAt);
    return Prisma.sql`(f.received_at = ANY(${instants}::timestamptz[]) AND f.request_id = ANY(${keys.map((key) => key.requestId)}::uuid[]))`;
  }

  private async ofKey(hash: string): Promise<Prisma.Sql> {
    const id = await this.findKeyId(hash);
    return id === undefined ? Prisma.sql`f.key_hash = ${hash}` : Prisma.sql`f.key_id = ${id}::uuid`;
  }

  private async findKeyId(hash: string): Promise<string | undefined> {
    const live = await this.database.prisma.keySecret.findUnique({ where: { hash }, select: { keyId: true } });
    if (live !== null) return live.keyId;
    return (await this.database.prisma.deletedKey.findFirst({ where: { hashes: { has: hash } }, select: { id: true } }))
      ?.id;
  }
}

/** The conditions that no index answers: they are asked of each row that the others leave. */
function toNarrow({ minCostNano, maxCostNano, outcome, model, keyAlias, customer }: SpendLogFilter): Prisma.Sql {
  const beside = (
    condition: Prisma.Sql,
  ): Prisma.Sql => Prisma.sql`EXISTS (SELECT FROM tollgate.request_attribute AS beside
    WHERE beside.request_id = f.request_id AND beside.received_at = f.received_at AND ${condition})`;
  const conditions = [
    Prisma.sql`true`,
    ...(minCostNano === undefined ? [] : [Prisma.sql`f.cost_nano >= ${minCostNano}`]),
    ...(maxCostNano === undefined ? [] : [Prisma.sql`f.cost_nano <= ${maxCostNano}`]),
    ...(outcome === undefined ? [] : [Prisma.sql`(f.status = 'success') = ${outcome === 'success'}`]),
    ...(model === undefined ? [] : [Prisma.sql`${model} IN (f.litellm_model, f.model_group, f.model)`]),
    ...(keyAlias === undefined ? [] : [beside(Prisma.sql`beside.key_alias = ${keyAlias}`)]),
    ...(customer === undefined ? [] : [beside(Prisma.sql`beside.customer = ${customer}`)]),
  ];
  return Prisma.join(conditions, ' AND ');
}

/** Of UTC. An edge that is not set cuts no day. */
function isMidnight(instant: Instant | undefined): boolean {
  return instant === undefined || instant % 86_400_000 === 0;
}

/** The columns of the daily roll-ups for each fact, and its instant. */
const FACTS_BY_DAY = Prisma.sql`(
  SELECT (received_at AT TIME ZONE 'UTC')::date AS day, received_at, key_id, user_id, team_id, organization_id, provider, model, cost_nano
  FROM tollgate.request_fact)`;
