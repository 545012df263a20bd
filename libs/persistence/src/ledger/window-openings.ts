import type { ScopeName } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import { Prisma } from '../generated/prisma/client.js';

/** Longer than a process may go on without having heard of a change. */
const UNHEARD_MS = 360_000;
const LOCK = `hashtextextended('tollgate.window_opening', 0)`;

/** Held while a batch of records is written: what it charges and what a change opens have one order. */
export const WITH_OPENINGS = `SELECT pg_advisory_xact_lock_shared(${LOCK})`;

/** One question for the lock and the statement `$1` behind it, which writes a batch (`$2` records, `$3` texts, `$4` days that texts are kept). */
export const WRITE_WITH_OPENINGS = `SELECT found AS records, inserted FROM tollgate.write_with_openings($1, $2::json, $3::json, $4::integer)`;

/**
 * Begins the opening of windows in an admin transaction: batches under way are committed when this resolves, and their facts are seen by the
 * sums that follow; those that come later find what `noteOpenings` has noted. Before anything is written to balances.
 */
export async function beginOpening(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${Prisma.raw(LOCK)})`;
}

/** Windows that a change opens, one for each holder. */
export interface Opening {
  /** Whose calls they count. */
  readonly scope: ScopeName;
  /** Rows `h` of holders: `id`, and `name` of those that are of all tenants, whose calls name each tenant's own of that name. */
  readonly holders: Prisma.Sql;
  readonly start: Date;
  /** Starts of windows whose amount these go on from. */
  readonly ended: readonly Date[];
  /** Of budgets by model: the scope and the names that they are counted by. */
  readonly share?: { readonly scope: string; readonly model: string; readonly limited: readonly string[] };
}

/**
 * Notes windows that a change opens: records of calls that were let in before it was heard of lack them, and the ledger charges them there
 * all the same (`LATE_CHARGES`).
 */
export async function noteOpenings(
  tx: Prisma.TransactionClient,
  { scope, holders, start, ended, share }: Opening,
  now: Instant,
): Promise<void> {
  const since = new Date(Math.min(...[start, ...ended].map((from) => from.getTime())));
  const until = new Date(now + UNHEARD_MS);
  const suffix = share === undefined ? '' : `:${share.model}`;
  await tx.$executeRaw`INSERT INTO tollgate.window_opening
      (scope, scope_id, window_start, since, until, of_scope, of_ids, of_name, limited, model)
    SELECT DISTINCT ${share?.scope ?? scope}, h.id::text || ${suffix}, ${start}::timestamptz, ${since}::timestamptz, ${until}::timestamptz,
      ${scope}, ARRAY[h.id::text], h.name, ${[...(share?.limited ?? [])]}::text[], ${share?.model ?? null}::text
    FROM (${holders}) AS h
    ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET since = least(window_opening.since, excluded.since),
      until = excluded.until, of_ids = excluded.of_ids, of_name = excluded.of_name, limited = excluded.limited, model = excluded.model`;
}

/**
 * What records of `counted` add to windows that were opened after they were let in: rows (scope, scope_id, window_start, amount_nano). Each
 * scope's lifetime (0) says whose a record is, and names that clients chose say it for who is of all tenants. Windows that it carries itself
 * are not meant, nor those that were reset after it.
 */
export const LATE_CHARGES = `SELECT scope, scope_id, window_start, sum(amount_nano) AS amount_nano FROM (
    SELECT DISTINCT c.received_at, c.request_id, c.sign, o.scope, o.scope_id, o.window_start, c.sign * c.cost_nano AS amount_nano
    FROM counted AS c CROSS JOIN LATERAL (
        SELECT w.scope, w.id, NULL::text AS name FROM json_to_recordset(c.windows::json) AS w(scope text, id text, start float8) WHERE w.start = 0
        UNION ALL SELECT 'customer', NULL, c.customer WHERE c.customer_id IS NOT NULL
        UNION ALL SELECT 'tag', NULL, n.name FROM unnest(c.tag_ids, c.tags) AS n(id, name) WHERE n.id IS NOT NULL
      ) AS w JOIN tollgate.window_opening AS o ON o.of_scope = w.scope AND (w.id = ANY(o.of_ids) OR o.of_name = w.name)
        AND c.received_at >= o.since AND c.received_at < o.until
    WHERE c.cost_nano <> 0 AND c.received_at < (SELECT max(until) FROM tollgate.window_opening)
      AND (o.model IS NULL OR o.model IN (tollgate.limited_name(o.limited, c.model_group), tollgate.limited_name(o.limited, c.model_requested)))
      AND NOT EXISTS (SELECT FROM json_to_recordset(c.windows::json) AS x(scope text, id text, start float8)
        WHERE x.scope = o.scope AND x.id = o.scope_id AND to_timestamp(x.start / 1000) = o.window_start)
      AND NOT EXISTS (SELECT FROM tollgate.window_reset AS r
        WHERE r.scope = o.scope AND r.scope_id = o.scope_id AND r.window_start = o.window_start AND c.received_at < r.at)
  ) AS late GROUP BY 1, 2, 3`;

/** Notes that the spend of windows was corrected at `now`; `resets` are their ids and starts. After `beginOpening`. */
export async function noteResets(
  tx: Prisma.TransactionClient,
  scope: string,
  resets: readonly { readonly id: string; readonly start: Date }[],
  now: Instant,
): Promise<void> {
  const [ids, starts] = [resets.map(({ id }) => id), resets.map(({ start }) => start)];
  await tx.$executeRaw`INSERT INTO tollgate.window_reset (scope, scope_id, window_start, at)
    SELECT ${scope}, r.id, r.start, ${new Date(now)} FROM unnest(${ids}::text[], ${starts}::timestamptz[]) AS r(id, start)
    ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET at = greatest(window_reset.at, excluded.at)`;
}

/** What records of `counted` from before a reset of their windows add to them: rows (scope, scope_id, window_start, amount_nano). */
export const RESET_CHARGES = `SELECT r.scope, r.scope_id, r.window_start, sum(c.sign * c.cost_nano) AS amount_nano
  FROM counted AS c
    CROSS JOIN LATERAL json_to_recordset(c.windows::json) AS w(scope text, id text, start float8)
    JOIN tollgate.window_reset AS r ON r.scope = w.scope AND r.scope_id = w.id AND r.window_start = to_timestamp(w.start / 1000)
      AND c.received_at < r.at
  WHERE c.cost_nano <> 0 AND c.received_at < (SELECT max(at) FROM tollgate.window_reset)
  GROUP BY 1, 2, 3 HAVING sum(c.sign * c.cost_nano) <> 0`;
