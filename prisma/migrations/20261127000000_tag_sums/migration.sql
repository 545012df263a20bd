-- CreateTable
CREATE TABLE "tollgate"."tag_daily" (
    "day" DATE NOT NULL,
    "tag" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "succeeded" BIGINT NOT NULL,
    "failed" BIGINT NOT NULL,
    "tokens" BIGINT NOT NULL,
    "cost_nano" BIGINT NOT NULL,

    CONSTRAINT "tag_daily_pkey" PRIMARY KEY ("day","tag")
);

-- CreateTable
CREATE TABLE "tollgate"."tag_day" (
    "day" DATE NOT NULL,
    "version" TEXT NOT NULL,

    CONSTRAINT "tag_day_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "tollgate"."tag_user" (
    "tag" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "days" datemultirange NOT NULL,

    CONSTRAINT "tag_user_pkey" PRIMARY KEY ("tag","user_id")
);

-- CreateTable
CREATE TABLE "tollgate"."tag_user_sum" (
    "through" DATE NOT NULL,
    "tag" TEXT NOT NULL,
    "is_product" BOOLEAN NOT NULL,
    "user_id" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "succeeded" BIGINT NOT NULL,
    "failed" BIGINT NOT NULL,
    "tokens" BIGINT NOT NULL,
    "cost_nano" BIGINT NOT NULL,

    CONSTRAINT "tag_user_sum_pkey" PRIMARY KEY ("through","tag","is_product","user_id")
);

-- Rows that are changed all day long: room on the page keeps their updates off the index.
ALTER TABLE "tollgate"."tag_daily" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "tollgate"."tag_user" SET (fillfactor = 70);

-- Daily sums of calls by tag and key, with whom the key belongs to, also one that is deleted: clients' products, as LiteLLM writes them,
-- and tags that calls were given.
CREATE VIEW "tollgate"."tag_use" AS
SELECT "sums"."day", "sums"."tag", "sums"."is_product", coalesce("live"."user_id", "deleted"."user_id") AS "user_id",
  "sums"."requests", "sums"."succeeded", "sums"."failed", "sums"."tokens", "sums"."cost_nano"
FROM (
  SELECT "day", 'User-Agent: ' || "product" AS "tag", true AS "is_product", "key_id", "requests", "succeeded", "failed",
    "prompt_tokens" + "completion_tokens" AS "tokens", "cost_nano"
  FROM "tollgate"."client_product_daily"
  UNION ALL
  SELECT "l"."day", "own"."name", false, "l"."key_id", "l"."requests", "l"."succeeded", "l"."failed" + "l"."cancelled",
    "l"."input_uncached" + "l"."cache_read" + "l"."cache_write_5m" + "l"."cache_write_1h" + "l"."input_audio"
      + "l"."output" + "l"."reasoning" + "l"."output_audio", "l"."cost_nano"
  FROM "tollgate"."spend_daily_label" AS "l" JOIN "tollgate"."tag" AS "own" ON "own"."id" = "l"."scope_id"
  WHERE "l"."scope" = 'tag'
) AS "sums" LEFT JOIN "tollgate"."virtual_key" AS "live" ON "live"."id" = "sums"."key_id"
  LEFT JOIN "tollgate"."deleted_key" AS "deleted" ON "deleted"."id" = "sums"."key_id";

-- Brings tag_daily and tag_user up to date with every day whose calls have changed since, by the version of the day's row of everybody,
-- which every batch of records writes anew. With `closed` it also sees to the sums of the 29 days up to that one by user.
-- A run that was not needed changes nothing; one at a time.
CREATE FUNCTION "tollgate"."add_up_tags"("closed" date DEFAULT NULL) RETURNS void
LANGUAGE plpgsql
SET "search_path" = pg_catalog
AS $$
DECLARE
  changed date[];
  versions text[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('tollgate.add_up_tags', 0));
  SELECT array_agg(total.day), array_agg(total.xmin::text) INTO changed, versions
  FROM tollgate.spend_daily_total AS total LEFT JOIN tollgate.tag_day AS known USING (day)
  WHERE total.scope = 'global' AND known.version IS DISTINCT FROM total.xmin::text;
  IF changed IS NOT NULL THEN
    WITH used AS MATERIALIZED (
      SELECT tag, user_id, day, requests, succeeded, failed, tokens, cost_nano
      FROM tollgate.tag_use WHERE day = ANY(changed)
    ), met AS (
      INSERT INTO tollgate.tag_user AS t (tag, user_id, days)
      SELECT tag, user_id, range_agg(daterange(day, day + 1)) FROM used
      WHERE user_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM tollgate.tag_user AS before WHERE before.tag = used.tag AND before.user_id = used.user_id AND before.days @> used.day
      )
      GROUP BY tag, user_id
      ON CONFLICT (tag, user_id) DO UPDATE SET days = t.days + excluded.days
    )
    INSERT INTO tollgate.tag_daily (day, tag, requests, succeeded, failed, tokens, cost_nano)
    SELECT day, tag, sum(requests), sum(succeeded), sum(failed), sum(tokens), least(sum(cost_nano), 9223372036854775807)
    FROM used GROUP BY day, tag
    ON CONFLICT (day, tag) DO UPDATE SET requests = excluded.requests, succeeded = excluded.succeeded, failed = excluded.failed,
      tokens = excluded.tokens, cost_nano = excluded.cost_nano;
    INSERT INTO tollgate.tag_day (day, version) SELECT * FROM unnest(changed, versions)
    ON CONFLICT (day) DO UPDATE SET version = excluded.version;
    DELETE FROM tollgate.tag_user_sum WHERE EXISTS (SELECT FROM unnest(changed) AS day WHERE day <= through AND day > through - 29);
  END IF;
  IF closed IS NULL OR EXISTS (SELECT FROM tollgate.tag_user_sum WHERE through = closed) THEN
    RETURN;
  END IF;
  DELETE FROM tollgate.tag_user_sum;
  INSERT INTO tollgate.tag_user_sum (through, tag, is_product, user_id, requests, succeeded, failed, tokens, cost_nano)
  SELECT closed, tag, is_product, user_id, sum(requests), sum(succeeded), sum(failed), sum(tokens), least(sum(cost_nano), 9223372036854775807)
  FROM tollgate.tag_use WHERE user_id IS NOT NULL AND day > closed - 29 AND day <= closed GROUP BY tag, is_product, user_id;
END
$$;

-- What there is so far.
SELECT "tollgate"."add_up_tags"(NULL);
