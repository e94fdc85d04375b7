import { inngest } from "@/inngest/client";
import { dispatchJob } from "@/inngest/dispatch-job";
import { takeOverStalled } from "@/lib/job/take-over-stalled";

/** Every minute: what the engine has lost or never got is sent again. */
export const reconcileJobs = inngest.createFunction(
  { id: "reconcile-jobs", triggers: [{ cron: "* * * * *" }], concurrency: 1 },
  async ({ step }) => {
    const stalled = await step.run("take-over", () => takeOverStalled());
    for (const { kind, run } of stalled) {
      await step.run(`dispatch-${run.jobId}-${run.epoch}`, () => dispatchJob(kind, run));
    }
    return { dispatched: stalled.length };
  },
);
