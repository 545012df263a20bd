-- CreateTable
CREATE TABLE "tollgate"."window_opening" (
    "scope" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "of_scope" TEXT NOT NULL,
    "of_ids" TEXT[],
    "limited" TEXT[],
    "model" TEXT,

    CONSTRAINT "window_opening_pkey" PRIMARY KEY ("scope","scope_id","window_start")
);

-- CreateIndex
CREATE INDEX "window_opening_until_idx" ON "tollgate"."window_opening"("until");

-- CreateTable
CREATE TABLE "tollgate"."window_reset" (
    "scope" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "window_reset_pkey" PRIMARY KEY ("scope","scope_id","window_start")
);

-- CreateIndex
CREATE INDEX "window_reset_at_idx" ON "tollgate"."window_reset"("at");
