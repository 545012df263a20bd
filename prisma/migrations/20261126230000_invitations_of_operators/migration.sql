-- Those that admins of teams and organizations made set no password any more: a proxy admin makes another.
DELETE FROM "tollgate"."invitation" WHERE "reach" IS NOT NULL AND "accepted_at" IS NULL;

-- AlterTable
ALTER TABLE "tollgate"."invitation" DROP COLUMN "reach";
