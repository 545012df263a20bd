-- What Prisma's schema does not model.

-- The control plane's epoch has exactly one row.
INSERT INTO "tollgate"."epoch" ("id", "value") VALUES (1, 0);
ALTER TABLE "tollgate"."epoch" ADD CONSTRAINT "epoch_one_row" CHECK ("id" = 1);

-- Rows that are added to all day long: room on the page keeps their updates off the indexes.
ALTER TABLE "tollgate"."epoch" SET (fillfactor = 20);
ALTER TABLE "tollgate"."scope_balance" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "tollgate"."spend_daily" SET (fillfactor = 70);
ALTER TABLE "tollgate"."spend_daily_label" SET (fillfactor = 70);

-- Makes the daily partitions (UTC) of the four request_ tables where they are missing; returns how many it made. There is
-- no default partition: whoever writes a record of a day that has none calls this and writes again. Safe to run any number
-- of times at once. A partition is made apart and then attached, which does not stop those who are writing.
CREATE FUNCTION "tollgate"."ensure_partitions"("first_day" date, "last_day" date) RETURNS integer
LANGUAGE plpgsql
SET "search_path" = pg_catalog
SET "datestyle" = 'ISO, YMD'
AS $$
DECLARE
  parent text;
  child text;
  offset_days integer;
  made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('tollgate.ensure_partitions', 0));
  FOR offset_days IN 0 .. last_day - first_day LOOP
    FOREACH parent IN ARRAY ARRAY['request_fact', 'request_attribute', 'request_attempt', 'request_text'] LOOP
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
  RETURN made;
END
$$;
