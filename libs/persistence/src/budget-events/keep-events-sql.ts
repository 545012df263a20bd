import { EVENT_COLUMNS } from './budget-event-row.js';

const columns = EVENT_COLUMNS.join(', ');

/**
 * Takes marks off, the oldest first (`$1` at most): each is taken once, and comes back where its transaction fails. Of one window only
 * one is left, and none waits for another who judges at the same time.
 */
export const TAKE_MARKS = `WITH taken AS (
  DELETE FROM tollgate.budget_mark WHERE id IN (
    SELECT id FROM tollgate.budget_mark ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
  ) RETURNING scope, scope_id, window_start, exceeded
)
SELECT scope, scope_id AS "scopeId", (extract(epoch FROM window_start) * 1000)::float8 AS start, bool_or(exceeded) AS exceeded,
  count(*)::int AS marks, coalesce((SELECT amount_nano FROM tollgate.scope_balance AS b WHERE b.scope = taken.scope
    AND b.scope_id = taken.scope_id AND b.window_start = taken.window_start), 0)::text AS "spentNano"
FROM taken GROUP BY scope, scope_id, window_start`;

/**
 * Keeps the events (`$1`, JSON array of rows) that are new, in the order of their key, and tells the sinks (`$2`) of those. A part of a
 * budget is not told of where as much or more of it was: it has shrunk since.
 */
export const KEEP_EVENTS = `WITH kept AS (
  INSERT INTO tollgate.budget_event (${columns})
  SELECT ${columns} FROM json_populate_recordset(NULL::tollgate.budget_event, $1::json) AS f
  WHERE f.event = 'soft_budget_crossed' OR NOT EXISTS (
    SELECT FROM tollgate.budget_event AS told
    WHERE told.scope = f.scope AND told.scope_id = f.scope_id AND told.window_start = f.window_start
      AND told.budget_duration = f.budget_duration AND told.limit_nano = f.limit_nano
      AND told.event <> 'soft_budget_crossed' AND told.threshold >= f.threshold
  )
  ORDER BY scope, scope_id, window_start, budget_duration, event, threshold, limit_nano
  ON CONFLICT DO NOTHING
  RETURNING id, created_at
)
INSERT INTO tollgate.callback_outbox (sink, received_at, request_id)
SELECT sink, created_at, id FROM kept CROSS JOIN unnest($2::text[]) AS sink`;
