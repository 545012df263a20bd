-- AlterTable
ALTER TABLE "tollgate"."request_fact" ADD COLUMN     "images" INTEGER;

