import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { type JobKinds, kindOf } from "./job-kind";
import { insertLogs, type JobRun, SupersededRun, writeJob, writeLogs } from "./write-job";

/** After a job that stopped: its kind lets back in whom it had kept out, and what was cancelled is marked so. */
export async function closeJob(kinds: JobKinds, run: JobRun): Promise<void> {
  const job = await db().job.findUniqueOrThrow({ where: { id: run.jobId }, include: { server: true } });
  if (job.epoch !== run.epoch) return;
  const kind = kindOf(kinds, job.kind);
  try {
    await writeLogs(run, null, (await kind.close?.(job)) ?? []);
    if (!job.cancelRequestedAt) return;
    await writeJob(run, async (tx) => {
      const cancelled = await tx.job.update({
        where: { id: run.jobId },
        data: { status: "cancelled", finishedAt: now(), currentStep: null },
      });
      await kind.fail?.(tx, cancelled, "Cancelled");
      await insertLogs(tx, run.jobId, null, ["Cancelled"]);
    });
  } catch (error) {
    if (!(error instanceof SupersededRun)) throw error;
  }
}
