import pg from 'pg';

export const KEYS = 100_000;
export const TEAMS = 5_000;
export const USERS = 20_000;
export const CUSTOMERS = 10_000;
export const TAGS = 200;
export const ORGANIZATIONS = 500;
const PROJECTS = 5_000;
const CHANGES = 100_000;
/** Calls of one session. */
const SESSION_CALLS = 50;
export const DAYS = 90;

const MODELS = [
  'gpt-4o',
  'gpt-4o-mini',
  'gpt-4.1',
  'claude-sonnet',
  'claude-haiku',
  'gemini-pro',
  'gemini-flash',
  'o3',
];
const ROWS_PER_STATEMENT = 250_000;
/** Sessions that fill side by side: what a statement makes of its rows is the work of one core. */
const SESSIONS = 2;

/** Keys, teams, users, customers and tags; few of them make most of the calls, as it is everywhere. Two keys in three have budgets that reset. */
const HOLDERS = `
INSERT INTO tollgate.organization (id, alias) SELECT 'organization-' || i, 'Organization ' || i FROM generate_series(1, ${ORGANIZATIONS}) AS i;
INSERT INTO tollgate.team (id, alias, organization_id)
  SELECT 'team-' || i, 'Team ' || i, 'organization-' || (i % ${ORGANIZATIONS} + 1) FROM generate_series(1, ${TEAMS}) AS i;
INSERT INTO tollgate.project (id, alias, team_id)
  SELECT 'project-' || i, 'Project ' || i, 'team-' || (i % ${TEAMS} + 1) FROM generate_series(1, ${PROJECTS}) AS i;
INSERT INTO tollgate.app_user (id, email) SELECT 'user-' || i, 'user-' || i || '@example.com' FROM generate_series(1, ${USERS}) AS i;
INSERT INTO tollgate.virtual_key (id, alias, name, user_id, team_id, created_at, created_by, max_budget_nano, budget_duration, budget_anchor, budget_time_zone)
  SELECT md5('key' || i)::uuid, 'key-' || i, 'sk-...' || lpad((i % 10000)::text, 4, '0'), 'user-' || (i % ${USERS} + 1), 'team-' || (i % ${TEAMS} + 1),
    made, 'user-' || (i % (${USERS} / 10) + 1), 1e12::bigint, (array[NULL, '1d', '1mo'])[i % 3 + 1],
    (array[NULL, date_trunc('day', made), date_trunc('month', made)])[i % 3 + 1], 'UTC'
  FROM generate_series(1, ${KEYS}) AS i, LATERAL (SELECT now() - i * interval '1 minute' AS made) AS at;
INSERT INTO tollgate.key_secret (hash, key_id)
  SELECT encode(sha256(('sk-bench-' || i)::bytea), 'hex'), md5('key' || i)::uuid FROM generate_series(1, ${KEYS}) AS i;
INSERT INTO tollgate.customer (id, tenant_kind, tenant_id, name)
  SELECT md5('customer' || i)::uuid, 'team', 'team-' || (i % ${TEAMS} + 1), 'customer-' || i FROM generate_series(1, ${CUSTOMERS}) AS i;
INSERT INTO tollgate.tag (id, tenant_kind, tenant_id, name)
  SELECT md5('tag' || t || '.' || n)::uuid, 'team', 'team-' || t, 'tag-' || n
  FROM generate_series(1, ${TEAMS}) AS t, LATERAL (SELECT DISTINCT (t * 7 + x * 13) % ${TAGS} + 1 AS n FROM generate_series(1, 4) AS x) AS named;
INSERT INTO tollgate.budget (id) SELECT 'budget-' || i FROM generate_series(1, 1000) AS i;
INSERT INTO tollgate.access_group (id, name) SELECT 'group-' || i, 'group-' || i FROM generate_series(1, 1000) AS i;
INSERT INTO tollgate.provider_credential (name, encrypted_values) SELECT 'credential-' || i, '{}' FROM generate_series(1, 1000) AS i;
INSERT INTO tollgate.audit_entry (sequence, at, epoch, actor_id, action, resource, object_id, after, previous_hash, hash)
  SELECT i, now() - (${CHANGES} - i) * interval '1 minute', i, 'user-' || (i % ${USERS} + 1), 'updated', 'key', md5('key' || i), '{"blocked":true}', '', ''
  FROM generate_series(1, ${CHANGES}) AS i;
INSERT INTO tollgate.budget_event (id, created_at, scope, scope_id, window_start, budget_duration, event, threshold, limit_nano, spend_nano, team_id)
  SELECT gen_random_uuid(), now() - i * interval '1 minute', 'team', 'team-' || (i % ${TEAMS} + 1), now() - i * interval '1 minute', '30d', 'budget_crossed',
    100, 1e9, 1e9, 'team-' || (i % ${TEAMS} + 1) FROM generate_series(1, ${CHANGES}) AS i;
INSERT INTO tollgate.health_check (id, deployment_id, model_group, model, healthy, response_ms, checked_by, checked_at)
  SELECT gen_random_uuid(), 'deployment-' || model, model, 'openai/' || model, true, 100, 'admin', now() - i * interval '1 hour'
  FROM unnest(array['${MODELS.join("', '")}']) AS model, generate_series(1, 500) AS i;
SELECT tollgate.ensure_partitions((now() AT TIME ZONE 'UTC')::date - ${DAYS}, (now() AT TIME ZONE 'UTC')::date + 1);`;

/** Calls $1 to $2 of $3, evenly over the days. */
const CALLS = `WITH call AS MATERIALIZED (
  SELECT r, now() - interval '${DAYS} days' * (1 - r / $3::float8) AS at, gen_random_uuid() AS id, (${KEYS} * power(random(), 3))::int + 1 AS k,
    (array['${MODELS.join("', '")}'])[1 + (${MODELS.length - 1} * power(random(), 2))::int] AS model, (random() * 2e7)::bigint AS cost,
    random() < 0.02 AS failed, (random() * 3000)::int AS input, (random() * 800)::int AS output, (${CUSTOMERS} * power(random(), 2))::int + 1 AS c,
    (random() * 3)::int + 1 AS x
  FROM generate_series($1::bigint, $2::bigint) AS r
), told AS MATERIALIZED (
  SELECT call.*, least(k, ${KEYS}) AS key, least(k, ${KEYS}) % ${TEAMS} + 1 AS team, ((least(k, ${KEYS}) % ${TEAMS} + 1) * 7 + x * 13) % ${TAGS} + 1 AS tag FROM call
), fact AS (
  INSERT INTO tollgate.request_fact (received_at, request_id, ended_at, status, http_status, stream, attempts, route, operation, format, call_type,
    key_id, key_hash, user_id, team_id, organization_id, customer_id, tag_ids, model_group, model, litellm_model, provider, deployment_id, cost_nano, cost_estimated,
    input_uncached, output)
  SELECT at, id, at + interval '1 second', CASE WHEN failed THEN 'failure' ELSE 'success' END, CASE WHEN failed THEN 500 ELSE 200 END, false, 1,
    '/v1/chat/completions', 'chat', 'openai-chat', 'acompletion', md5('key' || key)::uuid, encode(sha256(('sk-bench-' || key)::bytea), 'hex'),
    'user-' || (key % ${USERS} + 1), 'team-' || team, 'organization-' || (team % ${ORGANIZATIONS} + 1), md5('customer' || least(c, ${CUSTOMERS}))::uuid, ARRAY[md5('tag' || team || '.' || tag)::uuid],
    model, model, 'openai/' || model, 'openai', 'deployment-' || model, cost, false, input, output FROM told
)
INSERT INTO tollgate.request_attribute (received_at, request_id, call_id, provider_response_id, session_id, model_requested, key_alias, customer, tags, dropped_params,
  sinks)
SELECT at, id, id::text, 'chatcmpl-' || id, 'session-' || r / ${SESSION_CALLS}, model, 'key-' || key, 'customer-' || least(c, ${CUSTOMERS}), ARRAY['tag-' || tag], '{}', '{}' FROM told`;

/** What the shipper adds up as calls come, added up at once. */
const MEASURES = `count(*), count(*) FILTER (WHERE status = 'success'), count(*) FILTER (WHERE status <> 'success'), 0, 0, sum(cost_nano),
  sum(input_uncached), 0, 0, 0, 0, sum(output), 0, 0, count(*) * 1000`;
const COLUMNS = `requests, succeeded, failed, cancelled, unpriced, cost_nano, input_uncached, cache_read, cache_write_5m, cache_write_1h, input_audio,
  output, reasoning, output_audio, duration_ms`;
const DAY = `(received_at AT TIME ZONE 'UTC')::date`;
/** A day's rows lie together, as they do where they come day by day. */
const ROLL_UPS = [
  `INSERT INTO tollgate.spend_daily (day, id, key_id, user_id, team_id, organization_id, model_group, model, provider, deployment_id, route, ${COLUMNS})
    SELECT ${DAY}, gen_random_uuid(), key_id, user_id, team_id, organization_id, model_group, model, provider, deployment_id, route, ${MEASURES}
    FROM tollgate.request_fact GROUP BY 1, key_id, user_id, team_id, organization_id, model_group, model, provider, deployment_id, route ORDER BY 1`,
  `INSERT INTO tollgate.spend_daily_label (scope, scope_id, day, key_id, model_group, provider, ${COLUMNS})
    SELECT label.scope, label.id, ${DAY}, key_id, model_group, provider, ${MEASURES} FROM tollgate.request_fact CROSS JOIN LATERAL (
      SELECT 'customer' AS scope, customer_id AS id UNION ALL SELECT 'tag', tag FROM unnest(tag_ids) AS tag) AS label GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 3`,
  `INSERT INTO tollgate.spend_daily_total (scope, day, scope_id, ${COLUMNS})
    SELECT total.scope, ${DAY}, total.id, ${MEASURES} FROM tollgate.request_fact CROSS JOIN LATERAL (
      VALUES ('global', 'global'), ('key', key_id::text), ('team', team_id), ('model', model_group), ('provider', provider)) AS total(scope, id) GROUP BY 1, 2, 3 ORDER BY 2`,
  `INSERT INTO tollgate.spend_daily_total (scope, day, scope_id, ${COLUMNS})
    SELECT label.scope, ${DAY}, label.name, ${MEASURES} FROM tollgate.request_fact JOIN tollgate.request_attribute USING (received_at, request_id)
      CROSS JOIN LATERAL (SELECT 'customer' AS scope, customer AS name UNION ALL SELECT 'tag', tag FROM unnest(tags) AS tag) AS label GROUP BY 1, 2, 3 ORDER BY 2`,
  `INSERT INTO tollgate.client_product_daily (day, key_id, product, requests, succeeded, failed, cost_nano, prompt_tokens, completion_tokens)
    SELECT ${DAY}, key_id, (array['OpenAI', 'Anthropic', 'curl', 'python-requests', 'node'])[1 + abs(hashtext(key_id::text)) % 5],
      count(*), count(*) FILTER (WHERE status = 'success'), count(*) FILTER (WHERE status <> 'success'), sum(cost_nano), sum(input_uncached), sum(output)
    FROM tollgate.request_fact GROUP BY 1, 2, 3 ORDER BY 1`,
  `INSERT INTO tollgate.deployment_daily (day, deployment_id, model_group, succeeded, requests, output, duration_ms, streamed, first_token_ms, slow)
    SELECT ${DAY}, deployment_id, model_group, status = 'success', count(*), sum(output), count(*) * 1000, count(*), count(*) * 100, 0
    FROM tollgate.request_fact GROUP BY 1, 2, 3, 4 ORDER BY 1`,
  `INSERT INTO tollgate.attempt_failure_daily (day, id, model_group, deployment_id, api_base, failure_class, status, failures)
    SELECT ${DAY}, gen_random_uuid(), model_group, deployment_id, 'https://' || deployment_id || '.example.com', kind.name, kind.status, count(*)
    FROM tollgate.request_fact, (VALUES ('rate-limit', 429), ('server', 500), ('timeout', 504)) AS kind(name, status)
    WHERE request_fact.status = 'failure' GROUP BY 1, model_group, deployment_id, kind.name, kind.status ORDER BY 1`,
  ...['key', 'team', 'user'].map(
    (scope) => `INSERT INTO tollgate.scope_balance (scope, scope_id, window_start, amount_nano)
      SELECT '${scope}', ${scope}_id::text, to_timestamp(0), sum(cost_nano) FROM tollgate.request_fact WHERE ${scope}_id IS NOT NULL GROUP BY 2`,
  ),
  `INSERT INTO tollgate.scope_balance (scope, scope_id, window_start, amount_nano)
    SELECT 'key', f.key_id::text, date_trunc(edge.unit, now()), sum(f.cost_nano) FROM tollgate.request_fact AS f
      JOIN tollgate.virtual_key AS k ON k.id = f.key_id JOIN (VALUES ('1d', 'day'), ('1mo', 'month')) AS edge(duration, unit) ON edge.duration = k.budget_duration
    WHERE f.received_at >= date_trunc(edge.unit, now()) GROUP BY f.key_id, edge.unit`,
];

/** From the sums of days: those of months, and what the worker sees to every minute. */
const SUMS_OF_SUMS = [
  `INSERT INTO tollgate.spend_monthly_total (scope, month, scope_id, cost_nano, magnitude)
    SELECT scope, month, scope_id, cost, length(cost::text) * 10 + left(cost::text, 1)::int FROM (
      SELECT scope, date_trunc('month', day)::date AS month, scope_id, sum(cost_nano)::bigint AS cost FROM tollgate.spend_daily_total
      WHERE scope IN ('key', 'team', 'customer') GROUP BY 1, 2, 3 ORDER BY 2) AS summed`,
  'ANALYZE',
  `SELECT tollgate.add_up_tags((now() AT TIME ZONE 'UTC')::date - 1)`,
  'SELECT tollgate.add_up_activity()',
  'VACUUM (ANALYZE)',
];

/** Fills a migrated database with `rows` calls and whoever made them. `tell` hears how far it is. */
export async function seed(url, rows, tell) {
  const sessions = await Promise.all(Array.from({ length: SESSIONS }, () => connect(url)));
  const [client] = sessions;
  await client.query(HOLDERS);
  const parts = [];
  for (let first = 1; first <= rows; first += ROWS_PER_STATEMENT)
    parts.push([first, Math.min(first + ROWS_PER_STATEMENT - 1, rows), rows]);
  let done = 0;
  await takeTurns(sessions, parts, async (session, part) => {
    await session.query(CALLS, part);
    tell((done += part[1] - part[0] + 1));
  });
  await client.query('ANALYZE');
  await takeTurns(sessions, ROLL_UPS, (session, statement) => session.query(statement));
  for (const statement of SUMS_OF_SUMS) await client.query(statement);
  const { rows: sizes } = await client.query(
    `SELECT pg_database_size(current_database())::float8 AS bytes, (SELECT count(*)::int FROM tollgate.spend_daily) AS daily,
      (SELECT count(*)::int FROM tollgate.spend_daily_label) AS labels`,
  );
  await Promise.all(sessions.map((session) => session.end()));
  return sizes[0];
}

async function connect(url) {
  const client = new pg.Client({ connectionString: url });
  // the statement under way fails with it
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`SET timezone = 'UTC'; SET work_mem = '256MB'; SET synchronous_commit = off`);
  return client;
}

/** Each session takes the next piece of work when it has done its last. */
async function takeTurns(sessions, work, run) {
  const left = [...work];
  await Promise.all(
    sessions.map(async (session) => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await run(session, next);
    }),
  );
}
