-- CreateTable
CREATE TABLE "tollgate"."ui_session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" "tollgate"."user_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ui_session_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ui_session_hash_key" ON "tollgate"."ui_session"("hash");

-- CreateIndex
CREATE INDEX "ui_session_expires_at_idx" ON "tollgate"."ui_session"("expires_at");
