import { BATCH } from './batch-sql.js';
import { ROLL_UPS } from './roll-up-sql.js';

/**
 * Takes back every `interrupted` record whose true end is in the batch (`$1` as in WRITE_BATCH), so that the batch can be written
 * over it in the same transaction: its row and what stands beside it go, what it added to balances and daily sums is subtracted,
 * and a signed entry of the ledger says by how much the request's cost changes. Answers {retracted}.
 */
export const RETRACT_INTERRUPTED = `WITH ${BATCH}, old AS MATERIALIZED (
  SELECT f.*, attribute.windows, batch.cost_nano AS cost_nano_now
  FROM batch
    JOIN tollgate.request_fact AS f USING (received_at, request_id)
    JOIN tollgate.request_attribute AS attribute USING (received_at, request_id)
  WHERE f.status = 'interrupted' AND batch.status <> 'interrupted'
  ORDER BY received_at, request_id
  FOR UPDATE OF f
), counted AS MATERIALIZED (
  SELECT old.*, -1 AS sign FROM old
), fact AS (
  DELETE FROM tollgate.request_fact AS f USING old
  WHERE f.received_at = old.received_at AND f.request_id = old.request_id
), attribute AS (
  DELETE FROM tollgate.request_attribute AS a USING old
  WHERE a.received_at = old.received_at AND a.request_id = old.request_id
), attempt AS (
  DELETE FROM tollgate.request_attempt AS a USING old
  WHERE a.received_at = old.received_at AND a.request_id = old.request_id
), outbox AS (
  DELETE FROM tollgate.callback_outbox AS o USING old
  WHERE o.received_at = old.received_at AND o.request_id = old.request_id
), ${ROLL_UPS}, entry AS (
  INSERT INTO tollgate.ledger_entry (kind, scope, scope_id, window_start, amount_nano, actor_id, reason, received_at, request_id)
  SELECT 'interrupted_replaced', 'key', key_id::text, to_timestamp(0), coalesce(cost_nano_now, 0) - coalesce(cost_nano, 0),
    'tollgate', 'the true end of an interrupted request turned up', received_at, request_id
  FROM old
)
SELECT count(*)::int AS retracted FROM old`;
