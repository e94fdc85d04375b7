-- CreateTable
CREATE TABLE "OperatorVisit" (
    "id" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "OperatorVisit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "OperatorVisit_sessionId_idx" ON "OperatorVisit"("sessionId");

-- One visit at a time for each session (lib/operator/start-visit).
CREATE UNIQUE INDEX "OperatorVisit_live_key" ON "OperatorVisit"("sessionId") WHERE "endedAt" IS NULL;
