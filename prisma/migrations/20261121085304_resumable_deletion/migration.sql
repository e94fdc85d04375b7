-- AlterTable
ALTER TABLE "Backup" ADD COLUMN     "objectsDeletedAt" TIMESTAMPTZ(3);

-- Of what was deleted before, the objects are taken to be gone.
UPDATE "Backup" SET "objectsDeletedAt" = COALESCE("deletedAt", now()) WHERE "status" = 'deleted';

-- CreateTable
CREATE TABLE "DeletedWal" (
    "serverId" TEXT NOT NULL,
    "timeline" INTEGER NOT NULL,
    "fromSegment" TEXT NOT NULL,
    "beforeSegment" TEXT NOT NULL,
    "objectsDeletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DeletedWal_pkey" PRIMARY KEY ("serverId","fromSegment")
);

-- AddForeignKey
ALTER TABLE "DeletedWal" ADD CONSTRAINT "DeletedWal_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What retention had cut off the beginnings of runs.
INSERT INTO "DeletedWal" ("serverId", "timeline", "fromSegment", "beforeSegment", "objectsDeletedAt")
SELECT "serverId", "timeline", "firstSegment", "availableFrom", now() FROM "WalRun" WHERE "availableFrom" > "firstSegment";

-- AlterTable
ALTER TABLE "WalRun" DROP COLUMN "availableFrom";
