import { GLOBAL_SCOPE_ID, LOG_AUDIENCE } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { UUID } from '../database/uuid.js';
import { Prisma } from '../generated/prisma/client.js';
import { deletedKeyByRef, keyByRef } from './key-filter.js';
import { type CountedPart, type PageSlice, pageSlices } from './page-slices.js';
import { inRange, narrow, ofHolder, type SpendLogFilter } from './spend-log-filter.js';
import { NEWEST_FIRST, orderOf, type SpendLogOrder } from './spend-log-order.js';
import type { DaySpend, LoggedTexts, SpendLog, SpendLogPage } from './stored-spend-log.js';
import { type SpendVisibility, visibleSpend } from './visible-spend.js';

/** Rows that are found by one id, the latest. */
const SAME_ID_MAX = 1_000;
/** Conditions without an index are asked of so many of the newest rows. */
const SEARCHED_MAX = 20_000;
const DAY_MS = 86_400_000;

/** A page of rows: the newest first unless it says otherwise. */
export interface SpendLogPageRef {
  readonly page: number;
  readonly size: number;
  readonly order?: SpendLogOrder;
  readonly searchMax?: number;
}

/** What was spent: rows and daily sums. Each takes the caller's visibility. */
export class SpendLogRepository {
  constructor(private readonly database: Database) {}

  /**
   * A page of rows and how many there are in all. Those of a range and of holders are counted by the daily sums, so that in the order of time
   * the last page is as near as the first. With other conditions or in another order at most `searchMax` rows are looked at, the newest.
   */
  async list(filter: SpendLogFilter, visibility: SpendVisibility, page: SpendLogPageRef): Promise<SpendLogPage> {
    const keyId = filter.keyHash === undefined ? undefined : await this.findKeyId(filter.keyHash);
    const holders = [...ofHolder(filter, keyId), visibleSpend(visibility)];
    const asked = await this.askedOfEach(filter, keyId);
    const { size, order = NEWEST_FIRST, searchMax: max = SEARCHED_MAX } = page;
    const offset = (page.page - 1) * size;
    if (asked.length > 0 || order.sort !== 'receivedAt')
      return this.search(filter, holders, asked, { offset, size, max, order });
    const parts = await this.countByDay(filter, holders, holders.length === 1 && visibility.kind === 'all');
    const total = parts.reduce((sum, { count }) => sum + count, 0);
    // the oldest first: the same rows from the other end
    const first = order.order === 'desc' ? offset : Math.max(0, total - offset - size);
    const take = order.order === 'desc' ? size : Math.max(0, total - offset - first);
    const slices = pageSlices(parts, first, take);
    const rows = (await Promise.all(slices.map((slice) => this.readSlice(slice, holders)))).flat();
    return { rows: order.order === 'desc' ? rows : rows.reverse(), total };
  }

  /** The newest call that an id names, with the texts that are kept for its row; undefined: there is none that the caller may see. */
  async find(
    requestId: string,
    visibility: SpendVisibility,
  ): Promise<{ readonly row: SpendLog; readonly texts: LoggedTexts | undefined } | undefined> {
    const [row] = (await this.list({ requestId }, visibility, { page: 1, size: 1 })).rows;
    if (row === undefined) return undefined;
    const [texts] = await this.database.prisma.$queryRaw<LoggedTexts[]>`
      SELECT input, output FROM tollgate.request_text
      WHERE request_id = ${row.requestId}::uuid AND received_at = ${row.receivedAt} AND audience = ${LOG_AUDIENCE}`;
    return { row, texts };
  }

  /** What neither a holder's index nor the daily sums answer. */
  private async askedOfEach(filter: SpendLogFilter, keyId: string | undefined): Promise<readonly Prisma.Sql[]> {
    const { customer, keyHash, requestId, sessionId } = filter;
    const named =
      customer === undefined ? [] : await this.database.prisma.customer.findMany({ where: { name: customer } });
    return [
      ...(keyHash === undefined || keyId !== undefined ? [] : [Prisma.sql`f.key_hash = ${keyHash}`]),
      ...(requestId === undefined ? [] : [await this.ofRequest(requestId)]),
      ...(sessionId === undefined ? [] : [await this.ofSession(sessionId)]),
      ...narrow(
        filter,
        named.map(({ id }) => id),
      ),
    ];
  }

  private async search(
    filter: SpendLogFilter,
    holders: readonly Prisma.Sql[],
    asked: readonly Prisma.Sql[],
    { offset, size, max, order }: SearchedPage,
  ): Promise<SpendLogPage> {
    const where = and([...inRange(filter), ...holders]);
    // a call is found by its id wherever it is
    const isNamed = filter.requestId !== undefined || filter.sessionId !== undefined;
    const looked = !isNamed
      ? Prisma.sql`(SELECT * FROM tollgate.request_fact AS f WHERE ${where} ORDER BY received_at DESC, request_id DESC LIMIT ${max})`
      : Prisma.sql`(SELECT * FROM tollgate.request_fact AS f WHERE ${where} AND ${and(asked)})`;
    const rows = await this.read(
      Prisma.sql`(SELECT * FROM ${looked} AS f WHERE ${and(asked)}
        ORDER BY ${orderOf(order)} LIMIT ${size} OFFSET ${offset})`,
      order,
    );
    const [counted] = await this.database.prisma.$queryRaw<{ total: bigint; looked: bigint; oldest: Date | null }[]>`
      SELECT count(*) FILTER (WHERE ${and(asked)}) AS total, count(*) AS looked, min(received_at) AS oldest FROM ${looked} AS f`;
    const isCut = !isNamed && Number(counted?.looked ?? 0) === max;
    return {
      rows,
      total: Number(counted?.total ?? 0),
      ...(isCut && counted?.oldest != null && { searchedBackTo: counted.oldest.getTime() }),
    };
  }

  /** How many rows each day of a range has, the newest first: whole days by the daily sums, parts of days by the facts. */
  private async countByDay(
    { from, to }: SpendLogFilter,
    holders: readonly Prisma.Sql[],
    isOfAll: boolean,
  ): Promise<readonly CountedPart[]> {
    const first = from === undefined ? undefined : Math.ceil(from / DAY_MS) * DAY_MS;
    const last = to === undefined ? undefined : Math.floor(to / DAY_MS) * DAY_MS;
    if (first !== undefined && last !== undefined && first > last) return [await this.countPart(from, to, holders)];
    const of = isOfAll
      ? Prisma.sql`(SELECT * FROM tollgate.spend_daily_total WHERE scope = ${GLOBAL_SCOPE_ID})`
      : Prisma.sql`tollgate.spend_daily`;
    const days = await this.database.prisma.$queryRaw<{ day: Date; count: number }[]>`
      SELECT f.day, sum(f.requests)::float8 AS count FROM ${of} AS f
      WHERE ${and([
        ...(first === undefined ? [] : [Prisma.sql`f.day >= ${new Date(first)}::date`]),
        ...(last === undefined ? [] : [Prisma.sql`f.day < ${new Date(last)}::date`]),
        ...holders,
      ])} GROUP BY f.day ORDER BY f.day DESC`;
    return [
      ...(last === to ? [] : [await this.countPart(last, to, holders)]),
      ...days.map(({ day, count }) => ({ from: day.getTime(), to: day.getTime() + DAY_MS, count })),
      ...(first === from ? [] : [await this.countPart(from, first, holders)]),
    ];
  }

  private async countPart(
    from: Instant | undefined,
    to: Instant | undefined,
    holders: readonly Prisma.Sql[],
  ): Promise<CountedPart> {
    const [counted] = await this.database.prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::float8 AS count FROM tollgate.request_fact AS f WHERE ${and([...inRange({ from, to }), ...holders])}`;
    return { from, to, count: counted?.count ?? 0 };
  }

  private async readSlice(slice: PageSlice, holders: readonly Prisma.Sql[]): Promise<readonly SpendLog[]> {
    const order = slice.direction === 'newest first' ? Prisma.sql`DESC` : Prisma.sql`ASC`;
    return this.read(Prisma.sql`(SELECT * FROM tollgate.request_fact AS f WHERE ${and([...inRange(slice), ...holders])}
      ORDER BY received_at ${order}, request_id ${order} LIMIT ${slice.take} OFFSET ${slice.skip})`);
  }

  /** Facts of a sub-select with what stands beside each. */
  private read(facts: Prisma.Sql, order: SpendLogOrder = NEWEST_FIRST): Promise<readonly SpendLog[]> {
    return this.database.prisma.$queryRaw<SpendLog[]>`
      SELECT f.request_id AS "requestId", f.received_at AS "receivedAt", f.ended_at AS "endedAt", f.first_token_at AS "firstTokenAt",
        f.status, f.http_status AS "httpStatus", f.error_code AS "errorCode", f.attempts, f.call_type AS "callType",
        f.key_id AS "keyId", f.key_hash AS "keyHash", f.user_id AS "userId", f.team_id AS "teamId", f.project_id AS "projectId",
        f.organization_id AS "organizationId", f.model_group AS "modelGroup", f.litellm_model AS "litellmModel", f.provider,
        f.deployment_id AS "deploymentId", f.cost_nano AS "costNano", f.input_uncached AS "inputUncached", f.cache_read AS "cacheRead",
        f.cache_write_5m AS "cacheWrite5m", f.cache_write_1h AS "cacheWrite1h", f.input_audio AS "inputAudio", f.input_image AS "inputImage", f.output, f.reasoning,
        f.output_audio AS "outputAudio", f.output_image AS "outputImage", f.images, f.seconds, f.characters, a.call_id AS "callId", a.provider_response_id AS "providerResponseId",
        a.session_id AS "sessionId", a.model_requested AS "modelRequested", a.key_alias AS "keyAlias", a.customer,
        coalesce(a.tags, '{}') AS tags, a.user_agent AS "userAgent", a.client_product AS "clientProduct", a.ip_address AS "ipAddress", a.api_base AS "apiBase",
        a.error_message AS "errorMessage", a.spend_logs_metadata AS "spendLogsMetadata", a.cost_breakdown AS "costBreakdown", a.usage_raw AS "usageRaw"
      FROM ${facts} AS f
        CROSS JOIN LATERAL (SELECT * FROM tollgate.request_attribute AS beside
          WHERE beside.request_id = f.request_id AND beside.received_at = f.received_at OFFSET 0) AS a
      ORDER BY ${orderOf(order)}`;
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

  /** Each of the three ids has an index beside the facts; a client may repeat its call id without end. */
  private async ofRequest(id: string): Promise<Prisma.Sql> {
    const own = UUID.test(id)
      ? Prisma.sql`UNION SELECT received_at, request_id FROM tollgate.request_attribute WHERE request_id = ${id}::uuid`
      : Prisma.empty;
    return this.among(Prisma.sql`SELECT received_at, request_id FROM tollgate.request_attribute WHERE call_id = ${id}
      UNION SELECT received_at, request_id FROM tollgate.request_attribute WHERE provider_response_id = ${id} ${own}`);
  }

  private ofSession(id: string): Promise<Prisma.Sql> {
    return this.among(
      Prisma.sql`SELECT received_at, request_id FROM tollgate.request_attribute WHERE session_id = ${id}`,
    );
  }

  /** Of the facts that are found by an id, the latest. */
  private async among(found: Prisma.Sql): Promise<Prisma.Sql> {
    const keys = await this.database.prisma.$queryRaw<{ receivedAt: Date; requestId: string }[]>`
      SELECT received_at AS "receivedAt", request_id AS "requestId" FROM (${found}) AS found
      ORDER BY received_at DESC LIMIT ${SAME_ID_MAX}`;
    const instants = keys.map((key) => key.receivedAt);
    return Prisma.sql`(f.received_at = ANY(${instants}::timestamptz[]) AND f.request_id = ANY(${keys.map((key) => key.requestId)}::uuid[]))`;
  }

  /** By a hash, an alias or its own id; one that was deleted too. */
  private async findKeyId(ref: string): Promise<string | undefined> {
    const { keySecret, virtualKey, deletedKey } = this.database.prisma;
    const live = await keySecret.findUnique({ where: { hash: ref }, select: { keyId: true } });
    if (live !== null) return live.keyId;
    const named = await virtualKey.findFirst({ where: keyByRef(ref), select: { id: true } });
    return (named ?? (await deletedKey.findFirst({ where: deletedKeyByRef(ref), select: { id: true } })))?.id;
  }
}

interface SearchedPage extends Required<Omit<SpendLogPageRef, 'page' | 'searchMax'>> {
  readonly offset: number;
  /** Rows that are looked at. */
  readonly max: number;
}

function and(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.join([Prisma.sql`true`, ...conditions], ' AND ');
}

/** Of UTC. An edge that is not set cuts no day. */
function isMidnight(instant: Instant | undefined): boolean {
  return instant === undefined || instant % DAY_MS === 0;
}

/** The columns of the daily roll-ups for each fact, and its instant. */
const FACTS_BY_DAY = Prisma.sql`(
  SELECT (received_at AT TIME ZONE 'UTC')::date AS day, received_at, key_id, user_id, team_id, organization_id, provider, model, cost_nano
  FROM tollgate.request_fact)`;
