-- One of all tenants is named by each tenant's own of its name, also by those that come later.
ALTER TABLE "tollgate"."window_opening" ADD COLUMN "of_name" TEXT;

-- Which of the limited names a use of a model counts for: its whole name, else the longest that is left without what stands before a slash,
-- as calls are let in by; NULL: none.
CREATE FUNCTION "tollgate"."limited_name"("limited" text[], "model" text) RETURNS text
LANGUAGE sql IMMUTABLE
SET "search_path" = pg_catalog
AS $$
  SELECT l.name FROM unnest(limited) AS l(name)
  WHERE model = l.name OR right(model, length(l.name) + 1) = '/' || l.name ORDER BY length(l.name) DESC LIMIT 1
$$;
