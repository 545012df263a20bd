import { PROVISIONAL } from './provisional-sql.js';
import { saturated } from './saturated-sql.js';

/** Products that one key is told apart by on one day: clients choose their names, and a name of its own for each call would make a row of each. */
const PRODUCTS_MAX = 50;

const MEASURES = {
  requests: '1',
  succeeded: `(status = 'success')::int`,
  failed: `(status <> 'success')::int`,
  cost_nano: 'cost_nano',
  prompt_tokens:
    'coalesce(input_uncached, 0) + coalesce(cache_read, 0) + coalesce(cache_write_5m, 0) + coalesce(cache_write_1h, 0) + coalesce(input_audio, 0)',
  completion_tokens: 'coalesce(output, 0) + coalesce(reasoning, 0) + coalesce(output_audio, 0)',
} as const satisfies Readonly<Record<string, string>>;
const columns = Object.keys(MEASURES);
const sums = Object.entries(MEASURES).map(([column, value]) => `coalesce(sum(${value}), 0) AS ${column}`);
const additions = columns.map((column) =>
  column === 'cost_nano'
    ? `cost_nano = ${saturated('p.cost_nano', 'excluded.cost_nano')}`
    : `${column} = p.${column} + excluded.${column}`,
);

/** Adds the calls of `counted` to the sums of their clients' products; of a call whose end is not known yet it waits for that. */
export const CLIENT_PRODUCTS = `products AS (
  INSERT INTO tollgate.client_product_daily AS p (day, key_id, product, ${columns.join(', ')})
  SELECT day, key_id, CASE WHEN is_known OR known + place <= ${String(PRODUCTS_MAX)} THEN product ELSE 'other' END AS product,
    ${columns.map((column) => `sum(${column})`).join(', ')}
  FROM (
    SELECT named.*, there.known, there.is_known,
      dense_rank() OVER (PARTITION BY named.day, named.key_id, there.is_known ORDER BY named.product) AS place
    FROM (
      SELECT (received_at AT TIME ZONE 'UTC')::date AS day, key_id, client_product AS product, ${sums.join(', ')}
      FROM counted WHERE client_product IS NOT NULL AND status NOT IN ${PROVISIONAL} GROUP BY 1, 2, 3
    ) AS named CROSS JOIN LATERAL (
      SELECT count(*) AS known, coalesce(bool_or(before.product = named.product), false) AS is_known
      FROM tollgate.client_product_daily AS before WHERE before.day = named.day AND before.key_id = named.key_id
    ) AS there
  ) AS ranked
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (day, key_id, product) DO UPDATE SET ${additions.join(', ')}
)`;
