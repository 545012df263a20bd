-- A session that reads the list of partitions while another one is attached can miss it for good: PostgreSQL forgets, while it reads, that
-- it has to read again (seen with 18.4). Whoever misses a partition that is there lets every session read its list again: a change of the
-- parent that changes nothing.
CREATE OR REPLACE FUNCTION "tollgate"."ensure_partitions"("first_day" date, "last_day" date) RETURNS integer
LANGUAGE plpgsql
SET "search_path" = pg_catalog
SET "datestyle" = 'ISO, YMD'
AS $$
DECLARE
  parents CONSTANT text[] := ARRAY['request_fact', 'request_attribute', 'request_attempt', 'request_text'];
  parent text;
  child text;
  offset_days integer;
  made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('tollgate.ensure_partitions', 0));
  FOR offset_days IN 0 .. last_day - first_day LOOP
    FOREACH parent IN ARRAY parents LOOP
      child := parent || '_' || to_char(first_day + offset_days, 'YYYYMMDD');
      IF to_regclass('tollgate.' || quote_ident(child)) IS NULL THEN
        EXECUTE format('CREATE TABLE tollgate.%I (LIKE tollgate.%I INCLUDING ALL)', child, parent);
        EXECUTE format(
          'ALTER TABLE tollgate.%I ATTACH PARTITION tollgate.%I FOR VALUES FROM (%L) TO (%L)', parent, child,
          (first_day + offset_days) || ' 00:00:00+00', (first_day + offset_days + 1) || ' 00:00:00+00'
        );
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  IF made = 0 THEN
    FOREACH parent IN ARRAY parents LOOP
      EXECUTE format('ALTER TABLE ONLY tollgate.%I ALTER COLUMN received_at SET STATISTICS -1', parent);
    END LOOP;
  END IF;
  RETURN made;
END
$$;
