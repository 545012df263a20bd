-- An id can be guessed: who makes a foreign user a member by it learns nothing of him. Those who are members already are shown as before.
ALTER TABLE "tollgate"."team_member" ADD COLUMN "shows_user" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "tollgate"."organization_member" ADD COLUMN "shows_user" BOOLEAN NOT NULL DEFAULT true;
