-- Keys are listed by who made them, deleted ones too.
ALTER TABLE "tollgate"."deleted_key" ADD COLUMN "created_by" TEXT;
UPDATE "tollgate"."deleted_key" SET "created_by" = "row" ->> 'createdBy';
CREATE INDEX "deleted_key_created_by_idx" ON "tollgate"."deleted_key"("created_by");
CREATE INDEX "virtual_key_created_by_idx" ON "tollgate"."virtual_key"("created_by");

-- The audit is sorted by what was done, and to what.
CREATE INDEX "audit_entry_action_sequence_idx" ON "tollgate"."audit_entry"("action", "sequence");
CREATE INDEX "audit_entry_resource_sequence_idx" ON "tollgate"."audit_entry"("resource", "sequence");
