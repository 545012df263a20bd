import { dimensionHash } from './dimension-hash-sql.js';
import { PROVISIONAL } from './provisional-sql.js';

const dimensions = ['model_group', 'deployment_id', 'api_base', 'failure_class', 'status'];

/**
 * Adds the attempts of `counted` that failed to the sums of their day, each to the group that it was tried for. A record that stands in
 * for a true end brings none: its attempts come with that end, and an interruption is no failure of a deployment.
 */
export const FAILURES = `failures AS (
  INSERT INTO tollgate.attempt_failure_daily AS f (day, id, ${dimensions.join(', ')}, failures)
  SELECT day, ${dimensionHash(dimensions)} AS id, ${dimensions.join(', ')}, failures
  FROM (
    SELECT (called.received_at AT TIME ZONE 'UTC')::date AS day, coalesce(a."modelGroup", called.model_group) AS model_group,
      a."deploymentId" AS deployment_id, a."apiBase" AS api_base, a."failureClass" AS failure_class, a.status, count(*) AS failures
    FROM (SELECT * FROM counted WHERE (attempts > 1 OR status <> 'success') AND status NOT IN ${PROVISIONAL}) AS called
      CROSS JOIN LATERAL json_to_recordset(called.attempt_list)
        AS a("modelGroup" text, "deploymentId" text, "apiBase" text, outcome text, "failureClass" text, status smallint)
    WHERE a.outcome = 'failure'
    GROUP BY 1, 2, 3, 4, 5, 6
  ) AS grouped
  ORDER BY 1, 2
  ON CONFLICT (day, id) DO UPDATE SET failures = f.failures + excluded.failures
)`;
