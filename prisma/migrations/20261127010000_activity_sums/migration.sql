-- CreateTable
CREATE TABLE "tollgate"."activity_daily" (
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "entity_place" INTEGER NOT NULL,
    "key_place" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "entity_id" TEXT,
    "key_id" UUID,
    "model_group" TEXT,
    "litellm_model" TEXT,
    "provider" TEXT,
    "route" TEXT,
    "requests" BIGINT NOT NULL,
    "succeeded" BIGINT NOT NULL,
    "failed" BIGINT NOT NULL,
    "cost_nano" BIGINT NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "cache_read_tokens" BIGINT NOT NULL,
    "cache_write_tokens" BIGINT NOT NULL,
    "duration_ms" BIGINT NOT NULL,

    CONSTRAINT "activity_daily_pkey" PRIMARY KEY ("kind","day","entity_place","key_place","line")
);

-- CreateTable
CREATE TABLE "tollgate"."activity_day" (
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "version" TEXT NOT NULL,
    "keys" INTEGER NOT NULL,
    "entities" INTEGER NOT NULL,

    CONSTRAINT "activity_day_pkey" PRIMARY KEY ("kind","day")
);

-- A day is made anew whenever it has changed.
ALTER TABLE "tollgate"."activity_daily" SET (autovacuum_vacuum_scale_factor = 0.05);

-- Daily sums of calls by whom an activity is about: users (calls of nobody too), teams, organizations, and customers and tags by their names.
CREATE VIEW "tollgate"."activity_use" AS
SELECT "f"."day", "held"."kind", "held"."entity_id", "f"."key_id", "f"."model_group", "f"."provider" || '/' || "f"."model" AS "litellm_model",
  nullif("f"."provider", '') AS "provider", "f"."route", "f"."requests", "f"."succeeded", "f"."failed" + "f"."cancelled" AS "failed", "f"."cost_nano",
  "f"."input_uncached" + "f"."cache_read" + "f"."cache_write_5m" + "f"."cache_write_1h" + "f"."input_audio" AS "prompt_tokens",
  "f"."output" AS "completion_tokens", "f"."cache_read" AS "cache_read_tokens",
  "f"."cache_write_5m" + "f"."cache_write_1h" AS "cache_write_tokens", "f"."duration_ms"
FROM "tollgate"."spend_daily" AS "f"
  CROSS JOIN LATERAL (VALUES ('user', "f"."user_id"), ('team', "f"."team_id"), ('organization', "f"."organization_id")) AS "held" ("kind", "entity_id")
WHERE "held"."kind" = 'user' OR "held"."entity_id" IS NOT NULL
UNION ALL
SELECT "f"."day", "f"."scope", coalesce("customer"."name", "tag"."name"), "f"."key_id", "f"."model_group", NULL,
  nullif("f"."provider", ''), NULL, "f"."requests", "f"."succeeded", "f"."failed" + "f"."cancelled", "f"."cost_nano",
  "f"."input_uncached" + "f"."cache_read" + "f"."cache_write_5m" + "f"."cache_write_1h" + "f"."input_audio",
  "f"."output", "f"."cache_read", "f"."cache_write_5m" + "f"."cache_write_1h", "f"."duration_ms"
FROM "tollgate"."spend_daily_label" AS "f"
  LEFT JOIN "tollgate"."customer" ON "f"."scope" = 'customer' AND "customer"."id" = "f"."scope_id"
  LEFT JOIN "tollgate"."tag" ON "f"."scope" = 'tag' AND "tag"."id" = "f"."scope_id"
WHERE coalesce("customer"."name", "tag"."name") IS NOT NULL;

-- Brings activity_daily up to date with every day whose calls have changed since, by the version of the day's row of everybody, which every
-- batch of records writes anew. A run that was not needed changes nothing; one at a time. How large a day is the planner does not know from
-- its table expressions: it would sort them on disk for a merge with a few hundred places.
CREATE FUNCTION "tollgate"."add_up_activity"() RETURNS void
LANGUAGE plpgsql
SET "search_path" = pg_catalog
SET "work_mem" = '32MB'
SET "enable_mergejoin" = off
AS $$
DECLARE
  places_max CONSTANT integer := 100;
  changed record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('tollgate.add_up_activity', 0));
  FOR changed IN
    SELECT total.day, total.xmin::text AS version
    FROM tollgate.spend_daily_total AS total LEFT JOIN tollgate.activity_day AS known ON known.kind = 'user' AND known.day = total.day
    WHERE total.scope = 'global' AND known.version IS DISTINCT FROM total.xmin::text
  LOOP
    DELETE FROM tollgate.activity_daily WHERE kind IN ('user', 'team', 'organization', 'customer', 'tag') AND day = changed.day;
    WITH used AS MATERIALIZED (
      SELECT * FROM tollgate.activity_use WHERE day = changed.day
    ), key_places AS MATERIALIZED (
      SELECT kind, key_id, row_number() OVER (PARTITION BY kind ORDER BY sum(cost_nano) DESC, key_id) AS place
      FROM used GROUP BY kind, key_id
    ), entity_places AS MATERIALIZED (
      SELECT kind, entity_id, row_number() OVER (PARTITION BY kind ORDER BY sum(cost_nano) DESC, entity_id) AS place
      FROM used WHERE entity_id IS NOT NULL GROUP BY kind, entity_id
    ), placed AS MATERIALIZED (
      SELECT used.*, e.place AS entity_place, k.place AS key_place
      FROM used LEFT JOIN (SELECT * FROM key_places WHERE place <= places_max) AS k USING (kind, key_id)
        LEFT JOIN (SELECT * FROM entity_places WHERE place <= places_max) AS e USING (kind, entity_id)
      WHERE e.place IS NOT NULL OR k.place IS NOT NULL
    ), parts AS (
      SELECT kind, 0 AS entity_place, 0 AS key_place, NULL::text AS entity_id, NULL::uuid AS key_id, model_group, litellm_model, provider, route,
        requests, succeeded, failed, cost_nano, prompt_tokens, completion_tokens, cache_read_tokens, cache_write_tokens, duration_ms
      FROM used
      UNION ALL
      SELECT kind, 0, key_place, NULL, key_id, model_group, litellm_model, provider, route,
        requests, succeeded, failed, cost_nano, prompt_tokens, completion_tokens, cache_read_tokens, cache_write_tokens, duration_ms
      FROM placed WHERE key_place IS NOT NULL
      UNION ALL
      SELECT kind, entity_place, 0, entity_id, NULL, NULL, NULL, NULL, NULL,
        requests, succeeded, failed, cost_nano, prompt_tokens, completion_tokens, cache_read_tokens, cache_write_tokens, duration_ms
      FROM placed WHERE entity_place IS NOT NULL
      UNION ALL
      SELECT kind, entity_place, key_place, entity_id, key_id, NULL, NULL, NULL, NULL,
        requests, succeeded, failed, cost_nano, prompt_tokens, completion_tokens, cache_read_tokens, cache_write_tokens, duration_ms
      FROM placed WHERE entity_place IS NOT NULL AND key_place IS NOT NULL
    ), added AS (
      INSERT INTO tollgate.activity_daily
      SELECT changed.day, kind, entity_place, key_place, row_number() OVER (PARTITION BY kind, entity_place, key_place),
        entity_id, key_id, model_group, litellm_model, provider, route,
        sum(requests), sum(succeeded), sum(failed), least(sum(cost_nano), 9223372036854775807), sum(prompt_tokens), sum(completion_tokens),
        sum(cache_read_tokens), sum(cache_write_tokens), sum(duration_ms)
      FROM parts GROUP BY kind, entity_place, key_place, entity_id, key_id, model_group, litellm_model, provider, route
    )
    INSERT INTO tollgate.activity_day (kind, day, version, keys, entities)
    SELECT of.kind, changed.day, changed.version, coalesce(k.count, 0), coalesce(e.count, 0)
    FROM (VALUES ('user'), ('team'), ('organization'), ('customer'), ('tag')) AS of (kind)
      LEFT JOIN (SELECT kind, count(*) AS count FROM key_places GROUP BY kind) AS k USING (kind)
      LEFT JOIN (SELECT kind, count(*) AS count FROM entity_places GROUP BY kind) AS e USING (kind)
    ON CONFLICT (kind, day) DO UPDATE SET version = excluded.version, keys = excluded.keys, entities = excluded.entities;
  END LOOP;
END
$$;

-- What there is so far.
SELECT "tollgate"."add_up_activity"();
