-- CreateIndex
CREATE INDEX "provider_object_deleted_at_idx" ON "tollgate"."provider_object"("deleted_at");
