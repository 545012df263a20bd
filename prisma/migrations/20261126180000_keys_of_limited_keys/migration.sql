-- Keys whose limits hold for a key beside its own: those with limits that it was made with.
ALTER TABLE "tollgate"."virtual_key" ADD COLUMN "bound_by" UUID[] DEFAULT ARRAY[]::UUID[];
CREATE INDEX "virtual_key_bound_by_idx" ON "tollgate"."virtual_key" USING GIN ("bound_by");
