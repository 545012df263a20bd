import { GLOBAL_SCOPE_ID } from '@tollgate/canonical';
import { dimensionHash } from './dimension-hash-sql.js';
import { magnitudeSql } from './magnitude-sql.js';
import { saturated } from './saturated-sql.js';
import { LATE_CHARGES, RESET_CHARGES } from './window-openings.js';

/** Columns by which spend_daily tells rows apart, beside the day. */
const dimensions = [
  'key_id',
  'user_id',
  'team_id',
  'team_member_id',
  'project_id',
  'organization_id',
  'model_group',
  'model',
  'provider',
  'deployment_id',
  'route',
  'call_type',
];

/** Sums of the daily tables: column and what one record of `counted` adds, to be multiplied by its sign. */
const measures: Readonly<Record<string, string>> = {
  requests: '1',
  succeeded: `(status = 'success')::int`,
  failed: `(status IN ('failure', 'refused', 'interrupted'))::int`,
  cancelled: `(status = 'cancelled')::int`,
  unpriced: '(cost_nano IS NULL)::int',
  cost_nano: 'cost_nano',
  input_uncached: 'input_uncached',
  cache_read: 'cache_read',
  cache_write_5m: 'cache_write_5m',
  cache_write_1h: 'cache_write_1h',
  input_audio: 'input_audio',
  output: 'output',
  reasoning: 'reasoning',
  output_audio: 'output_audio',
  duration_ms: '(extract(epoch FROM ended_at - received_at) * 1000)::bigint',
};
const measureColumns = Object.keys(measures);
const sums = sumsOf(measures);

const tookMs = measures['duration_ms'] ?? '';
/** LiteLLM's `alerting_threshold`, which its list of slow answers goes by. */
const SLOW_MS = 300_000;

/** The same of deployment_daily. */
const ofDeployments: Readonly<Record<string, string>> = {
  requests: '1',
  output: 'coalesce(output, 0) + coalesce(reasoning, 0) + coalesce(output_audio, 0)',
  duration_ms: tookMs,
  streamed: '(first_token_at IS NOT NULL)::int',
  first_token_ms: 'coalesce((extract(epoch FROM first_token_at - received_at) * 1000)::bigint, 0)',
  slow: `(${tookMs} > ${SLOW_MS})::int`,
};

/** Of whom spend_daily_total has sums, and their columns. */
const totals = [
  `('${GLOBAL_SCOPE_ID}', '${GLOBAL_SCOPE_ID}')`,
  `('key', key_id::text)`,
  `('team', team_id)`,
  `('model', model_group)`,
  `('provider', provider)`,
  // over all tenants: by their names
  `('customer', CASE WHEN customer_id IS NOT NULL THEN customer END)`,
];

/** Of whom spend_monthly_total has sums: those of whom there are many. */
const monthly = [
  `('key', key_id::text)`,
  `('team', team_id)`,
  `('customer', CASE WHEN customer_id IS NOT NULL THEN customer END)`,
];

const monthlySum = saturated('m.cost_nano', 'excluded.cost_nano');

const utcDay = `(received_at AT TIME ZONE 'UTC')::date`;

/**
 * Adds the rows of the CTE `counted` (columns of request_fact, `customer`, `tags`, `model_requested`, `windows`, and `sign`: 1 to add, -1 to
 * take back) to the balances and the daily sums, each table in the order of its key, so that concurrent writers lock in one order. Lists of
 * windows are the same for all calls of a key, so each list is read once.
 */
export const ROLL_UPS = `charged AS MATERIALIZED (
  SELECT w.scope, w.id AS scope_id, to_timestamp(w.start / 1000) AS window_start, sum(amount_nano) AS amount_nano,
    bool_or(w.budget IS NOT NULL) AS watched, coalesce(bool_or(w.budget = 'exceeded'), false) AS exceeded
  FROM (
      SELECT windows::text AS list, coalesce(sum(sign * cost_nano), 0) AS amount_nano FROM counted
      WHERE cost_nano <> 0 OR error_code = 'budget_exceeded' GROUP BY 1
    ) AS same
    CROSS JOIN LATERAL json_to_recordset(same.list::json) AS w(scope text, id text, start float8, budget text)
  GROUP BY 1, 2, 3
), forgiven AS MATERIALIZED (
  ${RESET_CHARGES}
), resets AS (
  INSERT INTO tollgate.ledger_entry (kind, scope, scope_id, window_start, amount_nano, actor_id, reason)
  SELECT 'reset', scope, scope_id, window_start, -amount_nano, 'tollgate', 'calls from before a reset of this window' FROM forgiven
), balances AS (
  INSERT INTO tollgate.scope_balance AS b (scope, scope_id, window_start, amount_nano)
  SELECT scope, scope_id, window_start, sum(amount_nano) FROM (
    SELECT scope, scope_id, window_start, amount_nano FROM charged UNION ALL ${LATE_CHARGES}
    UNION ALL SELECT scope, scope_id, window_start, -amount_nano FROM forgiven
  ) AS every GROUP BY 1, 2, 3 HAVING sum(amount_nano) <> 0 ORDER BY 1, 2, 3
  ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET amount_nano = ${saturated('b.amount_nano', 'excluded.amount_nano')}
), daily AS (
  INSERT INTO tollgate.spend_daily AS d (day, id, ${[...dimensions, ...measureColumns].join(', ')})
  SELECT day, ${dimensionHash(dimensions)} AS id, ${[...dimensions, ...measureColumns].join(', ')}
  FROM (
    SELECT ${utcDay} AS day, ${[...dimensions, ...sums].join(', ')} FROM counted GROUP BY 1, ${dimensions.join(', ')}
  ) AS grouped
  ORDER BY day, id
  ON CONFLICT (day, id) DO UPDATE SET ${additions('d')}
), labels AS (
  INSERT INTO tollgate.spend_daily_label AS l (scope, scope_id, day, key_id, model_group, provider, ${measureColumns.join(', ')})
  SELECT label.scope, label.id, ${utcDay}, key_id, coalesce(model_group, ''), coalesce(provider, ''), ${sums.join(', ')}
  FROM counted CROSS JOIN LATERAL (
    SELECT 'customer' AS scope, customer_id AS id WHERE customer_id IS NOT NULL
    UNION ALL SELECT DISTINCT 'tag', tag FROM unnest(tag_ids) AS tag
  ) AS label
  WHERE customer_id IS NOT NULL OR cardinality(tag_ids) > 0
  GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (scope, scope_id, day, key_id, model_group, provider) DO UPDATE SET ${additions('l')}
), totals AS (
  INSERT INTO tollgate.spend_daily_total AS t (scope, day, scope_id, ${measureColumns.join(', ')})
  SELECT total.scope, ${utcDay}, total.id, ${sums.join(', ')}
  FROM counted CROSS JOIN LATERAL (
    VALUES ${totals.join(', ')}
    UNION SELECT 'tag', named.tag FROM unnest(tag_ids, tags) AS named(id, tag) WHERE named.id IS NOT NULL
  ) AS total(scope, id)
  WHERE total.id IS NOT NULL
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (scope, day, scope_id) DO UPDATE SET ${additions('t')}
), deployments AS (
  INSERT INTO tollgate.deployment_daily AS e (day, deployment_id, model_group, succeeded, ${Object.keys(ofDeployments).join(', ')})
  SELECT ${utcDay}, deployment_id, coalesce(model_group, ''), error_code IS NULL, ${sumsOf(ofDeployments).join(', ')}
  FROM counted WHERE deployment_id IS NOT NULL
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT (day, deployment_id, model_group, succeeded) DO UPDATE SET ${Object.keys(ofDeployments)
    .map((column) => `${column} = e.${column} + excluded.${column}`)
    .join(', ')}
), months AS (
  INSERT INTO tollgate.spend_monthly_total AS m (scope, month, scope_id, cost_nano, magnitude)
  SELECT scope, month, scope_id, cost_nano, ${magnitudeSql('cost_nano')}
  FROM (
    SELECT total.scope, date_trunc('month', received_at AT TIME ZONE 'UTC')::date AS month, total.id AS scope_id,
      coalesce(sum(sign * cost_nano), 0) AS cost_nano
    FROM counted CROSS JOIN LATERAL (VALUES ${monthly.join(', ')}) AS total(scope, id)
    WHERE total.id IS NOT NULL
    GROUP BY 1, 2, 3
  ) AS grouped
  ORDER BY 1, 2, 3
  ON CONFLICT (scope, month, scope_id) DO UPDATE SET cost_nano = ${monthlySum}, magnitude = ${magnitudeSql(monthlySum)}
)`;

function sumsOf(of: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(of).map(([column, value]) => `coalesce(sum(sign * (${value})), 0) AS ${column}`);
}

function additions(alias: string): string {
  const sum = (column: string): string =>
    column === 'cost_nano'
      ? saturated(`${alias}.${column}`, `excluded.${column}`)
      : `${alias}.${column} + excluded.${column}`;
  return measureColumns.map((column) => `${column} = ${sum(column)}`).join(', ');
}
