import { insertBackup } from "@/lib/backup/request-backup";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { JobKind } from "@/prisma/client/enums";
import type { JobRun } from "./write-job";

/**
 * What has to follow a job that ended well. A restored server begins a history of its own, and one that was undone goes on
 * with its former; both need a base of their own before they can be restored to a moment. Dispatch what is returned.
 */
export async function followUp(run: JobRun): Promise<{ kind: JobKind; run: JobRun }[]> {
  const job = await db().job.findUniqueOrThrow({ where: { id: run.jobId }, include: { server: true } });
  if (job.status !== "succeeded" || (job.kind !== "restore" && job.kind !== "rollback")) return [];
  const label = job.kind === "restore" ? "after the restore" : "after the undo";
  const made = await db().backup.findFirst({
    where: { serverId: job.serverId, label, startedAt: { gte: job.createdAt } },
  });
  if (made) return [];
  try {
    const next = await db().$transaction((tx) =>
      insertBackup(tx, job.server, { trigger: "first", label }, null),
    );
    return [{ kind: "backup", run: next }];
  } catch (error) {
    // One that is under way serves as well; the nightly run comes anyhow.
    if (error instanceof AppError) return [];
    throw error;
  }
}
