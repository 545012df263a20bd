-- Whose id an address is, in any case: few ids have the form of one.
CREATE INDEX "app_user_address_id_idx" ON "tollgate"."app_user" (lower("id")) WHERE "id" LIKE '%@%';
