-- CreateTable
CREATE TABLE "tollgate"."budget_mark" (
    "id" BIGSERIAL NOT NULL,
    "scope" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "exceeded" BOOLEAN NOT NULL,

    CONSTRAINT "budget_mark_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."budget_event" (
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "scope" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "window_end" TIMESTAMPTZ(3),
    "budget_duration" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "threshold" SMALLINT NOT NULL,
    "limit_nano" BIGINT NOT NULL,
    "spend_nano" BIGINT NOT NULL,
    "max_budget_nano" BIGINT,
    "soft_budget_nano" BIGINT,
    "name" TEXT,
    "key_id" UUID,
    "key_hash" TEXT,
    "key_alias" TEXT,
    "user_id" TEXT,
    "user_email" TEXT,
    "team_id" TEXT,
    "team_alias" TEXT,
    "project_id" TEXT,
    "organization_id" TEXT,

    CONSTRAINT "budget_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "budget_event_created_at_idx" ON "tollgate"."budget_event"("created_at");

-- CreateIndex
CREATE INDEX "budget_event_team_id_created_at_idx" ON "tollgate"."budget_event"("team_id", "created_at");

-- CreateIndex
CREATE INDEX "budget_event_user_id_created_at_idx" ON "tollgate"."budget_event"("user_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "budget_event_scope_scope_id_window_start_budget_duration_ev_key" ON "tollgate"."budget_event"("scope", "scope_id", "window_start", "budget_duration", "event", "threshold", "limit_nano");

-- Rows come and go by the second: what is dead is cleared before the table grows.
ALTER TABLE "tollgate"."budget_mark" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
