import { now } from "@/lib/clock";
import { type JobRun, SupersededRun, writeJob } from "./write-job";

/** Ends a job whose steps are all done. A deprovisioned server is gone from then on, and its subdomain free. */
export async function finishJob(run: JobRun): Promise<void> {
  try {
    await writeJob(run, async (tx) => {
      const job = await tx.job.findUniqueOrThrow({ where: { id: run.jobId } });
      if (job.status !== "running") return;
      await tx.job.update({
        where: { id: job.id },
        data: { status: "succeeded", finishedAt: now(), currentStep: null },
      });
      if (job.kind === "deprovision") {
        await tx.server.update({
          where: { id: job.serverId },
          data: { status: "deleted", deletedAt: now() },
        });
      }
    });
  } catch (error) {
    if (!(error instanceof SupersededRun)) throw error;
  }
}
