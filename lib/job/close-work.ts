import { maintenanceSchema } from "@/cli/contract/backup";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { toAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";
import type { Job, Server } from "@/prisma/client/client";
import { recordFailedWork } from "./record-failed-work";
import { insertLogs, type JobRun, SupersededRun, writeJob, writeLogs } from "./write-job";

/**
 * After a job that stopped: visitors are let in again where what served before it still serves, and what was cancelled is
 * marked so. A server that cannot be reached says so in the log; Retry turns maintenance off at its end.
 */
export async function closeWork(run: JobRun): Promise<void> {
  const job = await db().job.findUniqueOrThrow({ where: { id: run.jobId }, include: { server: true } });
  if (job.epoch !== run.epoch) return;
  try {
    const data = await servingAsBefore(job);
    if (data) await reopen(run, job.server, data);
    if (job.cancelRequestedAt) await markCancelled(run);
  } catch (error) {
    if (!(error instanceof SupersededRun)) throw error;
  }
}

/** What a stopped restore or undo left to serve, when that is whole and what it found; null for all other jobs. */
async function servingAsBefore(job: Job): Promise<string | null> {
  if (job.kind === "restore") {
    const restore = await db().restore.findUnique({ where: { jobId: job.id } });
    return restore && !restore.switchedAt ? "its former data" : null;
  }
  if (job.kind !== "rollback") return null;
  const restore = await db().restore.findUnique({ where: { undoJobId: job.id } });
  return restore && !restore.undoneAt ? "the restored data" : null;
}

async function reopen(run: JobRun, server: Server, data: string): Promise<void> {
  const line = await runNself(machineOfServer(server), ["maintenance", "off"], maintenanceSchema).then(
    () => `The server serves ${data}; visitors are let in again`,
    (error: unknown) => {
      log.warn({ jobId: run.jobId, err: error }, "maintenance could not be turned off");
      return `Maintenance could not be turned off: ${toAppError(error).publicMessage}. Retry does it at its end.`;
    },
  );
  await writeLogs(run, null, [line]);
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
