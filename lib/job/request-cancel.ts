import { type Actor, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { db, isUniqueViolation, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { loadJob } from "./get-job";
import { jobIsLive, jobMay } from "./job-states";
import type { JobRow } from "./job-view";
import { refuseWhenGone } from "./refuse-when-gone";
import { insertLogs, type JobRun, touchJob } from "./write-job";

/**
 * Marks a provisioning as to be cancelled: the run honours the mark between steps and ends with a receipt of all that was
 * taken back. Asking twice is harmless. A run is returned when none is under way (the job had failed): dispatch it;
 * otherwise wake the one there is.
 */
export async function requestCancel(actor: Actor, jobId: string): Promise<{ dispatch: JobRun | null }> {
  const job = await loadJob(actor, jobId);
  requirePermission(actor, job.kind === "restore" ? "server:restore" : "server:operate");
  if (job.status === "cancelling") return { dispatch: null };
  if (job.kind === "restore" && jobIsLive(job.status)) return await cancelRestore(actor, job);
  if (job.kind !== "provision" || !jobMay("cancel", job.status)) {
    throw new AppError("action_not_allowed", {
      public: "This job cannot be cancelled.",
      hint: `It is ${job.status}.`,
    });
  }
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

/** Until its switch a restore has changed nothing that serves; from then on there is Undo. */
async function cancelRestore(actor: Actor, job: JobRow): Promise<{ dispatch: JobRun | null }> {
  return await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Job" WHERE "id" = ${job.id} FOR UPDATE`;
    const switching = await tx.jobStep.findFirst({
      where: { jobId: job.id, key: "switching", status: { not: "pending" } },
    });
    if (switching) {
      throw new AppError("action_not_allowed", {
        public: "The restored data is in place already.",
        hint: "Undo the restore when it has ended.",
      });
    }
    await tx.job.update({ where: { id: job.id }, data: { cancelRequestedAt: now() } });
    await insertLogs(tx, job.id, null, ["Cancelling: the server keeps its data"]);
    await writeAudit(tx, actor, {
      action: "job.cancelled",
      targetType: "job",
      targetId: job.id,
      serverId: job.serverId,
    });
    await touchJob(tx, job.id);
    return { dispatch: null };
  });
}

/** The mark itself, in the caller's transaction. */
export async function markCancelled(tx: Tx, actor: Actor, job: JobRow): Promise<{ dispatch: JobRun | null }> {
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
  await writeAudit(tx, actor, {
    action: "job.cancelled",
    targetType: "job",
    targetId: job.id,
    serverId: job.serverId,
  });
  await touchJob(tx, job.id);
  return { dispatch: resumed ? { jobId: job.id, epoch } : null };
}

function alreadyReady(): AppError {
  return new AppError("action_not_allowed", {
    public: "The server is ready already.",
    hint: "Delete the server instead.",
  });
}
