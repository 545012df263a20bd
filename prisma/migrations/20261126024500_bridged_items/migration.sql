-- AlterTable
ALTER TABLE "tollgate"."bridged_response" ADD COLUMN     "item_ids" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateIndex
-- without the list of what is not yet in the index: each question would read all of it, and a row names few ids
CREATE INDEX "bridged_response_item_ids_idx" ON "tollgate"."bridged_response" USING GIN ("item_ids") WITH (fastupdate = off);
