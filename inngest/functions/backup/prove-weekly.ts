import { inngest } from "@/inngest/client";
import { dispatchJob } from "@/inngest/dispatch-job";
import { startWeeklyProofs } from "@/lib/backup/start-weekly-proofs";

export const proveWeekly = inngest.createFunction(
  { id: "prove-weekly", triggers: [{ cron: "*/5 * * * *" }], concurrency: 1 },
  async ({ step }) => {
    const runs = await step.run("start", () => startWeeklyProofs());
    for (const run of runs) await step.run(`dispatch-${run.jobId}`, () => dispatchJob("verify", run));
    return { started: runs.length };
  },
);
