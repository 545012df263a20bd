-- CreateTable
CREATE TABLE "tollgate"."imported_object" (
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "spend_nano" BIGINT NOT NULL DEFAULT 0,
    "spend_reset_at" TIMESTAMPTZ(3),
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "imported_object_pkey" PRIMARY KEY ("kind","id")
);
