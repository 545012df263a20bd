-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "tollgate";

-- CreateEnum
CREATE TYPE "tollgate"."user_role" AS ENUM ('proxy_admin', 'proxy_admin_viewer', 'internal_user', 'internal_user_viewer', 'org_admin');

-- CreateEnum
CREATE TYPE "tollgate"."team_role" AS ENUM ('admin', 'user');

-- CreateTable
CREATE TABLE "tollgate"."organization" (
    "id" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "models" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "blocked" BOOLEAN NOT NULL DEFAULT false,
    "budget_id" TEXT,
    "max_budget_nano" BIGINT,
    "soft_budget_nano" BIGINT,
    "budget_duration" TEXT,
    "budget_anchor" TIMESTAMPTZ(3),
    "budget_time_zone" TEXT,
    "rpm_limit" BIGINT,
    "tpm_limit" BIGINT,
    "max_parallel_requests" INTEGER,
    "model_max_budget" JSONB NOT NULL DEFAULT '{}',
    "model_rpm_limit" JSONB,
    "model_tpm_limit" JSONB,
    "object_permission" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."organization_member" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organization_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" "tollgate"."user_role" NOT NULL DEFAULT 'internal_user',
    "budget_id" TEXT,
    "max_budget_nano" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."team" (
    "id" TEXT NOT NULL,
    "alias" TEXT,
    "organization_id" TEXT,
    "models" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "model_aliases" JSONB NOT NULL DEFAULT '{}',
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "blocked" BOOLEAN NOT NULL DEFAULT false,
    "budget_id" TEXT,
    "max_budget_nano" BIGINT,
    "soft_budget_nano" BIGINT,
    "budget_duration" TEXT,
    "budget_anchor" TIMESTAMPTZ(3),
    "budget_time_zone" TEXT,
    "rpm_limit" BIGINT,
    "tpm_limit" BIGINT,
    "max_parallel_requests" INTEGER,
    "budget_limits" JSONB,
    "model_max_budget" JSONB NOT NULL DEFAULT '{}',
    "model_rpm_limit" JSONB,
    "model_tpm_limit" JSONB,
    "member_permissions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "default_member_budget_id" TEXT,
    "default_member_models" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "member_key_duration" TEXT,
    "router_settings" JSONB NOT NULL DEFAULT '{}',
    "guardrails" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "disable_global_guardrails" BOOLEAN,
    "policies" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "prompts" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "access_group_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "allowed_passthrough_routes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "object_permission" JSONB,
    "other_settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."team_member" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "team_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" "tollgate"."team_role" NOT NULL DEFAULT 'user',
    "models" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "budget_id" TEXT,
    "max_budget_nano" BIGINT,
    "soft_budget_nano" BIGINT,
    "budget_duration" TEXT,
    "budget_anchor" TIMESTAMPTZ(3),
    "budget_time_zone" TEXT,
    "rpm_limit" BIGINT,
    "tpm_limit" BIGINT,
    "max_parallel_requests" INTEGER,
    "model_max_budget" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."project" (
    "id" TEXT NOT NULL,
    "alias" TEXT,
    "description" TEXT,
    "team_id" TEXT,
    "organization_id" TEXT,
    "models" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "blocked" BOOLEAN NOT NULL DEFAULT false,
    "budget_id" TEXT,
    "max_budget_nano" BIGINT,
    "soft_budget_nano" BIGINT,
    "budget_duration" TEXT,
    "budget_anchor" TIMESTAMPTZ(3),
    "budget_time_zone" TEXT,
    "rpm_limit" BIGINT,
    "tpm_limit" BIGINT,
    "max_parallel_requests" INTEGER,
    "model_max_budget" JSONB NOT NULL DEFAULT '{}',
    "model_rpm_limit" JSONB,
    "model_tpm_limit" JSONB,
    "object_permission" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."app_user" (
    "id" TEXT NOT NULL,
    "email" TEXT,
    "alias" TEXT,
    "role" "tollgate"."user_role" NOT NULL DEFAULT 'internal_user',
    "sso_user_id" TEXT,
    "password_hash" TEXT,
    "models" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "blocked" BOOLEAN NOT NULL DEFAULT false,
    "budget_id" TEXT,
    "max_budget_nano" BIGINT,
    "soft_budget_nano" BIGINT,
    "budget_duration" TEXT,
    "budget_anchor" TIMESTAMPTZ(3),
    "budget_time_zone" TEXT,
    "rpm_limit" BIGINT,
    "tpm_limit" BIGINT,
    "max_parallel_requests" INTEGER,
    "model_max_budget" JSONB NOT NULL DEFAULT '{}',
    "policies" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "object_permission" JSONB,
    "other_settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."invitation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."virtual_key" (
    "id" UUID NOT NULL,
    "alias" TEXT,
    "name" TEXT NOT NULL,
    "key_type" TEXT,
    "user_id" TEXT,
    "team_id" TEXT,
    "organization_id" TEXT,
    "project_id" TEXT,
    "agent_id" TEXT,
    "service_account_id" TEXT,
    "models" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "aliases" JSONB NOT NULL DEFAULT '{}',
    "allowed_routes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "permissions" JSONB NOT NULL DEFAULT '{}',
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "blocked" BOOLEAN,
    "expires_at" TIMESTAMPTZ(3),
    "budget_id" TEXT,
    "max_budget_nano" BIGINT,
    "soft_budget_nano" BIGINT,
    "budget_duration" TEXT,
    "budget_anchor" TIMESTAMPTZ(3),
    "budget_time_zone" TEXT,
    "temp_budget_increase_nano" BIGINT,
    "temp_budget_expires_at" TIMESTAMPTZ(3),
    "rpm_limit" BIGINT,
    "tpm_limit" BIGINT,
    "tpd_limit" BIGINT,
    "rpm_limit_type" TEXT,
    "tpm_limit_type" TEXT,
    "max_parallel_requests" INTEGER,
    "budget_limits" JSONB,
    "model_max_budget" JSONB NOT NULL DEFAULT '{}',
    "budget_fallbacks" JSONB NOT NULL DEFAULT '{}',
    "throttle_on_budget_exceeded" BOOLEAN,
    "model_rpm_limit" JSONB,
    "model_tpm_limit" JSONB,
    "mcp_rpm_limit" JSONB,
    "tag_rpm_limit" JSONB,
    "enforced_params" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "guardrails" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "disable_global_guardrails" BOOLEAN,
    "policies" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "prompts" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "allowed_cache_controls" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "allowed_passthrough_routes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "allowed_vector_store_indexes" JSONB,
    "object_permission" JSONB,
    "access_group_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "router_settings" JSONB NOT NULL DEFAULT '{}',
    "config" JSONB NOT NULL DEFAULT '{}',
    "other_settings" JSONB NOT NULL DEFAULT '{}',
    "auto_rotate" BOOLEAN NOT NULL DEFAULT false,
    "rotation_interval" TEXT,
    "rotation_count" INTEGER NOT NULL DEFAULT 0,
    "last_rotation_at" TIMESTAMPTZ(3),
    "next_rotation_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,
    "settings_updated_at" TIMESTAMPTZ(3),

    CONSTRAINT "virtual_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."key_secret" (
    "hash" TEXT NOT NULL,
    "key_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_secret_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "tollgate"."deleted_key" (
    "id" UUID NOT NULL,
    "alias" TEXT,
    "hashes" TEXT[],
    "user_id" TEXT,
    "team_id" TEXT,
    "organization_id" TEXT,
    "project_id" TEXT,
    "row" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_by" TEXT,
    "deleted_by_key" TEXT,
    "changed_by" TEXT,

    CONSTRAINT "deleted_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."budget" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT,
    "pooled" BOOLEAN NOT NULL DEFAULT false,
    "max_budget_nano" BIGINT,
    "soft_budget_nano" BIGINT,
    "budget_duration" TEXT,
    "budget_anchor" TIMESTAMPTZ(3),
    "budget_time_zone" TEXT,
    "rpm_limit" BIGINT,
    "tpm_limit" BIGINT,
    "max_parallel_requests" INTEGER,
    "model_max_budget" JSONB NOT NULL DEFAULT '{}',
    "allowed_models" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."customer" (
    "id" UUID NOT NULL,
    "tenant_kind" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT,
    "blocked" BOOLEAN NOT NULL DEFAULT false,
    "allowed_model_region" TEXT,
    "default_model" TEXT,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "budget_id" TEXT,
    "max_budget_nano" BIGINT,
    "soft_budget_nano" BIGINT,
    "budget_duration" TEXT,
    "budget_anchor" TIMESTAMPTZ(3),
    "budget_time_zone" TEXT,
    "rpm_limit" BIGINT,
    "tpm_limit" BIGINT,
    "max_parallel_requests" INTEGER,
    "object_permission" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."tag" (
    "id" UUID NOT NULL,
    "tenant_kind" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "models" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "model_info" JSONB,
    "budget_id" TEXT,
    "max_budget_nano" BIGINT,
    "soft_budget_nano" BIGINT,
    "budget_duration" TEXT,
    "budget_anchor" TIMESTAMPTZ(3),
    "budget_time_zone" TEXT,
    "rpm_limit" BIGINT,
    "tpm_limit" BIGINT,
    "max_parallel_requests" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "tag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."access_group" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "model_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "mcp_server_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "agent_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "access_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."proxy_model" (
    "id" TEXT NOT NULL,
    "model_name" TEXT NOT NULL,
    "organization_id" TEXT,
    "team_id" TEXT,
    "params" JSONB NOT NULL,
    "info" JSONB NOT NULL DEFAULT '{}',
    "blocked" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "proxy_model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."provider_credential" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "organization_id" TEXT,
    "allowed_origins" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "encrypted_values" JSONB NOT NULL,
    "info" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "provider_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."config_section" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "config_section_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "tollgate"."provider_object" (
    "kind" TEXT NOT NULL,
    "public_id" TEXT NOT NULL,
    "upstream_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "deployment_id" TEXT NOT NULL,
    "tenant_kind" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "key_id" UUID NOT NULL,
    "user_id" TEXT,
    "team_id" TEXT,
    "organization_id" TEXT,
    "request_id" UUID,
    "status" TEXT,
    "held_nano" BIGINT NOT NULL DEFAULT 0,
    "settled_at" TIMESTAMPTZ(3),
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_object_pkey" PRIMARY KEY ("kind","public_id")
);

-- CreateTable
CREATE TABLE "tollgate"."epoch" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "value" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "epoch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."epoch_change" (
    "epoch" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "epoch_change_pkey" PRIMARY KEY ("epoch","kind","id")
);

-- CreateTable
CREATE TABLE "tollgate"."audit_entry" (
    "sequence" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "epoch" BIGINT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_key_hash" TEXT,
    "changed_by" TEXT,
    "action" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "team_id" TEXT,
    "before" JSON,
    "after" JSON,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "tollgate"."request_fact" (
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "request_id" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "first_token_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "http_status" SMALLINT NOT NULL,
    "error_code" TEXT,
    "stream" BOOLEAN NOT NULL,
    "attempts" SMALLINT NOT NULL,
    "route" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "call_type" TEXT NOT NULL,
    "key_id" UUID NOT NULL,
    "key_hash" TEXT NOT NULL,
    "user_id" TEXT,
    "team_id" TEXT,
    "team_member_id" TEXT,
    "project_id" TEXT,
    "organization_id" TEXT,
    "customer_id" UUID,
    "tag_ids" UUID[],
    "model_group" TEXT,
    "model" TEXT,
    "litellm_model" TEXT,
    "provider" TEXT,
    "deployment_id" TEXT,
    "cost_nano" BIGINT,
    "cost_estimated" BOOLEAN NOT NULL,
    "output_limit" INTEGER,
    "output_limit_scope" TEXT,
    "input_uncached" INTEGER,
    "cache_read" INTEGER,
    "cache_write_5m" INTEGER,
    "cache_write_1h" INTEGER,
    "input_audio" INTEGER,
    "input_image" INTEGER,
    "output" INTEGER,
    "reasoning" INTEGER,
    "output_audio" INTEGER,
    "output_image" INTEGER,
    "searches" INTEGER,
    "seconds" INTEGER,
    "characters" INTEGER,
    "pages" INTEGER,

    CONSTRAINT "request_fact_pkey" PRIMARY KEY ("received_at","request_id")
) PARTITION BY RANGE ("received_at");

-- CreateTable
CREATE TABLE "tollgate"."request_attribute" (
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "request_id" UUID NOT NULL,
    "call_id" TEXT NOT NULL,
    "provider_response_id" TEXT,
    "session_id" TEXT,
    "trace_id" TEXT,
    "model_requested" TEXT NOT NULL,
    "key_alias" TEXT,
    "key_spend_nano" BIGINT,
    "customer" TEXT,
    "tags" TEXT[],
    "user_agent" TEXT,
    "ip_address" TEXT,
    "api_base" TEXT,
    "error_message" TEXT,
    "finish_reason" TEXT,
    "dropped_params" TEXT[],
    "request_metadata" JSON,
    "spend_logs_metadata" JSON,
    "key_metadata" JSON,
    "langfuse_headers" JSON,
    "model_parameters" JSON,
    "cost_breakdown" JSON,
    "usage_raw" JSON,
    "sinks" TEXT[],
    "windows" JSON,

    CONSTRAINT "request_attribute_pkey" PRIMARY KEY ("request_id","received_at")
) PARTITION BY RANGE ("received_at");

-- CreateTable
CREATE TABLE "tollgate"."request_attempt" (
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "request_id" UUID NOT NULL,
    "attempt" SMALLINT NOT NULL,
    "deployment_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "api_base" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "first_token_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "status" SMALLINT,
    "failure_class" TEXT,
    "error_message" TEXT,
    "usage" JSON,
    "prices" JSON,
    "price_source" TEXT,
    "cost_nano" BIGINT,
    "estimated" BOOLEAN NOT NULL,
    "held_nano" BIGINT NOT NULL,

    CONSTRAINT "request_attempt_pkey" PRIMARY KEY ("request_id","received_at","attempt")
) PARTITION BY RANGE ("received_at");

-- CreateTable
CREATE TABLE "tollgate"."request_text" (
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "request_id" UUID NOT NULL,
    "audience" TEXT NOT NULL,
    "input" JSON,
    "output" JSON,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_text_pkey" PRIMARY KEY ("request_id","received_at","audience")
) PARTITION BY RANGE ("received_at");

-- CreateTable
CREATE TABLE "tollgate"."ledger_entry" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "amount_nano" BIGINT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3),
    "request_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."scope_balance" (
    "scope" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "amount_nano" BIGINT NOT NULL,

    CONSTRAINT "scope_balance_pkey" PRIMARY KEY ("scope","scope_id","window_start")
);

-- CreateTable
CREATE TABLE "tollgate"."spend_daily" (
    "day" DATE NOT NULL,
    "id" UUID NOT NULL,
    "key_id" UUID NOT NULL,
    "user_id" TEXT,
    "team_id" TEXT,
    "team_member_id" TEXT,
    "project_id" TEXT,
    "organization_id" TEXT,
    "model_group" TEXT,
    "model" TEXT,
    "provider" TEXT,
    "deployment_id" TEXT,
    "route" TEXT NOT NULL,
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

    CONSTRAINT "spend_daily_pkey" PRIMARY KEY ("day","id")
);

-- CreateTable
CREATE TABLE "tollgate"."spend_daily_label" (
    "scope" TEXT NOT NULL,
    "scope_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "key_id" UUID NOT NULL,
    "model_group" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
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

    CONSTRAINT "spend_daily_label_pkey" PRIMARY KEY ("scope","scope_id","day","key_id","model_group","provider")
);

-- CreateTable
CREATE TABLE "tollgate"."callback_outbox" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "sink" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "request_id" UUID NOT NULL,

    CONSTRAINT "callback_outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tollgate"."dead_delivery" (
    "outbox_id" UUID NOT NULL,
    "sink" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "request_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dead_delivery_pkey" PRIMARY KEY ("outbox_id")
);

-- CreateTable
CREATE TABLE "tollgate"."dead_letter" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "request_id" TEXT,
    "cost_nano" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "organization_alias_idx" ON "tollgate"."organization"("alias");

-- CreateIndex
CREATE INDEX "organization_budget_id_idx" ON "tollgate"."organization"("budget_id");

-- CreateIndex
CREATE INDEX "organization_member_user_id_idx" ON "tollgate"."organization_member"("user_id");

-- CreateIndex
CREATE INDEX "organization_member_budget_id_idx" ON "tollgate"."organization_member"("budget_id");

-- CreateIndex
CREATE UNIQUE INDEX "organization_member_organization_id_user_id_key" ON "tollgate"."organization_member"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "team_organization_id_idx" ON "tollgate"."team"("organization_id");

-- CreateIndex
CREATE INDEX "team_alias_idx" ON "tollgate"."team"("alias");

-- CreateIndex
CREATE INDEX "team_created_at_idx" ON "tollgate"."team"("created_at");

-- CreateIndex
CREATE INDEX "team_budget_id_idx" ON "tollgate"."team"("budget_id");

-- CreateIndex
CREATE INDEX "team_default_member_budget_id_idx" ON "tollgate"."team"("default_member_budget_id");

-- CreateIndex
CREATE INDEX "team_member_user_id_idx" ON "tollgate"."team_member"("user_id");

-- CreateIndex
CREATE INDEX "team_member_budget_id_idx" ON "tollgate"."team_member"("budget_id");

-- CreateIndex
CREATE UNIQUE INDEX "team_member_team_id_user_id_key" ON "tollgate"."team_member"("team_id", "user_id");

-- CreateIndex
CREATE INDEX "project_team_id_idx" ON "tollgate"."project"("team_id");

-- CreateIndex
CREATE INDEX "project_organization_id_idx" ON "tollgate"."project"("organization_id");

-- CreateIndex
CREATE INDEX "project_budget_id_idx" ON "tollgate"."project"("budget_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "tollgate"."app_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_sso_user_id_key" ON "tollgate"."app_user"("sso_user_id");

-- CreateIndex
CREATE INDEX "app_user_role_idx" ON "tollgate"."app_user"("role");

-- CreateIndex
CREATE INDEX "app_user_created_at_idx" ON "tollgate"."app_user"("created_at");

-- CreateIndex
CREATE INDEX "app_user_budget_id_idx" ON "tollgate"."app_user"("budget_id");

-- CreateIndex
CREATE INDEX "invitation_user_id_idx" ON "tollgate"."invitation"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "virtual_key_alias_key" ON "tollgate"."virtual_key"("alias");

-- CreateIndex
CREATE INDEX "virtual_key_team_id_idx" ON "tollgate"."virtual_key"("team_id");

-- CreateIndex
CREATE INDEX "virtual_key_user_id_idx" ON "tollgate"."virtual_key"("user_id");

-- CreateIndex
CREATE INDEX "virtual_key_organization_id_idx" ON "tollgate"."virtual_key"("organization_id");

-- CreateIndex
CREATE INDEX "virtual_key_project_id_idx" ON "tollgate"."virtual_key"("project_id");

-- CreateIndex
CREATE INDEX "virtual_key_budget_id_idx" ON "tollgate"."virtual_key"("budget_id");

-- CreateIndex
CREATE INDEX "virtual_key_created_at_id_idx" ON "tollgate"."virtual_key"("created_at", "id");

-- CreateIndex
CREATE INDEX "virtual_key_next_rotation_at_idx" ON "tollgate"."virtual_key"("next_rotation_at");

-- CreateIndex
CREATE INDEX "key_secret_key_id_created_at_idx" ON "tollgate"."key_secret"("key_id", "created_at");

-- CreateIndex
CREATE INDEX "deleted_key_hashes_idx" ON "tollgate"."deleted_key" USING GIN ("hashes");

-- CreateIndex
CREATE INDEX "deleted_key_team_id_idx" ON "tollgate"."deleted_key"("team_id");

-- CreateIndex
CREATE INDEX "deleted_key_user_id_idx" ON "tollgate"."deleted_key"("user_id");

-- CreateIndex
CREATE INDEX "deleted_key_deleted_at_idx" ON "tollgate"."deleted_key"("deleted_at");

-- CreateIndex
CREATE INDEX "budget_organization_id_idx" ON "tollgate"."budget"("organization_id");

-- CreateIndex
CREATE INDEX "budget_created_at_idx" ON "tollgate"."budget"("created_at");

-- CreateIndex
CREATE INDEX "customer_name_idx" ON "tollgate"."customer"("name");

-- CreateIndex
CREATE INDEX "customer_budget_id_idx" ON "tollgate"."customer"("budget_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_tenant_kind_tenant_id_name_key" ON "tollgate"."customer"("tenant_kind", "tenant_id", "name");

-- CreateIndex
CREATE INDEX "tag_name_idx" ON "tollgate"."tag"("name");

-- CreateIndex
CREATE INDEX "tag_budget_id_idx" ON "tollgate"."tag"("budget_id");

-- CreateIndex
CREATE UNIQUE INDEX "tag_tenant_kind_tenant_id_name_key" ON "tollgate"."tag"("tenant_kind", "tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "access_group_name_key" ON "tollgate"."access_group"("name");

-- CreateIndex
CREATE INDEX "proxy_model_model_name_idx" ON "tollgate"."proxy_model"("model_name");

-- CreateIndex
CREATE UNIQUE INDEX "provider_credential_name_key" ON "tollgate"."provider_credential"("name");

-- CreateIndex
CREATE INDEX "provider_object_tenant_kind_tenant_id_kind_created_at_idx" ON "tollgate"."provider_object"("tenant_kind", "tenant_id", "kind", "created_at");

-- CreateIndex
CREATE INDEX "provider_object_kind_settled_at_idx" ON "tollgate"."provider_object"("kind", "settled_at");

-- CreateIndex
CREATE INDEX "epoch_change_changed_at_idx" ON "tollgate"."epoch_change"("changed_at");

-- CreateIndex
CREATE INDEX "audit_entry_resource_object_id_sequence_idx" ON "tollgate"."audit_entry"("resource", "object_id", "sequence");

-- CreateIndex
CREATE INDEX "audit_entry_actor_id_sequence_idx" ON "tollgate"."audit_entry"("actor_id", "sequence");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "tollgate"."audit_entry"("at");

-- CreateIndex
CREATE INDEX "request_fact_key_id_received_at_idx" ON "tollgate"."request_fact"("key_id", "received_at");

-- CreateIndex
CREATE INDEX "request_fact_team_id_received_at_idx" ON "tollgate"."request_fact"("team_id", "received_at");

-- CreateIndex
CREATE INDEX "request_fact_user_id_received_at_idx" ON "tollgate"."request_fact"("user_id", "received_at");

-- CreateIndex
CREATE INDEX "request_fact_model_group_received_at_idx" ON "tollgate"."request_fact"("model_group", "received_at");

-- CreateIndex
CREATE INDEX "request_attribute_call_id_idx" ON "tollgate"."request_attribute"("call_id");

-- CreateIndex
CREATE INDEX "request_attribute_provider_response_id_idx" ON "tollgate"."request_attribute"("provider_response_id");

-- CreateIndex
CREATE INDEX "request_attribute_session_id_idx" ON "tollgate"."request_attribute"("session_id");

-- CreateIndex
CREATE INDEX "request_text_expires_at_idx" ON "tollgate"."request_text"("expires_at");

-- CreateIndex
CREATE INDEX "ledger_entry_scope_scope_id_window_start_idx" ON "tollgate"."ledger_entry"("scope", "scope_id", "window_start");

-- CreateIndex
CREATE INDEX "ledger_entry_request_id_idx" ON "tollgate"."ledger_entry"("request_id");

-- CreateIndex
CREATE INDEX "spend_daily_key_id_day_idx" ON "tollgate"."spend_daily"("key_id", "day");

-- CreateIndex
CREATE INDEX "spend_daily_team_id_day_idx" ON "tollgate"."spend_daily"("team_id", "day");

-- CreateIndex
CREATE INDEX "spend_daily_user_id_day_idx" ON "tollgate"."spend_daily"("user_id", "day");

-- CreateIndex
CREATE INDEX "spend_daily_organization_id_day_idx" ON "tollgate"."spend_daily"("organization_id", "day");

-- CreateIndex
CREATE INDEX "spend_daily_project_id_day_idx" ON "tollgate"."spend_daily"("project_id", "day");

-- CreateIndex
CREATE INDEX "spend_daily_label_day_idx" ON "tollgate"."spend_daily_label"("day");

-- CreateIndex
CREATE INDEX "callback_outbox_received_at_request_id_idx" ON "tollgate"."callback_outbox"("received_at", "request_id");

-- CreateIndex
CREATE INDEX "dead_delivery_created_at_idx" ON "tollgate"."dead_delivery"("created_at");

-- CreateIndex
CREATE INDEX "dead_letter_created_at_idx" ON "tollgate"."dead_letter"("created_at");

-- AddForeignKey
ALTER TABLE "tollgate"."organization" ADD CONSTRAINT "organization_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "tollgate"."budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."organization_member" ADD CONSTRAINT "organization_member_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "tollgate"."organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."organization_member" ADD CONSTRAINT "organization_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "tollgate"."app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."organization_member" ADD CONSTRAINT "organization_member_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "tollgate"."budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."team" ADD CONSTRAINT "team_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "tollgate"."organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."team" ADD CONSTRAINT "team_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "tollgate"."budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."team" ADD CONSTRAINT "team_default_member_budget_id_fkey" FOREIGN KEY ("default_member_budget_id") REFERENCES "tollgate"."budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."team_member" ADD CONSTRAINT "team_member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "tollgate"."team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."team_member" ADD CONSTRAINT "team_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "tollgate"."app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."team_member" ADD CONSTRAINT "team_member_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "tollgate"."budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."project" ADD CONSTRAINT "project_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "tollgate"."team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."project" ADD CONSTRAINT "project_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "tollgate"."organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."project" ADD CONSTRAINT "project_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "tollgate"."budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."app_user" ADD CONSTRAINT "app_user_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "tollgate"."budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."invitation" ADD CONSTRAINT "invitation_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "tollgate"."app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."virtual_key" ADD CONSTRAINT "virtual_key_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "tollgate"."team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."virtual_key" ADD CONSTRAINT "virtual_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "tollgate"."organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."virtual_key" ADD CONSTRAINT "virtual_key_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "tollgate"."project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."virtual_key" ADD CONSTRAINT "virtual_key_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "tollgate"."budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."key_secret" ADD CONSTRAINT "key_secret_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "tollgate"."virtual_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."budget" ADD CONSTRAINT "budget_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "tollgate"."organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."customer" ADD CONSTRAINT "customer_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "tollgate"."budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tollgate"."tag" ADD CONSTRAINT "tag_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "tollgate"."budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
