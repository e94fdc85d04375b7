-- AlterTable
ALTER TABLE "Certificate" ADD COLUMN     "renewAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "Certificate_renewAt_idx" ON "Certificate"("renewAt");

-- An order is over once its certificate is there. What was issued so far lasts 90 days and is renewed with 30 left.
UPDATE "Certificate" SET "orderUrl" = NULL WHERE "certificatePem" IS NOT NULL;
UPDATE "Certificate" SET "renewAt" = "notAfter" - interval '30 days' WHERE "installedAt" IS NOT NULL;

-- A renewal changes nothing that other work needs, and must not keep a customer from restoring or deleting.
DROP INDEX "Job_one_live_per_server";
CREATE UNIQUE INDEX "Job_one_live_per_server" ON "Job"("serverId")
  WHERE "status" IN ('queued', 'running', 'cancelling') AND "kind" NOT IN ('backup', 'verify', 'drill', 'renew_certificate');
