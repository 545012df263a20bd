-- AlterTable
ALTER TABLE "tollgate"."request_attribute" ADD COLUMN "client_product" TEXT;

-- AlterTable
ALTER TABLE "tollgate"."request_attempt" ADD COLUMN "model_group" TEXT;

-- AlterTable
ALTER TABLE "tollgate"."spend_daily" ADD COLUMN "call_type" TEXT;

-- CreateTable
CREATE TABLE "tollgate"."attempt_failure_daily" (
    "day" DATE NOT NULL,
    "id" UUID NOT NULL,
    "model_group" TEXT,
    "deployment_id" TEXT NOT NULL,
    "api_base" TEXT NOT NULL,
    "failure_class" TEXT,
    "status" SMALLINT,
    "failures" BIGINT NOT NULL,

    CONSTRAINT "attempt_failure_daily_pkey" PRIMARY KEY ("day","id")
);

-- CreateTable
CREATE TABLE "tollgate"."client_product_daily" (
    "day" DATE NOT NULL,
    "key_id" UUID NOT NULL,
    "product" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "succeeded" BIGINT NOT NULL,
    "failed" BIGINT NOT NULL,
    "cost_nano" BIGINT NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,

    CONSTRAINT "client_product_daily_pkey" PRIMARY KEY ("day","key_id","product")
);

-- Rows that are added to all day long: room on the page keeps their updates off the index.
ALTER TABLE "tollgate"."attempt_failure_daily" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "tollgate"."client_product_daily" SET (fillfactor = 70);
