import { now } from "@/lib/clock";
import { type JobKinds, kindOf } from "./job-kind";
import { type JobRun, SupersededRun, writeJob } from "./write-job";

/** Ends a job whose steps are all done. */
export async function finishJob(kinds: JobKinds, run: JobRun): Promise<void> {
  try {
    await writeJob(run, async (tx) => {
      const job = await tx.job.findUniqueOrThrow({ where: { id: run.jobId } });
      if (job.status !== "running") return;
      await tx.job.update({
        where: { id: job.id },
        data: { status: "succeeded", finishedAt: now(), currentStep: null },
      });
      await kindOf(kinds, job.kind).finish?.(tx, job);
    });
  } catch (error) {
    if (!(error instanceof SupersededRun)) throw error;
  }
}
