-- CreateTable
CREATE TABLE "tollgate"."bridged_response" (
    "public_id" TEXT NOT NULL,
    "tenant_kind" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "key_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "deployment_id" TEXT NOT NULL,
    "model_requested" TEXT NOT NULL,
    "previous_id" TEXT,
    "turns" INTEGER NOT NULL,
    "conversation_bytes" INTEGER NOT NULL,
    "content" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bridged_response_pkey" PRIMARY KEY ("public_id")
);

-- CreateIndex
CREATE INDEX "bridged_response_expires_at_idx" ON "tollgate"."bridged_response"("expires_at");

