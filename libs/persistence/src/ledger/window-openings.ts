import type { Instant } from '@tollgate/kernel';
import { Prisma } from '../generated/prisma/client.js';

/** Longer than a process may go on without having heard of a change. */
const UNHEARD_MS = 360_000;
const LOCK = `hashtextextended('tollgate.window_opening', 0)`;

/** Held while a batch of records is written: what it charges and what a change opens have one order. */
export const WITH_OPENINGS = `SELECT pg_advisory_xact_lock_shared(${LOCK})`;

/**
 * Begins the opening of windows in an admin transaction: batches under way are committed when this resolves, and their facts are seen by the
 * sums that follow; those that come later find what `noteOpenings` has noted. Before anything is written to balances.
 */
export async function beginOpening(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${Prisma.raw(LOCK)})`;
}

/**
 * Notes windows that a change opens: records of calls that were let in before it was heard of lack them, and the ledger charges them there
 * all the same (`lateCharges`). `opened` has the columns scope, scope_id, window_start, of_scope, of_ids, limited and model; `ended` are the starts of windows whose
 * amount the opened ones go on from.
 */
export async function noteOpenings(
  tx: Prisma.TransactionClient,
  opened: Prisma.Sql,
  now: Instant,
  ended: readonly Date[] = [],
): Promise<void> {
  const until = new Date(now + UNHEARD_MS);
  await tx.$executeRaw`INSERT INTO tollgate.window_opening (scope, scope_id, window_start, of_scope, of_ids, limited, model, since, until)
    SELECT o.*, least(o.window_start, (SELECT min(e) FROM unnest(${[...ended]}::timestamptz[]) AS e)), ${until} FROM (${opened}) AS o(scope, scope_id, window_start, of_scope, of_ids, limited, model)
    ON CONFLICT (scope, scope_id, window_start)
    DO UPDATE SET since = least(window_opening.since, excluded.since), until = excluded.until, of_ids = excluded.of_ids, limited = excluded.limited, model = excluded.model`;
}

/** Name of the limit that a use of `model` counts for among `limited` names: the whole, else the longest that is left behind a slash. */
function limitedNameSql(limited: string, model: string): string {
  return `(SELECT l.name FROM unnest(${limited}) AS l(name)
    WHERE ${model} = l.name OR right(${model}, length(l.name) + 1) = '/' || l.name ORDER BY length(l.name) DESC LIMIT 1)`;
}

/**
 * What records of `counted` add to windows that were opened after they were let in: rows (scope, scope_id, window_start, amount_nano). Each
 * scope's lifetime (0) says whose a record is; windows that it carries itself are not meant.
 */
export const LATE_CHARGES = `SELECT o.scope, o.scope_id, o.window_start, coalesce(sum(c.sign * c.cost_nano), 0) AS amount_nano
  FROM counted AS c
    CROSS JOIN LATERAL json_to_recordset(c.windows::json) AS w(scope text, id text, start float8)
    JOIN tollgate.window_opening AS o ON o.of_scope = w.scope AND w.id = ANY(o.of_ids)
      AND c.received_at >= o.since AND c.received_at < o.until
  WHERE c.cost_nano <> 0 AND c.received_at < (SELECT max(until) FROM tollgate.window_opening) AND w.start = 0
    AND (o.model IS NULL OR o.model = ${limitedNameSql('o.limited', 'c.model_group')})
    AND NOT EXISTS (SELECT FROM json_to_recordset(c.windows::json) AS x(scope text, id text, start float8)
      WHERE x.scope = o.scope AND x.id = o.scope_id AND to_timestamp(x.start / 1000) = o.window_start)
  GROUP BY 1, 2, 3`;

/** Notes that the spend of windows was corrected at `now`; `resets` are their scopes, ids and starts. After `beginOpening`. */
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
