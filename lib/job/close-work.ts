import { maintenanceSchema } from "@/cli/contract/backup";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { toAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { runNself } from "@/lib/machine/run-nself";
import { machineOfServer } from "@/lib/server/machine-of-server";
import { recordFailedWork } from "./record-failed-work";
import { insertLogs, type JobRun, SupersededRun, writeJob } from "./write-job";

/**
 * After a job that stopped: visitors are let in again where the former data still serves, and what was cancelled is marked
 * so. A server that cannot be reached says so in the log; Retry and Undo both turn maintenance off at their end.
 */
export async function closeWork(run: JobRun): Promise<void> {
  const job = await db().job.findUniqueOrThrow({ where: { id: run.jobId }, include: { server: true } });
  if (job.epoch !== run.epoch) return;
  try {
    if (job.kind === "restore") await reopen(run);
    if (job.cancelRequestedAt) await markCancelled(run);
  } catch (error) {
    if (!(error instanceof SupersededRun)) throw error;
  }
}

async function reopen(run: JobRun): Promise<void> {
  const restore = await db().restore.findUnique({ where: { jobId: run.jobId }, include: { server: true } });
  if (!restore || restore.switchedAt) return;
  const line = await runNself(
    machineOfServer(restore.server),
    ["maintenance", "off"],
    maintenanceSchema,
  ).then(
    () => "The server serves its former data; visitors are let in again",
    (error: unknown) => {
      log.warn({ jobId: run.jobId, err: error }, "maintenance could not be turned off");
      return `Maintenance could not be turned off: ${toAppError(error).publicMessage}. Retry does it at its end.`;
    },
  );
  await writeJob(run, (tx) => insertLogs(tx, run.jobId, null, [line]));
}

async function markCancelled(run: JobRun): Promise<void> {
  await writeJob(run, async (tx) => {
    const job = await tx.job.update({
      where: { id: run.jobId },
      data: { status: "cancelled", finishedAt: now(), currentStep: null },
    });
    await recordFailedWork(tx, job, "Cancelled");
    await insertLogs(tx, run.jobId, null, ["Cancelled"]);
  });
}
