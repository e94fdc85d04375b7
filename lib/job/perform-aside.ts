import { db } from "@/lib/db";
import { toAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { jobIsLive } from "./job-states";
import type { PerformStep, StepOutcome } from "./step";
import { type JobRun, SupersededRun, writeJob, writeLogs } from "./write-job";

/**
 * Does work ahead of the step that owns it (its lines appear there). A failure is left for that step to meet and report:
 * nothing depends on an aside having succeeded.
 */
export async function performAside(
  run: JobRun,
  ownerKey: string,
  perform: PerformStep,
): Promise<StepOutcome> {
  const job = await db().job.findUniqueOrThrow({
    where: { id: run.jobId },
    include: { server: { include: { plugins: { orderBy: { name: "asc" } } } } },
  });
  if (job.epoch !== run.epoch) return { kind: "stop", reason: "superseded" };
  if (job.cancelRequestedAt) return { kind: "stop", reason: "cancelled" };
  if (!jobIsLive(job.status)) return { kind: "done" };
  const { server, ...row } = job;
  try {
    const result = await perform({
      run,
      job: row,
      server,
      step: null,
      write: (write) => writeJob(run, write),
      log: (...lines) => writeLogs(run, ownerKey, lines),
    });
    if (result.kind === "wait") return { kind: "wait", seconds: result.seconds };
  } catch (error) {
    if (error instanceof SupersededRun) return { kind: "stop", reason: "superseded" };
    log.warn({ jobId: run.jobId, ownerKey, code: toAppError(error).code }, "work ahead of its step failed");
  }
  return { kind: "done" };
}
