-- AlterTable
ALTER TABLE "tollgate"."invitation" ADD COLUMN     "reach" JSONB;

-- Whose reach nobody wrote down sets no password: make another invitation.
UPDATE "tollgate"."invitation" SET "reach" = '{"teamIds": [], "organizationIds": []}';
