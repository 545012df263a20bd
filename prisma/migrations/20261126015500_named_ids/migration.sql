-- AlterTable
ALTER TABLE "tollgate"."provider_object" ADD COLUMN     "named_ids" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateIndex
-- without the list of what is not yet in the index: each question would read all of it, and a row names few ids
CREATE INDEX "provider_object_named_ids_idx" ON "tollgate"."provider_object" USING GIN ("named_ids") WITH (fastupdate = off);
