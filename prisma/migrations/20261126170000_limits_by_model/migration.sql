-- Budgets by model of customers and tags, rates by model of users, and windows of the budgets of members of organizations.
ALTER TABLE "tollgate"."customer" ADD COLUMN "model_max_budget" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "tollgate"."tag" ADD COLUMN "model_max_budget" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "tollgate"."app_user" ADD COLUMN "model_rpm_limit" JSONB, ADD COLUMN "model_tpm_limit" JSONB;
ALTER TABLE "tollgate"."organization_member" ADD COLUMN "budget_duration" TEXT,
ADD COLUMN "budget_anchor" TIMESTAMPTZ(3),
ADD COLUMN "budget_time_zone" TEXT;
ALTER TABLE "tollgate"."budget_event" ADD COLUMN "model" TEXT;
