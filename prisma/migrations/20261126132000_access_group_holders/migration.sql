-- CreateIndex
CREATE INDEX "team_access_group_ids_idx" ON "tollgate"."team" USING GIN ("access_group_ids");

-- CreateIndex
CREATE INDEX "virtual_key_access_group_ids_idx" ON "tollgate"."virtual_key" USING GIN ("access_group_ids");
