-- A session that reads the list of partitions while another one is attached can miss it for good: PostgreSQL forgets, while it reads, that
-- it has to read again (seen with 18.4). Whoever misses a partition that is there lets every session read its lists again: a change of the
-- parents that changes nothing.
CREATE FUNCTION "tollgate"."reread_partitions"() RETURNS void
LANGUAGE plpgsql
SET "search_path" = pg_catalog
AS $$
DECLARE
  parent text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['request_fact', 'request_attribute', 'request_attempt', 'request_text'] LOOP
    EXECUTE format('ALTER TABLE ONLY tollgate.%I ALTER COLUMN received_at SET STATISTICS -1', parent);
  END LOOP;
END
$$;
