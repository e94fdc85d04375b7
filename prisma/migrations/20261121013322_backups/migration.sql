-- CreateEnum
CREATE TYPE "BackupKind" AS ENUM ('snapshot', 'application');

-- CreateEnum
CREATE TYPE "BackupStatus" AS ENUM ('creating', 'good', 'failed', 'deleted');

-- CreateEnum
CREATE TYPE "BackupTrigger" AS ENUM ('first', 'nightly', 'manual', 'forensic', 'agent', 'final', 'provider');

-- CreateEnum
CREATE TYPE "VerificationStatus" AS ENUM ('running', 'passed', 'failed');

-- CreateEnum
CREATE TYPE "DrillStatus" AS ENUM ('running', 'passed', 'failed');

-- CreateEnum
CREATE TYPE "DrillTrigger" AS ENUM ('manual', 'scheduled');

-- AlterEnum
ALTER TYPE "ResourceKind" ADD VALUE 'storage_key';
ALTER TYPE "ResourceKind" ADD VALUE 'snapshot';

-- AlterTable
ALTER TABLE "Server" ADD COLUMN     "agentTokenHash" TEXT,
ADD COLUMN     "backupAccess" TEXT,
ADD COLUMN     "backupAlarm" TEXT,
ADD COLUMN     "backupConfiguredAt" TIMESTAMPTZ(3),
ADD COLUMN     "backupReadAccess" TEXT,
ADD COLUMN     "backupKey" TEXT,
ADD COLUMN     "backupKeyId" TEXT,
ADD COLUMN     "backupReportedAt" TIMESTAMPTZ(3),
ADD COLUMN     "backupRetentionDays" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "backupSchedule" TEXT NOT NULL DEFAULT '0 2 * * *',
ADD COLUMN     "backupStatus" JSONB,
ADD COLUMN     "backupStoreId" TEXT,
ADD COLUMN     "drillEveryDays" INTEGER NOT NULL DEFAULT 90,
ADD COLUMN     "drillId" TEXT,
ADD COLUMN     "maintenanceStartHour" INTEGER,
ADD COLUMN     "verifySchedule" TEXT NOT NULL DEFAULT '0 6 * * 0';

-- CreateTable
CREATE TABLE "Backup" (
    "id" TEXT NOT NULL,
    "serverId" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "name" TEXT,
    "kind" "BackupKind" NOT NULL,
    "trigger" "BackupTrigger" NOT NULL,
    "label" TEXT,
    "status" "BackupStatus" NOT NULL DEFAULT 'creating',
    "storeId" TEXT,
    "region" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "consistentAt" TIMESTAMPTZ(3),
    "timeline" INTEGER,
    "startSegment" TEXT,
    "stopSegment" TEXT,
    "sizeBytes" BIGINT,
    "storedBytes" BIGINT,
    "postgresVersion" INTEGER,
    "manifestSha256" TEXT,
    "level" INTEGER NOT NULL DEFAULT 0,
    "verifiedAt" TIMESTAMPTZ(3),
    "lockedUntil" TIMESTAMPTZ(3),
    "error" TEXT,
    "deletedAt" TIMESTAMPTZ(3),
    "jobId" TEXT,

    CONSTRAINT "Backup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" TEXT NOT NULL,
    "backupId" TEXT NOT NULL,
    "serverId" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "jobId" TEXT,
    "status" "VerificationStatus" NOT NULL DEFAULT 'running',
    "level" INTEGER NOT NULL DEFAULT 0,
    "wanted" INTEGER NOT NULL,
    "checks" JSONB NOT NULL DEFAULT '[]',
    "rowCount" BIGINT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WalRun" (
    "serverId" TEXT NOT NULL,
    "firstSegment" TEXT NOT NULL,
    "timeline" INTEGER NOT NULL,
    "availableFrom" TEXT NOT NULL,
    "lastSegment" TEXT NOT NULL,
    "storedBytes" BIGINT NOT NULL,
    "coveredFrom" TIMESTAMPTZ(3) NOT NULL,
    "coveredUntil" TIMESTAMPTZ(3) NOT NULL,
    "parentTimeline" INTEGER,
    "parentForkSegment" TEXT,
    "forkAt" TIMESTAMPTZ(3),

    CONSTRAINT "WalRun_pkey" PRIMARY KEY ("serverId","firstSegment")
);

-- CreateTable
CREATE TABLE "Restore" (
    "id" TEXT NOT NULL,
    "serverId" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "undoJobId" TEXT,
    "targetAt" TIMESTAMPTZ(3) NOT NULL,
    "exact" BOOLEAN NOT NULL,
    "backupId" TEXT NOT NULL,
    "timeline" INTEGER NOT NULL,
    "newServerId" TEXT,
    "forensicBackupId" TEXT,
    "recoveredTo" TIMESTAMPTZ(3),
    "progress" JSONB,
    "switchedAt" TIMESTAMPTZ(3),
    "undoUntil" TIMESTAMPTZ(3),
    "undoneAt" TIMESTAMPTZ(3),
    "createdBy" TEXT NOT NULL,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Restore_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Drill" (
    "id" TEXT NOT NULL,
    "serverId" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "scenario" TEXT NOT NULL,
    "trigger" "DrillTrigger" NOT NULL,
    "status" "DrillStatus" NOT NULL DEFAULT 'running',
    "drillServerId" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "notes" JSONB NOT NULL DEFAULT '{}',
    "report" JSONB,

    CONSTRAINT "Drill_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Backup_jobId_key" ON "Backup"("jobId");

-- CreateIndex
CREATE INDEX "Backup_serverId_startedAt_idx" ON "Backup"("serverId", "startedAt");

-- CreateIndex
CREATE INDEX "Backup_teamId_startedAt_idx" ON "Backup"("teamId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Backup_serverId_name_key" ON "Backup"("serverId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Verification_jobId_key" ON "Verification"("jobId");

-- CreateIndex
CREATE INDEX "Verification_serverId_startedAt_idx" ON "Verification"("serverId", "startedAt");

-- CreateIndex
CREATE INDEX "Verification_backupId_startedAt_idx" ON "Verification"("backupId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Restore_jobId_key" ON "Restore"("jobId");

-- CreateIndex
CREATE UNIQUE INDEX "Restore_undoJobId_key" ON "Restore"("undoJobId");

-- CreateIndex
CREATE UNIQUE INDEX "Restore_newServerId_key" ON "Restore"("newServerId");

-- CreateIndex
CREATE INDEX "Restore_serverId_createdAt_idx" ON "Restore"("serverId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Drill_jobId_key" ON "Drill"("jobId");

-- CreateIndex
CREATE UNIQUE INDEX "Drill_drillServerId_key" ON "Drill"("drillServerId");

-- CreateIndex
CREATE INDEX "Drill_serverId_startedAt_idx" ON "Drill"("serverId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Server_agentTokenHash_key" ON "Server"("agentTokenHash");

-- AddForeignKey
ALTER TABLE "Backup" ADD CONSTRAINT "Backup_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Verification" ADD CONSTRAINT "Verification_backupId_fkey" FOREIGN KEY ("backupId") REFERENCES "Backup"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WalRun" ADD CONSTRAINT "WalRun_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Restore" ADD CONSTRAINT "Restore_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Drill" ADD CONSTRAINT "Drill_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
