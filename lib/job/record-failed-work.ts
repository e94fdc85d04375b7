import { now } from "@/lib/clock";
import type { Tx } from "@/lib/db";
import type { Job } from "@/prisma/client/client";

/** The row that a job works on fails with it, in the same transaction: a failed backup is never shown as good. */
export async function recordFailedWork(tx: Tx, job: Job, error: string): Promise<void> {
  const failed = { status: "failed", finishedAt: now() } as const;
  if (job.kind === "backup") {
    await tx.backup.updateMany({ where: { jobId: job.id, status: "creating" }, data: { ...failed, error } });
  }
  if (job.kind === "verify") {
    await tx.verification.updateMany({ where: { jobId: job.id, status: "running" }, data: failed });
  }
  if (job.kind === "drill")
    await tx.drill.updateMany({ where: { jobId: job.id, status: "running" }, data: failed });
  if (job.kind === "restore") {
    await tx.restore.updateMany({ where: { jobId: job.id }, data: { finishedAt: now() } });
  }
}
