-- Somebody else than its user, who does not govern everything, knows a secret of the key.
ALTER TABLE "tollgate"."virtual_key" ADD COLUMN "lent" BOOLEAN NOT NULL DEFAULT false;
