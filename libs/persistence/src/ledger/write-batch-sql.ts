import { ATTRIBUTE_COLUMNS, BATCH, FACT_COLUMNS } from './batch-sql.js';
import { CLIENT_PRODUCTS } from './client-products-sql.js';
import { FAILURES } from './failures-sql.js';
import { PROVISIONAL } from './provisional-sql.js';
import { ROLL_UPS } from './roll-up-sql.js';

const attempts = {
  columns:
    'attempt, deployment_id, provider, model, api_base, started_at, first_token_at, ended_at, outcome, status, failure_class, ' +
    'error_message, usage, prices, price_source, cost_nano, estimated, held_nano, model_group',
  values:
    'a.attempt, a."deploymentId", a.provider, a.model, a."apiBase", to_timestamp(a."startedAt" / 1000), ' +
    'to_timestamp(a."firstTokenAt" / 1000), to_timestamp(a."endedAt" / 1000), a.outcome, a.status, a."failureClass", ' +
    'a."errorMessage", a.usage, a.prices, a."priceSource", a."costNano", a.estimated, a."heldNano", a."modelGroup"',
  json:
    'attempt smallint, "deploymentId" text, provider text, model text, "apiBase" text, "startedAt" float8, ' +
    '"firstTokenAt" float8, "endedAt" float8, outcome text, status smallint, "failureClass" text, "errorMessage" text, ' +
    'usage json, prices json, "priceSource" text, "costNano" bigint, estimated boolean, "heldNano" bigint, "modelGroup" text',
};

/** The tenant that a name chosen by a client belongs to (the id is its UUIDv5, made where the record was made). */
const tenantKind = `CASE WHEN organization_id IS NOT NULL THEN 'organization' WHEN team_id IS NOT NULL THEN 'team'
    WHEN user_id IS NOT NULL THEN 'user' ELSE 'key' END`;
const tenantId = 'coalesce(organization_id, team_id, user_id, key_id::text)';

/**
 * Writes a batch: `$1` is a JSON array of CompletionRecords, `$2` one of RecordTexts, `$3` the days that texts are kept. Facts,
 * attributes, attempts and texts that are there already stay as they are; balances, daily sums, marks of budgets, names of customers
 * and tags and outbox rows come from the facts that were inserted, and from no others. Answers {records, inserted}.
 */
export const WRITE_BATCH = `WITH ${BATCH}, fact AS (
  INSERT INTO tollgate.request_fact (${FACT_COLUMNS.join(', ')})
  SELECT ${FACT_COLUMNS.join(', ')} FROM batch ORDER BY received_at, request_id
  ON CONFLICT DO NOTHING
  RETURNING received_at, request_id
), counted AS MATERIALIZED (
  SELECT batch.*, 1 AS sign FROM batch JOIN fact USING (received_at, request_id)
), attribute AS (
  INSERT INTO tollgate.request_attribute (${ATTRIBUTE_COLUMNS.join(', ')}, windows)
  SELECT ${ATTRIBUTE_COLUMNS.join(', ')}, CASE WHEN status IN ${PROVISIONAL} THEN windows END FROM counted
  ON CONFLICT DO NOTHING
), attempt AS (
  INSERT INTO tollgate.request_attempt (received_at, request_id, ${attempts.columns})
  SELECT received_at, request_id, ${attempts.values}
  FROM counted CROSS JOIN LATERAL json_to_recordset(attempt_list) AS a(${attempts.json})
  ON CONFLICT DO NOTHING
), text AS (
  INSERT INTO tollgate.request_text (received_at, request_id, audience, input, output, expires_at)
  SELECT to_timestamp(t."receivedAt" / 1000), t."requestId", audience, t.input, t.output,
    to_timestamp(t."receivedAt" / 1000) + $3::integer * interval '24 hours'
  FROM json_to_recordset($2::json) AS t("receivedAt" float8, "requestId" uuid, audiences text[], input json, output json)
    CROSS JOIN LATERAL unnest(t.audiences) AS audience
  ORDER BY 1, 2, 3
  ON CONFLICT DO NOTHING
), ${ROLL_UPS}, ${FAILURES}, ${CLIENT_PRODUCTS}, marks AS (
  INSERT INTO tollgate.budget_mark (scope, scope_id, window_start, exceeded)
  SELECT scope, scope_id, window_start, exceeded FROM charged WHERE watched
), customers AS (
  INSERT INTO tollgate.customer (id, tenant_kind, tenant_id, name)
  SELECT DISTINCT ON (customer_id) customer_id, ${tenantKind}, ${tenantId}, customer
  FROM counted WHERE customer_id IS NOT NULL AND customer IS NOT NULL ORDER BY customer_id
  ON CONFLICT DO NOTHING
), tags AS (
  INSERT INTO tollgate.tag (id, tenant_kind, tenant_id, name)
  SELECT DISTINCT ON (named.id) named.id, ${tenantKind}, ${tenantId}, named.name
  FROM counted CROSS JOIN LATERAL unnest(tag_ids, tags) AS named(id, name)
  WHERE named.id IS NOT NULL AND named.name IS NOT NULL ORDER BY named.id
  ON CONFLICT DO NOTHING
), outbox AS (
  INSERT INTO tollgate.callback_outbox (sink, received_at, request_id)
  SELECT DISTINCT sink, received_at, request_id FROM counted CROSS JOIN LATERAL unnest(sinks) AS sink
)
SELECT (SELECT count(*)::int FROM batch) AS records, (SELECT count(*)::int FROM fact) AS inserted`;
