import type { Actor } from "@/lib/access/actor";
import { now } from "@/lib/clock";
import { db, isUniqueViolation, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { auditJob } from "@/lib/job/audit-job";
import type { JobRow } from "@/lib/job/job-view";
import { insertLogs, type JobRun, touchJob } from "@/lib/job/write-job";
import { refuseWhenGone } from "./refuse-when-gone";

/**
 * Marks a provisioning as to be cancelled: the run honours the mark between steps and ends with a receipt of all that was
 * taken back. A run is returned when none is under way (the job had failed): dispatch it; otherwise wake the one there is.
 */
export async function cancelOrder(actor: Actor, job: JobRow): Promise<JobRun | null> {
  refuseWhenGone(job);
  if (job.server.readyAt) throw alreadyReady();
  return await db()
    .$transaction((tx) => markCancelled(tx, actor, job))
    .catch((error: unknown) => {
      if (isUniqueViolation(error))
        throw new AppError("job_live", { hint: "Another job is running on this server." });
      throw error;
    });
}

/** The mark itself, in the caller's transaction. */
export async function markCancelled(tx: Tx, actor: Actor, job: JobRow): Promise<JobRun | null> {
  const resumed = job.status === "failed";
  const epoch = job.epoch + (resumed ? 1 : 0);
  const claimed = await tx.job.updateMany({
    where: { id: job.id, epoch: job.epoch, status: job.status },
    data: {
      status: "cancelling",
      epoch,
      cancelRequestedAt: now(),
      finishedAt: null,
      ...(resumed ? { dispatchedAt: null } : {}),
    },
  });
  if (claimed.count === 0)
    throw new AppError("conflict", { public: "The job changed in this moment.", hint: "Look again." });
  // The job's row is ours now, and becoming ready needs it too: so this is the last word on which came first.
  const server = await tx.server.findUniqueOrThrow({ where: { id: job.serverId } });
  if (server.readyAt) throw alreadyReady();
  await tx.server.update({ where: { id: job.serverId }, data: { status: "deleting" } });
  await insertLogs(tx, job.id, null, ["Cancelling: everything that was made is taken back"]);
  await auditJob(tx, actor, "job.cancelled", job);
  await touchJob(tx, job.id);
  return resumed ? { jobId: job.id, epoch } : null;
}

function alreadyReady(): AppError {
  return new AppError("action_not_allowed", {
    public: "The server is ready already.",
    hint: "Delete the server instead.",
  });
}
