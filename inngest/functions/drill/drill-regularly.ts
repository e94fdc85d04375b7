import { inngest } from "@/inngest/client";
import { dispatchJob } from "@/inngest/dispatch-job";
import { startDueDrills } from "@/lib/drill/start-due-drills";

export const drillRegularly = inngest.createFunction(
  { id: "drill-regularly", triggers: [{ cron: "41 * * * *" }], concurrency: 1 },
  async ({ step }) => {
    const runs = await step.run("start", () => startDueDrills());
    for (const run of runs) await step.run(`dispatch-${run.jobId}`, () => dispatchJob("drill", run));
    return { started: runs.length };
  },
);
