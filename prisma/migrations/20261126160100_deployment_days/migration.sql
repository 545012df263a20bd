-- CreateTable
CREATE TABLE "tollgate"."deployment_daily" (
    "day" DATE NOT NULL,
    "deployment_id" TEXT NOT NULL,
    "model_group" TEXT NOT NULL,
    "succeeded" BOOLEAN NOT NULL,
    "requests" BIGINT NOT NULL,
    "output" BIGINT NOT NULL,
    "duration_ms" BIGINT NOT NULL,
    "streamed" BIGINT NOT NULL,
    "first_token_ms" BIGINT NOT NULL,
    "slow" BIGINT NOT NULL,

    CONSTRAINT "deployment_daily_pkey" PRIMARY KEY ("day","deployment_id","model_group","succeeded")
);
