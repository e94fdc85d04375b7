import { inngest } from "@/inngest/client";
import { dispatchJob } from "@/inngest/dispatch-job";
import { startNightly } from "@/lib/backup/start-nightly";

/** Every minute: whoever's turn it is. The turn of a server is the same minute every night. */
export const backUpNightly = inngest.createFunction(
  { id: "back-up-nightly", triggers: [{ cron: "* * * * *" }], concurrency: 1 },
  async ({ step }) => {
    const runs = await step.run("start", () => startNightly());
    for (const run of runs) await step.run(`dispatch-${run.jobId}`, () => dispatchJob("backup", run));
    return { started: runs.length };
  },
);
