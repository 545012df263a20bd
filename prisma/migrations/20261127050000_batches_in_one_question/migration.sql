-- Runs the statement that writes a batch of records (`$1` records, `$2` texts, `$3` days that texts are kept) in one order with changes that
-- open windows: the statement begins when the lock is held, so it sees what a change has noted that it waited for. In one question, since a
-- busy process pays for each with its batches growing.
CREATE FUNCTION "tollgate"."write_with_openings"("statement" text, "records" json, "texts" json, "text_days" integer)
RETURNS TABLE ("found" integer, "inserted" integer)
LANGUAGE plpgsql
VOLATILE
AS $$
BEGIN
  PERFORM pg_catalog.pg_advisory_xact_lock_shared(pg_catalog.hashtextextended('tollgate.window_opening', 0));
  RETURN QUERY EXECUTE $1 USING $2, $3, $4;
END
$$;
