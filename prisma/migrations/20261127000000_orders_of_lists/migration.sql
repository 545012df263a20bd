-- Keys are listed by who made them, deleted ones too.
ALTER TABLE "tollgate"."deleted_key" ADD COLUMN "created_by" TEXT;
UPDATE "tollgate"."deleted_key" SET "created_by" = "row" ->> 'createdBy';
CREATE INDEX "deleted_key_created_by_idx" ON "tollgate"."deleted_key"("created_by");
CREATE INDEX "virtual_key_created_by_idx" ON "tollgate"."virtual_key"("created_by");

-- Which windows there are is asked of the index alone: keys are sorted by what they spent in those that run.
CREATE INDEX "virtual_key_budget_duration_budget_anchor_budget_time_zone__idx" ON "tollgate"."virtual_key"("budget_duration", "budget_anchor", "budget_time_zone", "created_at");

-- The audit is sorted by what was done, and to what.
CREATE INDEX "audit_entry_action_sequence_idx" ON "tollgate"."audit_entry"("action", "sequence");
CREATE INDEX "audit_entry_resource_sequence_idx" ON "tollgate"."audit_entry"("resource", "sequence");
