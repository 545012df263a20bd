-- CreateTable
CREATE TABLE "tollgate"."health_check" (
    "id" UUID NOT NULL,
    "deployment_id" TEXT NOT NULL,
    "model_group" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "healthy" BOOLEAN NOT NULL,
    "error" TEXT,
    "response_ms" DOUBLE PRECISION NOT NULL,
    "checked_by" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "health_check_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "health_check_deployment_id_checked_at_idx" ON "tollgate"."health_check"("deployment_id", "checked_at");

-- CreateIndex
CREATE INDEX "health_check_checked_at_idx" ON "tollgate"."health_check"("checked_at");
