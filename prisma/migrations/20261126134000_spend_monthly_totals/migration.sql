-- CreateTable
CREATE TABLE "tollgate"."spend_monthly_total" (
    "scope" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "scope_id" TEXT NOT NULL,
    "cost_nano" BIGINT NOT NULL,
    "magnitude" SMALLINT NOT NULL,

    CONSTRAINT "spend_monthly_total_pkey" PRIMARY KEY ("scope","month","scope_id")
);

-- CreateIndex
CREATE INDEX "spend_monthly_total_scope_month_magnitude_idx" ON "tollgate"."spend_monthly_total"("scope", "month", "magnitude");

-- Rows that are added to all month long: their magnitude changes seldom, so room on the page keeps their updates off the indexes.
ALTER TABLE "tollgate"."spend_monthly_total" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

-- What the days come to so far.
INSERT INTO "tollgate"."spend_monthly_total"
SELECT "scope", "month", "scope_id", "cost_nano", length("cost_nano"::text) * 10 + left("cost_nano"::text, 1)::smallint
FROM (
  SELECT "scope", date_trunc('month', "day")::date AS "month", "scope_id", greatest(least(sum("cost_nano"), 9223372036854775807), 0)::bigint AS "cost_nano"
  FROM "tollgate"."spend_daily_total" WHERE "scope" IN ('key', 'team', 'customer') GROUP BY 1, 2, 3
) AS "summed";
