-- A kind of job is defined in one place of the program (lib/job-kinds), which the database need not repeat. Whether it keeps
-- others out stands in the row, so that the index names no kinds.
DROP INDEX "Job_one_live_per_server";
ALTER TABLE "Job" ALTER COLUMN "kind" TYPE TEXT USING "kind"::text;
DROP TYPE "JobKind";
ALTER TABLE "Job" ADD COLUMN "exclusive" BOOLEAN;
UPDATE "Job" SET "exclusive" = "kind" NOT IN ('backup', 'verify', 'drill', 'renew_certificate');
ALTER TABLE "Job" ALTER COLUMN "exclusive" SET NOT NULL;
-- Rollback is a deploy's word.
UPDATE "Job" SET "kind" = 'undo_restore' WHERE "kind" = 'rollback';
CREATE UNIQUE INDEX "Job_one_live_per_server" ON "Job"("serverId")
  WHERE "exclusive" AND "status" IN ('queued', 'running', 'cancelling');
