-- What a job was asked to do, for kinds that have no row of their own to work on.
ALTER TABLE "Job" ADD COLUMN "input" JSONB NOT NULL DEFAULT '{}';
