import { type Actor, requirePermission } from "@/lib/access/actor";
import { db, isUniqueViolation } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { auditJob } from "./audit-job";
import { loadJob } from "./get-job";
import { type Correction, type JobKinds, kindOf } from "./job-kind";
import type { RetryJob } from "./job-schemas";
import { jobMay } from "./job-states";
import type { JobRun } from "./write-job";
import { insertLogs, touchJob } from "./write-job";

/**
 * Continues a failed job from the step that failed, with a correction if one is given and its kind takes any. The caller
 * dispatches the run that is returned.
 */
export async function retryJob(
  kinds: JobKinds,
  actor: Actor,
  jobId: string,
  asked: RetryJob,
): Promise<JobRun> {
  const job = await loadJob(actor, jobId);
  const kind = kindOf(kinds, job.kind);
  requirePermission(actor, kind.permission);
  if (!jobMay("retry", job.status)) {
    throw new AppError("action_not_allowed", {
      public: "Only a failed job can be retried.",
      hint: `This one is ${job.status}.`,
    });
  }
  await kind.refuseRetry?.(job);
  if (job.server.status === "quarantined") {
    throw new AppError("action_not_allowed", {
      public: "The server is quarantined: its identity has changed.",
      hint: "Contact support, or delete it.",
    });
  }
  const correction: Correction = (await kind.correct?.(job, asked)) ?? { changes: {}, again: [] };
  await correction.before?.();
  try {
    await db().$transaction(async (tx) => {
      const claimed = await tx.job.updateMany({
        where: { id: job.id, status: "failed", epoch: job.epoch },
        data: { status: "queued", epoch: { increment: 1 }, attempt: { increment: 1 }, ...cleared },
      });
      if (claimed.count === 0)
        throw new AppError("action_not_allowed", { public: "The job is being retried already." });
      const again = [...(kind.again ?? []), ...correction.again];
      await tx.jobStep.updateMany({
        where: { jobId: job.id, OR: [{ status: { in: ["failed", "running"] } }, { key: { in: again } }] },
        data: { status: "pending", startedAt: null, finishedAt: null, deadlineAt: null, state: {} },
      });
      if (Object.keys(correction.changes).length > 0)
        await tx.server.update({ where: { id: job.serverId }, data: correction.changes });
      await kind.reopen?.(tx, job);
      await insertLogs(tx, job.id, job.currentStep, [`Retried by a person${inWords(correction.changes)}`]);
      await auditJob(tx, actor, "job.retried", job, { ...asked, attempt: job.attempt + 1 });
      await touchJob(tx, job.id);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw correction.taken ?? new AppError("job_live", { hint: "Another job is running on this server." });
  }
  return { jobId: job.id, epoch: job.epoch + 1 };
}

const cleared = {
  finishedAt: null,
  errorCode: null,
  errorClass: null,
  errorMessage: null,
  errorHint: null,
  dispatchedAt: null,
  warning: null,
} as const;

function inWords(changes: Correction["changes"]): string {
  const said = (["location", "serverType", "domain"] as const).flatMap((key) =>
    changes[key] ? [String(changes[key])] : [],
  );
  return said.length > 0 ? `, with ${said.join(", ")}` : "";
}
