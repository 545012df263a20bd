-- CreateTable
CREATE TABLE "tollgate"."spend_daily_total" (
    "scope" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "scope_id" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "succeeded" BIGINT NOT NULL,
    "failed" BIGINT NOT NULL,
    "cancelled" BIGINT NOT NULL,
    "unpriced" BIGINT NOT NULL,
    "cost_nano" BIGINT NOT NULL,
    "input_uncached" BIGINT NOT NULL,
    "cache_read" BIGINT NOT NULL,
    "cache_write_5m" BIGINT NOT NULL,
    "cache_write_1h" BIGINT NOT NULL,
    "input_audio" BIGINT NOT NULL,
    "output" BIGINT NOT NULL,
    "reasoning" BIGINT NOT NULL,
    "output_audio" BIGINT NOT NULL,
    "duration_ms" BIGINT NOT NULL,

    CONSTRAINT "spend_daily_total_pkey" PRIMARY KEY ("scope","day","scope_id")
);

-- Rows that are added to all day long: room on the page keeps their updates off the index.
ALTER TABLE "tollgate"."spend_daily_total" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

-- What the finer sums come to so far.
INSERT INTO "tollgate"."spend_daily_total"
SELECT "total"."scope", "f"."day", "total"."id", sum("requests"), sum("succeeded"), sum("failed"), sum("cancelled"), sum("unpriced"),
  sum("cost_nano"), sum("input_uncached"), sum("cache_read"), sum("cache_write_5m"), sum("cache_write_1h"), sum("input_audio"),
  sum("output"), sum("reasoning"), sum("output_audio"), sum("duration_ms")
FROM "tollgate"."spend_daily" AS "f" CROSS JOIN LATERAL (
  VALUES ('global', 'global'), ('key', "f"."key_id"::text), ('team', "f"."team_id"), ('model', "f"."model_group"), ('provider', "f"."provider")
) AS "total"("scope", "id")
WHERE "total"."id" IS NOT NULL
GROUP BY 1, 2, 3;

INSERT INTO "tollgate"."spend_daily_total"
SELECT "f"."scope", "f"."day", "named"."name", sum("requests"), sum("succeeded"), sum("failed"), sum("cancelled"), sum("unpriced"),
  sum("cost_nano"), sum("input_uncached"), sum("cache_read"), sum("cache_write_5m"), sum("cache_write_1h"), sum("input_audio"),
  sum("output"), sum("reasoning"), sum("output_audio"), sum("duration_ms")
FROM "tollgate"."spend_daily_label" AS "f" JOIN (
  SELECT 'customer', "id", "name" FROM "tollgate"."customer" UNION ALL SELECT 'tag', "id", "name" FROM "tollgate"."tag"
) AS "named"("scope", "id", "name") ON "named"."scope" = "f"."scope" AND "named"."id" = "f"."scope_id"
GROUP BY 1, 2, 3;
