-- AlterTable
ALTER TABLE "tollgate"."key_secret" ADD COLUMN     "collected_at" TIMESTAMPTZ(3),
ADD COLUMN     "sealed" BYTEA;
