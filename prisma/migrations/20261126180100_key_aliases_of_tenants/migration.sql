-- An alias belongs to the tenant of its key: tenants must not learn of each other's. What is taken is judged under the lock of changes.
CREATE INDEX "virtual_key_alias_idx" ON "tollgate"."virtual_key"("alias");
DROP INDEX "tollgate"."virtual_key_alias_key";
