import { BATCH } from './batch-sql.js';
import { PROVISIONAL } from './provisional-sql.js';
import { ROLL_UPS } from './roll-up-sql.js';

/** Rows of a table that belong to `old`; the arrays keep the planner at the index whatever it thinks of the size of `old`. */
const ofOld =
  'WHERE received_at = ANY(ARRAY(SELECT received_at FROM old)) AND request_id = ANY(ARRAY(SELECT request_id FROM old))';

/**
 * Takes back every record that stood in for a true end that is in the batch (`$1` as in WRITE_BATCH), so that the batch can be written
 * over it in the same transaction: its row and what stands beside it go, what it added to balances and daily sums is subtracted,
 * and a signed entry of the ledger says by how much the request's cost changes. Answers {retracted}. The lateral joins look each
 * record up by its key (`OFFSET 0` keeps them from becoming a scan of every partition).
 */
export const RETRACT_INTERRUPTED = `WITH ${BATCH}, old AS MATERIALIZED (
  SELECT f.*, beside.windows, beside.customer, beside.tags, beside.model_requested, batch.cost_nano AS cost_nano_now
  FROM batch CROSS JOIN LATERAL (
    SELECT * FROM tollgate.request_fact AS fact
    WHERE fact.received_at = batch.received_at AND fact.request_id = batch.request_id AND fact.status IN ${PROVISIONAL}
    FOR UPDATE OFFSET 0
  ) AS f CROSS JOIN LATERAL (
    SELECT windows, customer, tags, model_requested FROM tollgate.request_attribute AS attribute
    WHERE attribute.received_at = batch.received_at AND attribute.request_id = batch.request_id OFFSET 0
  ) AS beside
  WHERE batch.status NOT IN ${PROVISIONAL}
), counted AS MATERIALIZED (
  SELECT old.*, -1 AS sign FROM old
), fact AS (
  DELETE FROM tollgate.request_fact ${ofOld}
), attribute AS (
  DELETE FROM tollgate.request_attribute ${ofOld}
), attempt AS (
  DELETE FROM tollgate.request_attempt ${ofOld}
), outbox AS (
  DELETE FROM tollgate.callback_outbox ${ofOld}
), ${ROLL_UPS}, entry AS (
  INSERT INTO tollgate.ledger_entry (kind, scope, scope_id, window_start, amount_nano, actor_id, reason, received_at, request_id)
  SELECT CASE status WHEN 'pending' THEN 'background_settled' ELSE 'interrupted_replaced' END, 'key', key_id::text, to_timestamp(0),
    coalesce(cost_nano_now, 0) - coalesce(cost_nano, 0), 'tollgate',
    CASE status WHEN 'pending' THEN 'an answer that was made in the background ended'
      ELSE 'the true end of an interrupted request turned up' END, received_at, request_id
  FROM old
)
SELECT count(*)::int AS retracted FROM old`;
