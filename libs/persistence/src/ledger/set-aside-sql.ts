import { saturated } from './saturated-sql.js';

/**
 * Sets a line aside: `$1` id, `$2` kind, `$3` payload, `$4` reason, `$5` request id, `$6` nano-dollars or null, `$7` JSON array of
 * the record's windows. Only the first time does its money enter the balances. Answers {isNew}.
 */
export const SET_ASIDE = `WITH letter AS (
  INSERT INTO tollgate.dead_letter (id, kind, payload, reason, request_id, cost_nano)
  VALUES ($1, $2, $3, $4, $5, $6::bigint)
  ON CONFLICT (id) DO NOTHING
  RETURNING cost_nano
), charged AS (
SELECT w.scope, w.id AS scope_id, to_timestamp(w.start / 1000) AS window_start, sum(letter.cost_nano) AS amount_nano,
  bool_or(w.budget IS NOT NULL) AS watched
FROM letter CROSS JOIN LATERAL json_to_recordset($7::json) AS w(scope text, id text, start float8, budget json)
WHERE letter.cost_nano <> 0
GROUP BY 1, 2, 3
), marks AS (
INSERT INTO tollgate.budget_mark (scope, scope_id, window_start, exceeded)
SELECT scope, scope_id, window_start, false FROM charged WHERE watched
), balances AS (
INSERT INTO tollgate.scope_balance AS b (scope, scope_id, window_start, amount_nano)
SELECT scope, scope_id, window_start, amount_nano FROM charged ORDER BY 1, 2, 3
ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET amount_nano = ${saturated('b.amount_nano', 'excluded.amount_nano')}
)
SELECT EXISTS (SELECT FROM letter) AS "isNew"`;
