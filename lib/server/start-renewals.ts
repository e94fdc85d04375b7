import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { insertJob } from "@/lib/job/insert-job";
import type { JobRun } from "@/lib/job/write-job";
import { renewCertificate } from "./jobs/renew-certificate";

/** A CA lets an account order 300 certificates in three hours (Let's Encrypt, "Rate Limits"); new servers need theirs, too. */
const mostAtOnce = 30;
/** A renewal that failed is tried again on the next day: a third of the certificate's life is left for it. */
const pauseMs = 24 * 3_600_000;

/**
 * Starts the renewal of certificates whose time has come, those that end first first. Asked once an hour. Dispatch what is
 * returned.
 */
export async function startRenewals(): Promise<JobRun[]> {
  const lately = new Date(now().getTime() - pauseMs);
  // A certificate of a name that the server had before is nobody's concern.
  const due = await db().$queryRaw<{ serverId: string; teamId: string }[]>`
    SELECT s."id" AS "serverId", s."teamId"
    FROM "Certificate" c JOIN "Server" s ON s."id" = c."serverId" AND s."domain" = c."domain"
    WHERE c."renewAt" <= ${now()} AND s."status" = 'running' AND s."drillId" IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM "Job" j WHERE j."serverId" = s."id" AND j."kind" = 'renew_certificate'
          AND (j."createdAt" > ${lately} OR j."status" IN ('queued', 'running', 'cancelling')))
    ORDER BY c."notAfter" LIMIT ${mostAtOnce}`;
  const runs: JobRun[] = [];
  for (const server of due) {
    const job = await db().$transaction((tx) =>
      insertJob(tx, renewCertificate, { ...server, createdById: null }),
    );
    runs.push({ jobId: job.id, epoch: job.epoch });
  }
  return runs;
}
