-- DropIndex
DROP INDEX "tollgate"."provider_object_kind_settled_at_idx";

-- AlterTable
ALTER TABLE "tollgate"."provider_object" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "due_at" TIMESTAMPTZ(3),
ADD COLUMN     "model" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "model_requested" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "previous_id" TEXT,
ADD COLUMN     "received_at" TIMESTAMPTZ(3),
ADD COLUMN     "windows" JSONB NOT NULL DEFAULT '[]';

-- CreateIndex
CREATE INDEX "provider_object_due_at_idx" ON "tollgate"."provider_object"("due_at");

-- CreateIndex
CREATE INDEX "provider_object_expires_at_idx" ON "tollgate"."provider_object"("expires_at");

