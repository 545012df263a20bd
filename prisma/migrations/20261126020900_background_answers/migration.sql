-- DropIndex
DROP INDEX "tollgate"."provider_object_due_at_idx";

-- AlterTable
ALTER TABLE "tollgate"."provider_object" DROP COLUMN "due_at",
DROP COLUMN "held_nano",
DROP COLUMN "metadata",
DROP COLUMN "model",
DROP COLUMN "organization_id",
DROP COLUMN "received_at",
DROP COLUMN "settled_at",
DROP COLUMN "status",
DROP COLUMN "team_id",
DROP COLUMN "user_id",
DROP COLUMN "windows";

-- CreateTable
CREATE TABLE "tollgate"."background_answer" (
    "request_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "deployment_id" TEXT NOT NULL,
    "upstream_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "account" JSONB NOT NULL,

    CONSTRAINT "background_answer_pkey" PRIMARY KEY ("request_id")
);

-- CreateIndex
CREATE INDEX "background_answer_due_at_idx" ON "tollgate"."background_answer"("due_at");
