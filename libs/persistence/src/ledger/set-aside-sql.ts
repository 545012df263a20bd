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
), balances AS (
INSERT INTO tollgate.scope_balance AS b (scope, scope_id, window_start, amount_nano)
SELECT w.scope, w.id, to_timestamp(w.start / 1000), sum(letter.cost_nano)
FROM letter CROSS JOIN LATERAL json_to_recordset($7::json) AS w(scope text, id text, start float8)
WHERE letter.cost_nano <> 0
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET amount_nano = ${saturated('b.amount_nano', 'excluded.amount_nano')}
)
SELECT EXISTS (SELECT FROM letter) AS "isNew"`;
