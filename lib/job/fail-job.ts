import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { JobKinds } from "./job-kind";
import { jobIsLive } from "./job-states";
import { failStep } from "./perform-step";
import { type JobRun, SupersededRun } from "./write-job";

/** The durable function itself gave up: the job must not stay "running" for ever. May be called twice. */
export async function failJob(kinds: JobKinds, run: JobRun, cause: unknown): Promise<void> {
  const job = await db().job.findUnique({ where: { id: run.jobId } });
  if (!job || job.epoch !== run.epoch || !jobIsLive(job.status)) return;
  const error = new AppError("internal", { public: "Something went wrong on our side.", cause });
  await failStep(kinds, run, job.currentStep, "internal", error).catch((thrown: unknown) => {
    if (!(thrown instanceof SupersededRun)) throw thrown;
  });
}
